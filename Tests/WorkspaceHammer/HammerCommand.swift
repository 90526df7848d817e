import Foundation
import Numerics
import OmicsIO
import Schema
import Workspace

/// One process of the crowd that works on one workspace, and the check afterwards.
@main struct HammerCommand {
  /// How many keys all processes share.
  static let keys = 60

  static func main() {
    let words = CommandLine.arguments
    let numbers = words.dropFirst(3).compactMap { Int($0) }
    guard words.count >= 5, numbers.count == words.count - 3, ["work", "check"].contains(words[1]) else {
      say("usage: WorkspaceHammer work|check FOLDER NUMBER OPERATIONS [BYTECAP]")
      exit(ExitCode.usage.rawValue)
    }
    do throws(OmicsError) {
      let catalog = try WorkspaceCatalog(folder: words[2])
      let store = StageStore(catalog, byteCap: numbers.count > 2 ? numbers[2] : StageStore.standardByteCap)
      let faults =
        words[1] == "work"
        ? try work(catalog, store, process: numbers[0], operations: numbers[1])
        : try check(catalog, store, folder: words[2], processes: numbers[0], operations: numbers[1])
      exit(faults == 0 ? 0 : 1)
    } catch {
      say("\(error)")
      exit(error.exitCode.rawValue)
    }
  }

  private static func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

  private static func key(_ number: Int) -> StageKey {
    StageKey(stage: "hammer", version: 1, ports: ["value": String(number)])
  }

  /// The one right value of a key, up to 32 KiB.
  private static func value(_ number: Int) -> [UInt8] {
    var stream = RandomStream(seed: 5, name: "hammer/value", index: UInt64(number))
    return (0..<(64 + stream.integer(below: 32 << 10))).map { _ in UInt8(truncatingIfNeeded: stream.nextUInt32()) }
  }

  /// What an operation does: a number from 0 to 11 (0-5 read, 6-9 write, 10-11 enter), and a key.
  private static func choice(_ process: Int, _ operation: Int) -> (what: Int, key: Int) {
    var stream = RandomStream(seed: UInt64(process), name: "hammer/operation", index: UInt64(operation))
    return (stream.integer(below: 12), stream.integer(below: keys))
  }

  private static func work(
    _ catalog: WorkspaceCatalog, _ store: StageStore, process: Int, operations: Int
  ) throws(OmicsError) -> Int {
    var faults = 0
    for operation in 0..<operations {
      let (what, number) = choice(process, operation)
      switch what {
      case 0..<6:
        if let found = try store.value(for: key(number)), found != value(number) {
          say("process \(process), operation \(operation): key \(number) has another value")
          faults += 1
        }
      case 6..<10: try store.store(value(number), for: key(number))
      default:
        let name = "\(process)-\(operation)"
        try catalog.add(CatalogedRun(id: name, study: "hammer", status: "ranked", folder: name, targets: operation))
        try catalog.add(
          CatalogedDataset(digest: name, format: "counts", layer: "transcriptomics", features: operation, samples: 1))
        try catalog.add(
          CatalogedRelease(
            name: "hammer", release: name, sha256: name, canonicalDigest: name, rows: operation, licence: "CC0-1.0",
            path: name))
      }
    }
    return faults
  }

  private static func check(
    _ catalog: WorkspaceCatalog, _ store: StageStore, folder: String, processes: Int, operations: Int
  ) throws(OmicsError) -> Int {
    var expected: [String: Int] = [:]
    var stored: Set<Int> = []
    for process in 0..<processes {
      for operation in 0..<operations {
        let (what, number) = choice(process, operation)
        if what >= 10 { expected["\(process)-\(operation)"] = operation }
        if (6..<10).contains(what) { stored.insert(number) }
      }
    }
    var faults = 0
    func compare(_ what: String, _ found: [String: Int]) {
      let lost = expected.filter { found[$0.key] != $0.value }.count
      let foreign = found.filter { expected[$0.key] != $0.value }.count
      print("\(what): \(found.count) entries, \(lost) lost, \(foreign) torn")
      faults += lost + foreign
    }
    var runs: [String: Int] = [:]
    for run in try catalog.runs() { runs[run.id] = run.targets }
    compare("runs", runs)
    var datasets: [String: Int] = [:]
    for dataset in try catalog.datasets() { datasets[dataset.digest] = dataset.features }
    compare("datasets", datasets)
    var releases: [String: Int] = [:]
    for release in try catalog.releases() { releases[release.release] = release.rows }
    compare("releases", releases)
    var (kept, torn) = (0, 0)
    for number in 0..<keys {
      guard let found = try store.value(for: key(number)) else { continue }
      kept += 1
      if found != value(number) { torn += 1 }
    }
    let partial = (FileManager.default.subpaths(atPath: "\(folder)/cas") ?? []).filter { $0.hasSuffix(".partial") }
    print("stage values: \(stored.count) stored, \(kept) kept, \(torn) torn, \(partial.count) partial files")
    faults += torn + partial.count
    if kept != stored.count, store.byteCap == StageStore.standardByteCap { faults += stored.count - kept }
    if try store.byteCount() > store.byteCap { faults += 1 }
    return faults
  }
}
