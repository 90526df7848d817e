/// The skeleton of a reader in Swift.
///
/// `Tests/PluginTests/SkeletonFileReader.swift` holds what this writes under the name Skeleton: a test compares the two
/// and runs the conformance kit on it.
extension PluginSkeleton {
  var swift: [File] {
    [
      File(path: "Reader/\(name)FileReader.swift", text: filled(Self.readerTemplate)),
      File(
        path: "plugin.yaml",
        text: filled(
          """
          id: <ID>
          name: <NAME>
          kind: swift
          layer: proteomics
          version: 0.1.0
          licence: Apache-2.0
          formats:
            - id: <ID>
              versions: ["1"]
          recognition:
            - The first line is #<ID> and the version.
          options: []
          quirks: []
          specification:
            - Name the page of the documentation here.
          licence_of_cases: Made up (Apache-2.0).

          """)),
      File(
        path: "README.md",
        text: filled(
          """
          # <NAME> (format id `<ID>`)

          Reads the <NAME> protein table: the line `#<ID> 1`, a header `protein` and the samples, a protein a row.

          - Values are intensities; an empty cell and `NA` are missing values.
          - Every row is kept, or refused with its line: another number of cells than the header, a cell that is no
            number, a protein that stands twice.
          - Other versions are recognised and refused by name.
          - Nothing is mapped, transformed or filtered.

          | layer | features | values |
          |---|---|---|
          | proteomics | protein | intensity |

          It takes no options.

          """)),
      File(
        path: "Cases/README.md",
        text: "# Cases\n\n- `plain`: made up.\n- `no-number`, `version-2`: refused with their place.\n"),
      File(path: "Cases/plain/input.tsv", text: filled("#<ID> 1\nprotein\tA\tB\nP04637\t1200.5\tNA\nP38398\t\t88\n")),
      File(path: "Cases/no-number/input.tsv", text: filled("#<ID> 1\nprotein\tA\tB\nP04637\tmuch\t1\n")),
      File(path: "Cases/no-number/expected.error", text: "value\nexpected a number, found \"much\"\n"),
      File(path: "Cases/version-2/input.tsv", text: filled("#<ID> 2\n")),
      File(path: "Cases/version-2/expected.error", text: filled("unsupported\nversion \"2\" of the <NAME> table\n")),
      File(
        path: "Tests/\(name)Tests.swift",
        text: filled(
          """
          import ReaderKit
          import Testing

          @testable import <NAME>Reader

          @Suite struct <NAME>Tests {
            @Test func otherFilesAreNotClaimed() {
              let head = FileHead(name: "x.tsv", bytes: Array("protein\\tA\\n".utf8), isWhole: true)
              #expect(<NAME>FileReader.recognize(head).confidence == 0)
            }
          }

          """)),
    ]
  }

  private static let readerTemplate = #"""
    public import OmicsIO
    public import ReaderKit
    public import Schema

    /// Reads the <NAME> table: the line `#<ID> 1`, a header of samples, a protein a row.
    public struct <NAME>FileReader: FormatReader {
      /// What the reader says of its format.
      public static let format = FormatDescriptor(
        id: "<ID>", name: "<NAME>", layer: .proteomics, versions: ["1"], extensions: ["tsv"], plugin: "<ID>",
        pluginVersion: "0.1.0", summary: "Read the <NAME> protein table.")

      /// Judges by the first line.
      public static func recognize(_ head: FileHead) -> Recognition {
        guard let first = head.lines.first, first.hasPrefix("#<ID> ") else { return .none }
        let version = String(first.dropFirst("#<ID> ".count))
        let refusal =
          version == "1" ? nil : OmicsError(.unsupported, "version \"\(version)\" of the <NAME> table is not read")
        return Recognition(
          confidence: 0.95, version: version, evidence: ["the first line is \(first)"], refusal: refusal)
      }

      /// A reader; there are no options.
      public init(options: ReaderOptions) throws(OmicsError) {}

      /// Reads the whole table.
      public func read(_ source: inout ByteSource, into builder: inout DatasetBuilder) throws(OmicsError) {
        var scanner = DelimitedScanner(delimiter: 0x09, limits: source.limits)
        guard let mark = try scanner.next(&source), mark.hasPrefix(0, "#<ID> ") else {
          throw OmicsError(.malformed, "expected the line #<ID> 1", at: builder.location(line: 1))
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

    """#
}
