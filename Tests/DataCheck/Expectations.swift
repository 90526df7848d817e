import Foundation
import OmicsIO
import Schema

/// The counts a folder's files must have, from `expected.json` beside the files and from a table of expectations.
struct Expectations {
  /// One figure of one file.
  struct Count: Hashable {
    var key: String
    var value: Int
  }

  /// By absolute path.
  private var byPath: [String: [Count]] = [:]
  /// By the end of a path, as the table writes them.
  private var byEnding: [(ending: String, count: Count)] = []
  /// Error codes of files that no reader can take, by the end of a path.
  private var refusals: [(ending: String, code: String)] = []

  /// The figures of a file, in order of key; a figure given twice with one value stands once.
  func counts(of path: String) -> [Count] {
    let listed = byEnding.filter { path.hasSuffix("/" + $0.ending) }.map(\.count)
    return Set((byPath[path] ?? []) + listed).sorted { ($0.key, $0.value) < ($1.key, $1.value) }
  }

  /// The code with which a file must be refused; nil for one that must be read.
  func refusal(of path: String) -> String? { refusals.first { path.hasSuffix("/" + $0.ending) }?.code }

  /// The files that `expected.json` names, sorted.
  var namedFiles: [String] { byPath.keys.sorted() }

  /// Adds a table: path ending, count key, value; `refused` has an error code as value. Lines that start with `#` are remarks.
  mutating func addTable(_ path: String) throws(OmicsError) {
    var source = try ByteSource.file(path)
    var scanner = DelimitedScanner(delimiter: 0x09)
    while let row = try scanner.next(&source) {
      if row.isBlank || row.hasPrefix(0, "#") { continue }
      if row.count == 3, row.string(1) == "refused" {
        refusals.append((row.string(0), row.string(2)))
        continue
      }
      guard row.count == 3, let value = row.integer(2) else {
        throw OmicsError(
          .malformed, "expected a path, a count's key and a whole number",
          at: row.location(in: source))
      }
      byEnding.append((row.string(0), Count(key: row.string(1), value: value)))
    }
  }

  /// Adds an `expected.json`: `files`, by path relative to the JSON file, each with its `plain` counts; `rows` where the
  /// file is a text table.
  mutating func addJSON(_ path: String) throws(OmicsError) {
    var source = try ByteSource.file(path)
    var bytes: [UInt8] = []
    while let chunk = try source.nextChunk() { bytes.append(contentsOf: chunk) }
    let json = try JSONParser.parse(bytes, file: path)
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    for file in json["files"]?.members ?? [] {
      if file.value["format"]?.text == "text", let rows = file.value["rows"]?.whole {
        byPath["\(folder)/\(file.key)", default: []].append(Count(key: "rows", value: rows))
      }
      guard let plain = file.value["plain"] else { continue }
      byPath["\(folder)/\(file.key)", default: []] += Self.mzIdentML(plain) + Self.mzTab(plain)
    }
  }

  /// Element names of mzIdentML to the keys of `inspect`.
  private static func mzIdentML(_ plain: JSONValue) -> [Count] {
    [
      ("SpectrumIdentificationResult", "spectra"), ("SpectrumIdentificationItem", "items"),
      ("Peptide", "peptides"),
      ("DBSequence", "proteins"), ("ProteinAmbiguityGroup", "protein_groups"),
    ].compactMap { element, key in plain[element]?.whole.map { Count(key: key, value: $0) } }
  }

  /// Sections and declarations of mzTab to the keys of `inspect`.
  private static func mzTab(_ plain: JSONValue) -> [Count] {
    guard let sections = plain["sections"] else { return [] }
    var counts: [Count] = []
    for (section, figure, key) in [
      ("PRT", "rows", "proteins"), ("PEP", "rows", "peptides"), ("PSM", "rows", "psm_rows"),
      ("PSM", "distinct_PSM_ID", "psms"), ("SML", "rows", "small_molecules"),
      ("SMF", "rows", "small_molecule_features"), ("SME", "rows", "small_molecule_evidence"),
    ] {
      if let value = sections[section]?[figure]?.whole {
        counts.append(Count(key: key, value: value))
      }
    }
    for (declaration, key) in [
      ("ms_run", "ms_runs"), ("assay", "assays"), ("study_variable", "study_variables"),
    ] {
      if let value = plain[declaration]?.whole { counts.append(Count(key: key, value: value)) }
    }
    return counts
  }
}
