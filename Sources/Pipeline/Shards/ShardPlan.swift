internal import OmicsIO
public import Schema

/// Many files divided into shards of about equal work, with all that decides what a shard converts to.
///
/// The division depends on the files' sizes and names alone, never on the order they were given in.
public struct ShardPlan: Sendable, Hashable {
  /// A file of a shard.
  public struct Entry: Sendable, Hashable {
    /// The shard, from 1.
    public var shard: Int
    /// The path relative to the plan's folder.
    public var file: String
    /// The size on disk.
    public var bytes: Int
    /// SHA-256 of the bytes on disk.
    public var sha256: String
  }

  /// What opening a file costs, in bytes that could be read in that time: many small files are no small shard.
  static let costOfFile = 256 << 10
  /// Shards are made so large that each takes minutes, not hours.
  public static let standardBytes = 2_000_000_000

  /// The files by shard, each shard in order of joining.
  public var entries: [Entry]
  /// The format all files are read as; nil lets the readers judge each.
  public var format: String?
  /// Reader options by key.
  public var options: [String: String]

  /// How many shards there are.
  public var shards: Int { entries.last?.shard ?? 0 }

  /// The files of a shard.
  ///
  /// - Throws: `usage` for a number that is no shard of the plan.
  public func files(of shard: Int) throws(OmicsError) -> [Entry] {
    let own = entries.filter { $0.shard == shard }
    guard !own.isEmpty else {
      throw OmicsError(.usage, "the plan has no shard \(shard)", hint: "It has 1 to \(shards).")
    }
    return own
  }

  /// Divides files: the largest first, each to the shard with the least work so far.
  ///
  /// - Parameters:
  ///   - folder: the plan's folder, which paths are written relative to.
  ///   - shards: how many; nil for as many as `bytes` a shard need.
  /// - Throws: `usage` without files, `duplicate` for a file named twice, `unreadable` for one that is absent.
  public init(
    files: [String], folder: String, shards: Int?, bytes: Int = ShardPlan.standardBytes, format: String? = nil,
    options: [String: String] = [:]
  ) throws(OmicsError) {
    self.format = format
    self.options = options
    guard !files.isEmpty else { throw OmicsError(.usage, "a plan needs files") }
    var sized: [Entry] = []
    for path in try FileOrder.sorted(files) {
      if FolderListing.isFolder(path) {
        throw OmicsError(
          .usage, "this is a folder", at: SourceLocation(file: path), hint: "Name the files in it that are to be read.")
      }
      sized.append(
        Entry(
          shard: 0, file: RelativePath.from(folder, to: path), bytes: try FileSize.bytes(path),
          sha256: try SHA256Digest.hex(ofFile: path)))
    }
    let work = sized.map { $0.bytes + Self.costOfFile }
    let total = work.reduce(0, +)
    let count = min(sized.count, shards ?? max(1, (total + bytes - 1) / bytes))
    var load = [Int](repeating: 0, count: count)
    for index in sized.indices.sorted(by: { (-work[$0], $0) < (-work[$1], $1) }) {
      let least = load.indices.min { (load[$0], $0) < (load[$1], $1) } ?? 0
      sized[index].shard = least + 1
      load[least] += work[index]
    }
    entries = sized.enumerated().sorted { ($0.element.shard, $0.offset) < ($1.element.shard, $1.offset) }
      .map(\.element)
  }

  // MARK: Text

  private static let columns = ["shard", "file", "bytes", "sha256"]

  /// The plan as a table: a stamp line, what all files are read with, a row a file.
  public var bytes: [UInt8] {
    var text = "#table shard_plan 1 shards=\(shards)\n"
    if let format { text += "#format \(format)\n" }
    for key in options.keys.sorted() { text += "#option \(key)=\(options[key] ?? "")\n" }
    var table = TableText(Self.columns)
    for entry in entries {
      table.append([.whole(entry.shard), .text(entry.file), .whole(entry.bytes), .text(entry.sha256)])
    }
    return Array(text.utf8) + table.bytes
  }

  /// Reads a plan.
  ///
  /// - Throws: `malformed` where it is none.
  public init(path: String) throws(OmicsError) {
    let lines = try FileText.read(path).split(separator: "\n", omittingEmptySubsequences: false)
    func wrong(_ line: Int, _ message: String) -> OmicsError {
      OmicsError(
        .malformed, message, at: SourceLocation(file: path, line: line),
        hint: "Make a plan with: plumbline shard plan FILE... -o \(path)")
    }
    guard lines.first?.hasPrefix("#table shard_plan 1 shards=") == true else {
      throw wrong(1, "this is no shard plan")
    }
    let stated = Int(lines[0].dropFirst("#table shard_plan 1 shards=".count))
    format = nil
    options = [:]
    entries = []
    var isHeaderSeen = false
    for (index, line) in lines.enumerated().dropFirst() {
      let number = index + 1
      if line.hasPrefix("#format ") {
        format = String(line.dropFirst(8))
      } else if line.hasPrefix("#option ") {
        options.merge(try InputOptions.parse([String(line.dropFirst(8))])) { _, new in new }
      } else if !isHeaderSeen {
        guard line == Self.columns.joined(separator: "\t")[...] else {
          throw wrong(number, "the header is not as expected")
        }
        isHeaderSeen = true
      } else if !line.isEmpty || number < lines.count {
        let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard cells.count == 4, let shard = Int(cells[0]), shard >= 1, let bytes = Int(cells[2]), cells[3].count == 64
        else { throw wrong(number, "expected a shard, a file, its bytes and its SHA-256") }
        entries.append(Entry(shard: shard, file: String(cells[1]), bytes: bytes, sha256: String(cells[3])))
      }
    }
    let numbers = Set(entries.map(\.shard))
    guard !entries.isEmpty, numbers == Set(1...shards), stated == shards, lines.last?.isEmpty == true else {
      throw wrong(lines.count, "the plan is cut short: its shards are not those of its first line")
    }
  }
}
