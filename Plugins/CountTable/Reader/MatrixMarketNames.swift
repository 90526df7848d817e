internal import OmicsIO
internal import ReaderKit
internal import Schema

/// Row and column names of a MatrixMarket file, which stand in files beside it (10x Genomics: `features.tsv` or
/// `genes.tsv`, `barcodes.tsv`).
struct MatrixMarketNames {
  /// A row of `features.tsv`.
  struct Feature {
    var id: String
    var name: String
    var type: String
    var line: Int
  }

  var features: [Feature] = []
  var barcodes: [String] = []

  /// What may stand beside a file of this name.
  static func roles(of name: String) -> [CompanionRole] {
    var stem = name[...]
    for ending in [".gz", ".mtx"] where stem.hasSuffix(ending) { stem = stem.dropLast(ending.count) }
    let prefixes: [String]
    if stem.hasSuffix("matrix") {
      prefixes = [String(stem.dropLast("matrix".count))]
    } else {
      prefixes = ["\(stem)_", "\(stem).", ""]
    }
    func names(_ words: [String]) -> [String] {
      prefixes.flatMap { prefix in words.flatMap { ["\(prefix)\($0).tsv", "\(prefix)\($0).tsv.gz"] } }
    }
    return [
      CompanionRole("features", names: names(["features", "genes"])),
      CompanionRole("barcodes", names: names(["barcodes", "samples"])),
    ]
  }

  /// Reads the companions.
  ///
  /// - Throws: `missing` for a role without a file, the faults of the texts, with the companion's name.
  init(_ companions: [Companion], file: String) throws(OmicsError) {
    func companion(_ role: String) throws(OmicsError) -> Companion {
      if let found = companions.first(where: { $0.role == role }) { return found }
      let name = file.split(separator: "/").last.map(String.init) ?? file
      let wanted = Self.roles(of: name).first { $0.role == role }?.names.filter { !$0.hasSuffix(".gz") } ?? []
      throw OmicsError(
        .missing, "the \(role) of this matrix are missing: their names stand in a file of their own",
        at: SourceLocation(file: file, line: 1),
        hint: "Put one of these beside it, gzip allowed: \(wanted.joined(separator: ", ")).")
    }
    for (cells, line) in try Self.rows(try companion("features")) {
      features.append(
        Feature(
          id: cells[0], name: cells.count > 1 ? cells[1] : "", type: cells.count > 2 ? cells[2] : "", line: line))
    }
    barcodes = try Self.rows(try companion("barcodes")).map { $0.0[0] }
  }

  private static func rows(_ companion: Companion) throws(OmicsError) -> [([String], Int)] {
    var source = ByteSource.bytes(companion.bytes, name: companion.name)
    var scanner = DelimitedScanner(delimiter: 0x09)
    var rows: [([String], Int)] = []
    var seen: [String: Int] = [:]
    while let row = try scanner.next(&source) {
      if row.isBlank { continue }
      let cells = row.strings()
      guard !cells[0].isEmpty else {
        throw OmicsError(.value, "this row has no id", at: row.location(in: source))
      }
      if let other = seen.updateValue(row.lineNumber, forKey: cells[0]) {
        throw OmicsError(.duplicate, "\"\(cells[0])\" stands on line \(other) already", at: row.location(in: source))
      }
      rows.append((cells, row.lineNumber))
    }
    return rows
  }
}
