public import OmicsIO
public import ReaderKit
public import Schema

/// Reads the Skeleton table: the line `#skeleton 1`, a header of samples, a protein a row.
public struct SkeletonFileReader: FormatReader {
  /// What the reader says of its format.
  public static let format = FormatDescriptor(
    id: "skeleton", name: "Skeleton", layer: .proteomics, versions: ["1"], extensions: ["tsv"], plugin: "skeleton",
    pluginVersion: "0.1.0", summary: "Read the Skeleton protein table.")

  /// Judges by the first line.
  public static func recognize(_ head: FileHead) -> Recognition {
    guard let first = head.lines.first, first.hasPrefix("#skeleton ") else { return .none }
    let version = String(first.dropFirst("#skeleton ".count))
    let refusal =
      version == "1" ? nil : OmicsError(.unsupported, "version \"\(version)\" of the Skeleton table is not read")
    return Recognition(
      confidence: 0.95, version: version, evidence: ["the first line is \(first)"], refusal: refusal)
  }

  /// A reader; there are no options.
  public init(options: ReaderOptions) throws(OmicsError) {}

  /// Reads the whole table.
  public func read(_ source: inout ByteSource, into builder: inout DatasetBuilder) throws(OmicsError) {
    var scanner = DelimitedScanner(delimiter: 0x09, limits: source.limits)
    guard let mark = try scanner.next(&source), mark.hasPrefix(0, "#skeleton ") else {
      throw OmicsError(.malformed, "expected the line #skeleton 1", at: builder.location(line: 1))
    }
    guard let names = try scanner.next(&source)?.strings(), names.first == "protein", names.count > 1 else {
      throw OmicsError(.malformed, "expected a header, protein and the samples", at: builder.location(line: 2))
    }
    var samples: [Int] = []
    for name in names.dropFirst() { samples.append(try builder.addSample(Sample(name: name), line: 2)) }
    var table = AbundanceBuilder(kind: .protein, measure: .intensity, scale: .linear, samples: samples)
    let missing = MissingSpellings(["", "NA"])
    while let row = try scanner.next(&source) {
      if row.isBlank { continue }
      do throws(OmicsError) {
        let values = try Self.values(row, names, missing, builder.location(line: row.lineNumber))
        let feature = Feature(id: row.string(0), kind: .protein, line: row.lineNumber)
        table.append(feature: try builder.addFeature(feature), row: values)
        builder.keep("row")
      } catch {
        builder.record("row", .rejected, reason: "row cannot be read", line: row.lineNumber)
        try builder.reject(error)
      }
    }
    for diagnostic in scanner.diagnostics { builder.diagnose(diagnostic) }
    builder.count("rows", builder.dataset.features.count)
    builder.count("features", builder.dataset.features.count)
    builder.count("samples", samples.count)
    builder.dataset.abundances.append(table.finish())
  }

  /// The numbers of a row, nan where missing.
  private static func values(
    _ row: Row, _ names: [String], _ missing: MissingSpellings, _ location: SourceLocation
  ) throws(OmicsError) -> [Double] {
    guard row.count == names.count else {
      throw OmicsError(.malformed, "expected \(names.count) cells, found \(row.count)", at: location)
    }
    var values: [Double] = []
    for column in 1..<row.count {
      switch row.double(column, missing: missing) {
      case .number(let value): values.append(value)
      case .missing: values.append(.nan)
      default:
        throw OmicsError(
          .value, "expected a number, found \"\(row.string(column))\"",
          at: SourceLocation(file: location.file, line: location.line, column: names[column]))
      }
    }
    return values
  }
}
