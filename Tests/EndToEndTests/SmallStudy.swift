import Foundation
import OmicsIO
import Schema
import Testing

/// A twentieth of `Fixtures/ucec-msi` in a folder of its own, plain and small enough for debug builds.
struct SmallStudy {
  let folder: URL
  var study: String { folder.appendingPathComponent("study.yaml").path }

  /// The genes whose place in the ranking is known, and others around them.
  static let kept: Set<String> = ["MLH1", "PMS2", "EPM2AIP1", "TP53", "ARID1A", "CTNNB1", "MSH6", "PTEN"]

  init(
    contrast: String = "{ factor: msi, case: MSI-H, control: MSS, batch: plex }", sheet: String = "samples.tsv",
    annotated: Bool = false
  ) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("plumbline-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let fixture = "\(Command.root.path)/Fixtures/ucec-msi"
    try write(
      "rna.tsv",
      try Self.lines("\(fixture)/rna.tsv.gz").enumerated().filter { Self.keeps($1, header: "gene", $0) }.map(\.1))
    try write(
      "protein.mzTab",
      try Self.lines("\(fixture)/protein.mzTab.gz").enumerated().filter { Self.keeps($1, header: "", $0) }.map(\.1))
    try write("samples.tsv", try Self.lines("\(fixture)/\(sheet)"))
    try write("genes.gtf", try Self.lines("\(fixture)/genes.gtf"))
    try write("ppi.tsv", try Self.lines("\(fixture)/ppi.tsv.gz"))
    try write("drug_targets.tsv", try Self.lines("\(fixture)/drug_targets.tsv"))
    try writeStudy(contrast: contrast, annotated: annotated)
  }

  func writeStudy(
    contrast: String, rna: String = "rna.tsv", release: String = "2022-02", annotated: Bool = false,
    priors: String = "network: ppi.tsv, compounds: drug_targets.tsv"
  ) throws {
    let lock = try String(
      contentsOfFile: "\(Command.root.path)/Fixtures/ucec-msi/tables-\(release).lock.yaml", encoding: .utf8
    )
    .replacingOccurrences(of: "../../Mappings", with: "\(Command.root.path)/Mappings")
    try lock.write(to: folder.appendingPathComponent("lock-\(release).yaml"), atomically: true, encoding: .utf8)
    try """
    study: small
    organism: 9606
    samples: samples.tsv
    inputs:
      - { path: \(rna), layer: transcriptomics, cohort: ucec, measure: expression, scale: log2 }
      - { path: protein.mzTab, layer: proteomics, cohort: ucec }\(annotated ? "\n  - { path: genes.gtf, role: annotation }" : "")
    identifiers: { target: hgnc, lock: lock-\(release).yaml }
    contrast: \(contrast)
    priors: { \(priors) }
    ranking: { resamples: 4, permutations: 39 }
    seed: 7
    """.write(to: folder.appendingPathComponent("study.yaml"), atomically: true, encoding: .utf8)
  }

  func write(_ name: String, _ lines: [String]) throws {
    try (lines.joined(separator: "\n") + "\n").write(
      to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
  }

  func lines(_ name: String) throws -> [String] { try Self.lines(folder.appendingPathComponent(name).path) }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Every twentieth gene, the known ones, and all lines that are no data rows.
  private static func keeps(_ line: String, header: String, _ number: Int) -> Bool {
    let cells = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
    if header == "gene" { return number == 0 || number % 20 == 0 || kept.contains(String(cells[0])) }
    return cells[0] != "PRT" || number % 20 == 0 || kept.contains(String(cells[1]))
  }

  static func lines(_ path: String) throws(OmicsError) -> [String] {
    var source = try ByteSource.file(path)
    var scanner = LineScanner()
    var lines: [String] = []
    while let line = try scanner.next(&source) { lines.append(line.string) }
    return lines
  }
}
