internal import OmicsIO
internal import Schema

/// What `shard convert` leaves: `shard.tsv` and one canonical folder a file, numbered as in the plan.
struct ShardFolder {
  /// The file that says which shard of which plan a folder is.
  static let recordName = "shard.tsv"
  private static let columns = ["dataset", "file", "sha256"]

  let path: String
  let plan: String
  let shard: Int
  let datasets: [(folder: String, file: String, sha256: String)]

  /// Writes a shard, whole or not at all.
  static func write(
    _ datasets: [(entry: ShardPlan.Entry, dataset: Dataset)], shard: Int, plan: String, to path: String, force: Bool
  ) throws(OmicsError) {
    try FolderListing.makeParents(of: path)
    let folder = try AtomicFolder(path, force: force, markers: [recordName])
    var table = TableText(columns)
    for (index, (entry, dataset)) in datasets.enumerated() {
      let name = name(index)
      table.append([.text(name), .text(entry.file), .text(entry.sha256)])
      for file in try CanonicalText.files(of: dataset) {
        let sink = try folder.file("\(name)/\(file.name)")
        try sink.append(file.bytes)
        try sink.close()
      }
    }
    let record = try folder.file(recordName)
    try record.append(Array("#table shard 1 plan=\(plan) shard=\(shard)\n".utf8) + table.bytes)
    try record.close()
    try folder.commit()
  }

  private static func name(_ index: Int) -> String {
    let digits = String(index + 1)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }

  /// The shards in a folder of shards; the folder itself when it is one, or holds none.
  static func below(_ path: String) -> [String] {
    guard !FolderListing.isFile("\(path)/\(recordName)") else { return [path] }
    let inside = FolderListing.names(path).map { "\(path)/\($0)" }
      .filter { FolderListing.isFile("\($0)/\(recordName)") }
    return inside.isEmpty ? [path] : inside
  }

  /// Reads what a folder says of itself.
  ///
  /// - Throws: `unreadable` for a folder that is no shard, `malformed` for one that is damaged.
  init(_ path: String) throws(OmicsError) {
    self.path = path
    let record = "\(path)/\(Self.recordName)"
    guard FolderListing.isFile(record) else {
      throw OmicsError(
        .unreadable, "this is no converted shard: it has no \(Self.recordName)", at: SourceLocation(file: path),
        hint: "Make one with: plumbline shard convert PLAN --shard N -o \(path)")
    }
    let lines = try FileText.read(record).split(separator: "\n")
    let words = lines.first.map { $0.split(separator: " ") } ?? []
    func fact(_ key: String) -> String? {
      words.first { $0.hasPrefix(key + "=") }.map { String($0.dropFirst(key.count + 1)) }
    }
    guard words.starts(with: ["#table", "shard", "1"]), let plan = fact("plan"),
      let shard = fact("shard").flatMap({ Int($0) }), lines.count >= 2
    else { throw OmicsError(.malformed, "this is no record of a shard", at: SourceLocation(file: record, line: 1)) }
    self.plan = plan
    self.shard = shard
    var list: [(folder: String, file: String, sha256: String)] = []
    for (index, line) in lines.enumerated().dropFirst(2) {
      let cells = line.split(separator: "\t").map(String.init)
      guard cells.count == 3 else {
        throw OmicsError(
          .malformed, "expected a dataset, a file and its SHA-256", at: SourceLocation(file: record, line: index + 1))
      }
      list.append((cells[0], cells[1], cells[2]))
    }
    datasets = list
  }
}
