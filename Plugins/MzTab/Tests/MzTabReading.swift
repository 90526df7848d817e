import MzTabReader
import OmicsIO
import ReaderKit
import Schema
import Testing

/// Reads mzTab text as the product does.
func mzTab(_ text: String, chunkSize: Int = 64) throws -> Dataset {
  var source = ByteSource.bytes(Array(text.utf8), name: "a.mzTab", chunkSize: chunkSize)
  var builder = DatasetBuilder(layer: .proteomics, file: "a.mzTab")
  try MzTabFileReader(options: ReaderOptions(for: MzTabFileReader.format)).read(&source, into: &builder)
  return try builder.finish()
}

/// The error that reading a text ends with.
func mzTabError(_ text: String) throws -> OmicsError {
  try #require(throws: OmicsError.self) { _ = try mzTab(text) }
}

/// A line of tab-separated cells.
func line(_ cells: String...) -> String { cells.joined(separator: "\t") + "\n" }

/// Version lines and `extra` metadata, given as key and value.
func metadata(_ extra: (String, String)...) -> String {
  var text = line("MTD", "mzTab-version", "1.0.0") + line("MTD", "mzTab-mode", "Complete")
  for (key, value) in extra { text += line("MTD", key, value) }
  return text
}

/// The values of a table, row by row, with nan as nil.
func rows(_ table: AbundanceTable) -> [[Double?]] {
  (0..<table.rowCount).map { row in
    (0..<table.columnCount).map { table[row, $0].isNaN ? nil : table[row, $0] }
  }
}
