internal import Mapping
internal import OmicsIO
internal import Schema

/// Priors on target ids: network edges, pathways, compounds. Every row is accounted for in the ledger.
struct PriorStage {
  static let version = 3

  /// A named set of targets.
  struct Pathway: Sendable, Hashable {
    var name: String
    var targets: [String]
  }

  /// Maps ids to targets; nil takes ids as they stand.
  let resolver: Resolver?
  var ledger = Ledger()
  /// The targets that ids of the file being read stand for by themselves.
  private var claimed: Set<String> = []

  init(resolver: Resolver?) { self.resolver = resolver }

  /// The target of an id; a name that several genes bear means the one that the file does not name otherwise.
  func target(_ id: String) -> String? {
    guard let resolver else { return id.isEmpty ? nil : id }
    return resolver.resolve(id, beside: claimed).target
  }

  /// Opens a file whose ids are to be mapped.
  mutating func open(_ file: RunPlan.File) throws(OmicsError) -> ByteSource {
    guard let resolver else { return try ByteSource.file(file.path) }
    var source = try ByteSource.file(file.path)
    var scanner = DelimitedScanner(delimiter: 0x09)
    var seen: Set<String> = []
    claimed = []
    while let row = try scanner.next(&source) {
      for cell in row.strings() {
        for id in cell.split(separator: "|") where seen.insert(String(id)).inserted {
          ContestedNames.claim(resolver.resolve(String(id)), in: &claimed)
        }
      }
    }
    return try ByteSource.file(file.path)
  }

  /// Reads a network: two columns of ids and an optional weight; a header line is known by its names.
  mutating func network(_ file: RunPlan.File) throws(OmicsError) -> [NetworkEdge] {
    var source = try open(file)
    var scanner = DelimitedScanner(delimiter: 0x09)
    var weights: [String: Double] = [:]
    var weightColumn: Int?
    var isFirst = true
    var known: [String: String?] = [:]
    func mapped(_ id: String) -> String? {
      if let target = known[id] { return target }
      let found = target(id)
      known[id] = .some(found)
      return found
    }
    while let row = try scanner.next(&source) {
      if row.isBlank || row.hasPrefix(0, "#") { continue }
      guard row.count >= 2 else {
        throw OmicsError(
          .malformed, "a network edge needs two ids", at: SourceLocation(file: file.path, line: row.lineNumber))
      }
      if isFirst {
        isFirst = false
        let names = row.strings().map { $0.lowercased() }
        weightColumn = names.firstIndex { ["weight", "confidence", "score"].contains($0) }
        if names[0].contains("gene") || names[0].contains("source") || names[0].contains("protein") || names[0] == "a" {
          continue
        }
      }
      guard let a = mapped(row.string(0)), let b = mapped(row.string(1)) else {
        ledger.record("network edge", .filtered, reason: "end without target", file: name(file), line: row.lineNumber)
        continue
      }
      guard a != b else {
        ledger.record("network edge", .filtered, reason: "both ends one target", file: name(file), line: row.lineNumber)
        continue
      }
      let weight = weightColumn.flatMap { NumberParsing.double(row.bytes($0)) } ?? 1
      let key = a < b ? "\(a)\t\(b)" : "\(b)\t\(a)"
      if let other = weights[key] {
        weights[key] = max(other, weight)
        ledger.record("network edge", .merged, reason: "the same edge again", file: name(file), line: row.lineNumber)
      } else {
        weights[key] = weight
        ledger.keep("network edge")
      }
    }
    return weights.keys.sorted().map { key in
      let ends = key.split(separator: "\t").map(String.init)
      return NetworkEdge(a: ends[0], b: ends[1], weight: weights[key] ?? 1)
    }
  }

  /// Reads gene sets in GMT: name, description, members.
  mutating func pathways(_ file: RunPlan.File) throws(OmicsError) -> [Pathway] {
    var source = try open(file)
    var scanner = DelimitedScanner(delimiter: 0x09)
    var list: [Pathway] = []
    while let row = try scanner.next(&source) {
      if row.isBlank { continue }
      guard row.count >= 3 else {
        throw OmicsError(
          .malformed, "a gene set needs a name, a description and members",
          at: SourceLocation(file: file.path, line: row.lineNumber))
      }
      var targets: Set<String> = []
      for column in 2..<row.count {
        let id = row.string(column)
        guard !id.isEmpty else { continue }
        guard let target = target(id) else {
          ledger.record("pathway member", .filtered, reason: "without target", file: name(file), line: row.lineNumber)
          continue
        }
        if targets.insert(target).inserted {
          ledger.keep("pathway member")
        } else {
          ledger.record("pathway member", .merged, reason: "same target", file: name(file), line: row.lineNumber)
        }
      }
      list.append(Pathway(name: row.string(0), targets: targets.sorted()))
    }
    return list
  }

  func name(_ file: RunPlan.File) -> String { RelativePath.name(of: file.relativePath) }
}
