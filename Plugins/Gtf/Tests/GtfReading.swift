import GtfReader
import OmicsIO
import ReaderKit
import Schema
import Testing

/// Reads annotation text as the product does.
func annotation(_ text: String, name: String = "a.gtf", chunkSize: Int = 64) throws -> Dataset {
  var source = ByteSource.bytes(Array(text.utf8), name: name, chunkSize: chunkSize)
  var builder = DatasetBuilder(layer: .annotation, file: name)
  try GtfFileReader(options: ReaderOptions(for: GtfFileReader.format)).read(&source, into: &builder)
  return try builder.finish()
}

/// The error that reading a text ends with.
func annotationError(_ text: String) throws -> OmicsError {
  try #require(throws: OmicsError.self) { _ = try annotation(text) }
}

/// A GTF line.
func line(
  _ feature: String, _ start: Int, _ end: Int, _ attributes: String, seqname: String = "chr1", strand: String = "+"
) -> String {
  "\(seqname)\tx\t\(feature)\t\(start)\t\(end)\t.\t\(strand)\t.\t\(attributes)\n"
}

/// The attributes of a row as `key=value`.
func pairs(_ dataset: Dataset, row: Int = 0) -> [String] {
  dataset.annotation.row(row).attributes.map { "\($0.key)=\($0.value)" }
}
