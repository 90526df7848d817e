import OmicsIO
import ReaderKit
import Schema

/// A reader for tests: `#toy 1`, a header of samples, rows of `id value…`, the line `end`.
struct ToyReader: FormatReader {
  static let format = FormatDescriptor(
    id: "toy", name: "Toy table", layer: .proteomics, versions: ["1"], extensions: ["toy"], plugin: "toy-table",
    pluginVersion: "1.0.0", summary: "A table for tests.",
    options: [ReaderOption(key: "word", meaning: "Which rows to note.", allowed: ["none", "all"], standard: "none")])

  /// Faults that a test switches on through the file's text.
  static func recognize(_ head: FileHead) -> Recognition {
    let text = head.text
    guard text.hasPrefix("#toy ") else { return .none }
    let refusal = text.hasPrefix("#toy 9") ? OmicsError(.unsupported, "toy version 9 is not read") : nil
    return Recognition(confidence: 0.9, version: "1", evidence: ["the first line is #toy"], refusal: refusal)
  }

  let notes: Bool

  init(options: ReaderOptions) throws(OmicsError) { notes = options["word"] == "all" }

  func read(_ source: inout ByteSource, into builder: inout DatasetBuilder) throws(OmicsError) {
    var scanner = DelimitedScanner(delimiter: UInt8(ascii: " "))
    var table: AbundanceBuilder?
    var lastLine = 0
    var isEnded = false
    while let row = try scanner.next(&source) {
      lastLine = row.lineNumber
      let cells = row.strings()
      if row.lineNumber == 1 { continue }
      guard let first = cells.first, !isEnded else { break }
      if first == "end" {
        isEnded = true
      } else if table == nil {
        for name in cells { try builder.addSample(Sample(name: name), line: row.lineNumber) }
        table = AbundanceBuilder(
          kind: .protein, measure: .intensity, scale: .linear, samples: Array(cells.indices))
      } else {
        let values = cells.dropFirst().map { Double($0) ?? .nan }
        guard values.count == builder.dataset.samples.count else {
          try builder.reject(
            OmicsError(.malformed, "a ragged row", at: builder.location(line: row.lineNumber)))
          continue
        }
        let index = try builder.addFeature(Feature(id: first, kind: .protein, line: row.lineNumber))
        table?.append(feature: index, row: values)
        builder.keep("row")
        if notes { builder.note("row", "a row", line: row.lineNumber) }
      }
    }
    guard isEnded else { throw OmicsError(.truncated, "no line end", at: builder.location(line: max(lastLine, 1))) }
    if let table { builder.dataset.abundances.append(table.finish()) }
    builder.count("rows", builder.dataset.features.count)
  }
}

/// Claims every file that begins with `#`, as surely as `ToyReader`.
struct GreedyReader: FormatReader {
  static let format = FormatDescriptor(
    id: "greedy", name: "Greedy", layer: .proteomics, versions: ["1"], extensions: [], plugin: "greedy",
    pluginVersion: "1.0.0", summary: "Claims too much.")
  static func recognize(_ head: FileHead) -> Recognition {
    head.text.hasPrefix("#") ? Recognition(confidence: 0.9, version: "1", evidence: ["a hash"]) : .none
  }
  init(options: ReaderOptions) throws(OmicsError) {}
  func read(_ source: inout ByteSource, into builder: inout DatasetBuilder) throws(OmicsError) {}
}
