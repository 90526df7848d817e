import OmicsIO
import ReaderKit
import Schema

/// What reading gave: an error, or the content without places, in an order of its own.
enum ReadContent {
  case refused(OmicsError)
  case read(tables: [String], records: Int, diagnostics: [Diagnostic])

  /// Reads bytes as the input of a case.
  init(_ bytes: [UInt8], of item: ConformanceCase, registry: ReaderRegistry) {
    var source = ByteSource.bytes(bytes, name: item.displayName)
    do throws(OmicsError) {
      let dataset = try DatasetReading.read(
        &source, registry: registry, format: item.format, options: item.options)
      try dataset.ledger.assertBalance()
      let units = dataset.ledger.units.filter { !["MTD", "COM", "comment", "header"].contains($0) }
      let records = units.reduce(0) { $0 + dataset.ledger[$1].read }
      self = .read(
        tables: try Self.tables(dataset), records: records, diagnostics: dataset.diagnostics)
    } catch {
      self = .refused(error)
    }
  }

  /// The canonical tables as lines, sorted: rows and samples may come in any order, places are left out.
  private static func tables(_ dataset: Dataset) throws(OmicsError) -> [String] {
    let skippedColumns = ["line", "file", "attribute_order"]
    let skipped = ["dataset.json", "diagnostics.jsonl", "ledger.tsv", "ledger_details.tsv"]
    var all: [String] = []
    for file in try CanonicalText.files(of: dataset) where !skipped.contains(file.name) {
      let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n")
      let names = lines[1].split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let places = names.indices.filter { !skippedColumns.contains(names[$0]) }.sorted { names[$0] < names[$1] }
      for line in lines.dropFirst(2) {
        let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
        all.append(file.name + "\t" + places.map { "\(names[$0])=\(cells[$0])" }.joined(separator: "\t"))
      }
    }
    return all.sorted()
  }
}
