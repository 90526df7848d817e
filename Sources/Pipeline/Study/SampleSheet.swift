internal import OmicsIO
public import Schema

/// Reads a sample sheet: TSV or CSV with the canonical column names, or SDRF. Unknown columns become characteristics.
public enum SampleSheet {
  /// Reads a sheet.
  ///
  /// - Throws: `missing` without a column of sample names, `duplicate` for a name that stands twice, `malformed` for
  ///   ragged rows.
  public static func read(_ path: String) throws(OmicsError) -> SampleTable {
    var source = try ByteSource.file(path)
    let head = try source.head(65_536)
    let delimiter = try DelimiterEvidence.decide(head: head, name: path).delimiter
    var scanner = DelimitedScanner(delimiter: delimiter, quoting: delimiter == 0x09 ? .none : .csv)
    guard let first = try scanner.next(&source) else {
      throw OmicsError(.malformed, "the sample sheet is empty", at: SourceLocation(file: path))
    }
    let names = first.strings()
    let fields = names.map(field)
    guard let key = nameColumn(fields) else {
      throw OmicsError(
        .missing, "the sample sheet has no column \"sample\"", at: SourceLocation(file: path, line: 1),
        hint: "It has: \(names.joined(separator: ", ")). SDRF is known by \"source name\".")
    }
    var table = SampleTable()
    var lineOf: [String: Int] = [:]
    while let row = try scanner.next(&source) {
      if row.isBlank { continue }
      guard row.count == names.count else {
        throw OmicsError(
          .malformed, "expected \(names.count) columns, found \(row.count)",
          at: SourceLocation(file: path, line: row.lineNumber))
      }
      let name = key == -1 ? runName(row, fields) : row.string(key)
      guard !name.isEmpty else {
        throw OmicsError(
          .missing, "this row names no sample", at: SourceLocation(file: path, line: row.lineNumber))
      }
      if let other = lineOf.updateValue(row.lineNumber, forKey: name) {
        throw OmicsError(
          .duplicate, "sample \"\(name)\" stands on line \(other) already",
          at: SourceLocation(file: path, line: row.lineNumber))
      }
      table.rows.append(sample(name, row, fields))
    }
    guard table.count > 0 else {
      throw OmicsError(.malformed, "the sample sheet has no rows", at: SourceLocation(file: path))
    }
    return table
  }

  /// The canonical name of a column: SDRF headings lose their brackets, `factor value[x]` and `characteristics[x]`
  /// become `x`.
  private static func field(_ header: String) -> String {
    let lower = header.lowercased().split(separator: " ").joined(separator: " ")
    let sdrf = [
      "source name": "source_name", "assay name": "assay", "characteristics[organism]": "organism",
      "comment[data file]": "ms_run", "comment[label]": "channel", "characteristics[individual]": "subject",
    ]
    if let known = sdrf[lower] { return known }
    for prefix in ["characteristics[", "factor value[", "comment["]
    where lower.hasPrefix(prefix) && lower.hasSuffix("]") {
      return String(lower.dropFirst(prefix.count).dropLast())
    }
    return header
  }

  /// The column with the sample's name; -1 to name by run and channel, as in SDRF; nil when there is neither.
  private static func nameColumn(_ fields: [String]) -> Int? {
    if let sample = fields.firstIndex(of: "sample") ?? fields.firstIndex(of: "sample_id") { return sample }
    return fields.contains("source_name") && fields.contains("ms_run") ? -1 : nil
  }

  private static func runName(_ row: Row, _ fields: [String]) -> String {
    let run = fields.firstIndex(of: "ms_run").map { SampleJoin.baseName(row.string($0)) } ?? ""
    let channel = fields.firstIndex(of: "channel").map(row.string) ?? ""
    let isLabelled = !channel.isEmpty && !channel.lowercased().contains("label free")
    return isLabelled ? "\(run) \(channel)" : run
  }

  private static func sample(_ name: String, _ row: Row, _ fields: [String]) -> Sample {
    var sample = Sample(name: name)
    var seen: Set<String> = []
    for (column, field) in fields.enumerated() {
      let cell = row.string(column)
      let value = cell == "NA" ? "" : cell
      switch field {
      case "sample": continue
      case "source_name": sample.sourceName = value
      case "subject": sample.subject = value
      case "assay": sample.assay = value
      case "ms_run": sample.msRun = value
      case "organism": sample.organism = value
      case "condition": sample.condition = value
      case "batch": sample.batch = value
      case "cohort": sample.cohort = value
      case "channel": sample.channel = value
      default:
        if seen.insert(field).inserted { sample.characteristics.append(Feature.Attribute(field, value)) }
      }
    }
    return sample
  }
}
