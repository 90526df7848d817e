internal import OmicsIO
internal import ReaderKit
public import Schema

/// Reads a sample sheet: TSV or CSV with the canonical column names, an nf-core sample sheet, or SDRF. Unknown columns
/// become characteristics.
public enum SampleSheet {
  /// Reads a sheet.
  ///
  /// - Throws: `missing` without a column of sample names, `duplicate` for a name that stands twice, `malformed` for
  ///   ragged rows.
  public static func read(_ path: String) throws(OmicsError) -> SampleTable {
    var source = try ByteSource.file(path)
    let head = try source.head(65_536)
    let start = FileHead(name: path, bytes: head, isWhole: head.count < 65_536)
    if let line = start.firstLine, SDRFTable.isHeader(line) { return try SDRFTable(&source).samples().table }
    let delimiter = try DelimiterEvidence.decide(head: head, name: path).delimiter
    var scanner = DelimitedScanner(delimiter: delimiter, quoting: delimiter == 0x09 ? .none : .csv)
    guard let first = try scanner.next(&source) else {
      throw OmicsError(.malformed, "the sample sheet is empty", at: SourceLocation(file: path))
    }
    let names = first.strings()
    let fields = names.map(field)
    guard let key = fields.firstIndex(of: "sample") else {
      throw OmicsError(
        .missing, "the sample sheet has no column \"sample\"", at: SourceLocation(file: path, line: 1),
        hint: "It has: \(names.joined(separator: ", ")). SDRF is known by \"source name\".")
    }
    var table = SampleTable()
    var lineOf: [String: Int] = [:]
    var placeOf: [String: Int] = [:]
    while let row = try scanner.next(&source) {
      if row.isBlank { continue }
      guard row.count == names.count else {
        throw OmicsError(
          .malformed, "expected \(names.count) columns, found \(row.count)",
          at: SourceLocation(file: path, line: row.lineNumber))
      }
      let name = row.string(key)
      guard !name.isEmpty else {
        throw OmicsError(
          .missing, "this row names no sample",
          at: SourceLocation(file: path, line: row.lineNumber, column: names[key]))
      }
      let sample = sample(name, row, fields)
      guard let other = lineOf[name] else {
        lineOf[name] = row.lineNumber
        placeOf[name] = table.rows.count
        table.rows.append(sample)
        continue
      }
      // nf-core sheets have a row for each lane of a sample.
      guard let place = placeOf[name], let merged = lanes(table.rows[place], sample, fields) else {
        throw OmicsError(
          .duplicate, "sample \"\(name)\" stands on line \(other) already",
          at: SourceLocation(file: path, line: row.lineNumber, column: names[key]))
      }
      table.rows[place] = merged
    }
    guard table.count > 0 else {
      throw OmicsError(.malformed, "the sample sheet has no rows", at: SourceLocation(file: path))
    }
    return table
  }

  /// Writes an SDRF sheet that was read and found sound: the bytes it had, decompressed.
  ///
  /// - Throws: `unknownFormat` for another file, whose samples would have to be invented; what reading it throws.
  public static func writeSDRF(_ path: String, to output: String, force: Bool) throws(OmicsError) {
    var source = try ByteSource.file(path)
    let head = try source.head(65_536)
    guard let line = FileHead(name: path, bytes: head, isWhole: head.count < 65_536).firstLine, SDRFTable.isHeader(line)
    else {
      throw OmicsError(
        .unknownFormat, "only a sheet in SDRF is written as SDRF", at: SourceLocation(file: path, line: 1),
        hint: "Choose an OUT with another ending: a canonical folder holds samples.tsv.")
    }
    try OutputFile.write(try SDRFTable(&source).text, to: output, force: force)
  }

  /// The canonical name of a column, however it is spelled (`Sample ID`, `Batch`); other names stay as they are.
  private static func field(_ header: String) -> String {
    let lower = header.lowercased().split(whereSeparator: { $0 == " " || $0 == "_" || $0 == "." }).joined(
      separator: "_")
    if ["sample_id", "sample_name", "sampleid"].contains(lower) { return "sample" }
    return SampleTable.fixedColumns.contains(lower) ? lower : header
  }

  /// Two rows of an nf-core sheet as one sample; nil when they differ in more than their read files, or the sheet is none.
  private static func lanes(_ first: Sample, _ second: Sample, _ fields: [String]) -> Sample? {
    let reads = fields.filter { $0.hasPrefix("fastq_") || $0 == "lane" }
    guard reads.contains("fastq_1") else { return nil }
    var (joined, left, right) = (first, first, second)
    left.characteristics.removeAll { reads.contains($0.key) }
    right.characteristics.removeAll { reads.contains($0.key) }
    guard left == right else { return nil }
    for index in joined.characteristics.indices where reads.contains(joined.characteristics[index].key) {
      let value = second.value(of: joined.characteristics[index].key) ?? ""
      if !value.isEmpty { joined.characteristics[index].value += ";" + value }
    }
    return joined
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
