import Foundation
import OmicsIO
import Pipeline
import Schema
import Testing

/// Many files as one dataset: in one process, and in shards.
@Suite struct ShardTests {
  private func folder(_ files: [String: String], _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shard-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    try body(folder.path)
  }

  /// A file of Salmon with an own transcript, a shared one, and a note.
  private func quant(_ number: Int) -> String {
    "Name\tLength\tEffectiveLength\tTPM\tNumReads\nT\(number)\t\(900 + number)\t800.5\t10.5\t\(number)\n"
      + "shared\t\(500 + number % 2)\t300\t5\t7\n"
  }

  private func failure(_ body: () throws -> Void) throws -> OmicsError {
    try #require(#expect(throws: OmicsError.self) { try body() })
  }

  @Test func mergeGivesTheBytesOfOneConvert() throws {
    let files = Dictionary(uniqueKeysWithValues: (1...13).map { ("in/S\($0)/quant.sf", quant($0)) })
    try folder(files) { path in
      let inputs = files.keys.map { "\(path)/\($0)" }.sorted()
      try DatasetDoor.write(try ShardDoor.read(inputs, InputOptions()), to: "\(path)/whole", force: false)
      for shards in [1, 2, 7, 64] {
        let plan = "\(path)/plans/\(shards).tsv"
        try ShardDoor.write(
          try ShardDoor.plan(
            inputs.reversed(), list: nil, output: plan, shards: shards, shardBytes: nil, format: nil, options: []),
          to: plan, force: false)
        let count = try ShardPlan(path: plan).shards
        #expect(count == min(shards, 13))
        for shard in (1...count).reversed() {
          let ledger = try #require(
            try ShardDoor.convert(plan, shard: shard, to: "\(path)/\(shards)/\(shard)", force: false))
          #expect(throws: Never.self) { try ledger.assertBalance() }
        }
        let merged = try ShardDoor.merge(plan, ["\(path)/\(shards)"])
        #expect(merged.ledger["row"].read == 26 && merged.ledger["row"].kept == 26)
        #expect(merged.samples.rows.map(\.name).sorted() == (1...13).map { "S\($0)" }.sorted())
        #expect(merged.features.count == 14)
        try DatasetDoor.write(merged, to: "\(path)/whole", force: false)  // refused unless the bytes are the same
      }
    }
  }

  @Test func matchesNameTheFileTheyCameFrom() throws {
    func matches(_ scan: Int) -> String {
      "Spectrum\tSpectrum File\tPeptide\tCharge\tHyperscore\tProtein\na.\(scan)\ta.pep.xml\tAAK\t2\t20\tP1\n"
    }
    let files = ["one/psm.tsv": matches(1), "two/psm.tsv": matches(2), "two/b/psm.tsv": matches(3)]
    try folder(files) { path in
      let joined = try ShardDoor.read(files.keys.map { "\(path)/\($0)" }, InputOptions())
      let named = joined.identifications.rows.map { row in row.attributes.first { $0.key == "source_file" }?.value }
      #expect(named == ["one/psm.tsv", "b/psm.tsv", "two/psm.tsv"])
    }
  }

  @Test func aPlanIsBalancedAndNeedsNoOrder() throws {
    let sizes = [900_000, 10, 500_000, 400_000, 300_000, 600_000]
    var files: [String: String] = [:]
    for (index, size) in sizes.enumerated() { files["f\(index)"] = String(repeating: "x", count: size) }
    try folder(files) { path in
      let inputs = files.keys.map { "\(path)/\($0)" }
      let plan = try ShardPlan(files: inputs.sorted(), folder: path, shards: 3)
      #expect(plan == (try ShardPlan(files: inputs.shuffled(), folder: path, shards: 3)))
      let loads = (1...3).map { shard in plan.entries.filter { $0.shard == shard }.reduce(0) { $0 + $1.bytes } }
      #expect(loads.reduce(0, +) == sizes.reduce(0, +))
      #expect((loads.max() ?? 0) - (loads.min() ?? 0) < 300_000, "\(loads)")
      #expect(Set(plan.entries.map(\.file)) == Set(files.keys))
      #expect(try ShardPlan(files: inputs, folder: path, shards: nil, bytes: 1_500_000).shards == 3)
      try plan.bytes.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: "\(path)/plan.tsv")) }
      #expect(try ShardPlan(path: "\(path)/plan.tsv") == plan)
      for cut in [10, plan.bytes.count - 1, plan.bytes.count - 90] {
        try Data(plan.bytes.prefix(cut)).write(to: URL(fileURLWithPath: "\(path)/cut.tsv"))
        #expect(try failure { _ = try ShardPlan(path: "\(path)/cut.tsv") }.code == .malformed)
      }
      #expect(try failure { _ = try ShardPlan(files: inputs + inputs, folder: path, shards: 2) }.code == .duplicate)
      #expect(try failure { _ = try ShardPlan(files: [path], folder: path, shards: 2) }.code == .usage)
    }
  }

  @Test func missingDoubledAndForeignShardsAreNamed() throws {
    let files = Dictionary(uniqueKeysWithValues: (1...4).map { ("S\($0)/quant.sf", quant($0)) })
    try folder(files) { path in
      let plan = "\(path)/plan.tsv"
      let inputs = files.keys.map { "\(path)/\($0)" }
      func write(_ shards: Int) throws {
        try ShardDoor.write(
          try ShardPlan(files: inputs, folder: path, shards: shards), to: plan, force: true)
      }
      try write(2)
      try ShardDoor.convert(plan, shard: 1, to: "\(path)/sh/1", force: false)
      let missing = try failure { _ = try ShardDoor.merge(plan, ["\(path)/sh"]) }
      #expect(missing.code == .missing && missing.message.contains("shard 2 of 2 is missing"), "\(missing)")
      try ShardDoor.convert(plan, shard: 2, to: "\(path)/sh/2", force: false)
      #expect(try ShardDoor.convert(plan, shard: 2, to: "\(path)/sh/2", force: false) == nil)
      try ShardDoor.convert(plan, shard: 2, to: "\(path)/sh/again", force: false)
      let doubled = try failure { _ = try ShardDoor.merge(plan, ["\(path)/sh"]) }
      #expect(doubled.code == .duplicate && doubled.message.contains("shard 2 is there twice"), "\(doubled)")
      #expect(try failure { _ = try ShardDoor.convert(plan, shard: 3, to: "\(path)/x", force: false) }.code == .usage)
      #expect(try failure { _ = try ShardDoor.merge(plan, [path + "/S1"]) }.code == .unreadable)
      try write(3)
      #expect(try failure { _ = try ShardDoor.merge(plan, ["\(path)/sh/1"]) }.code == .verification)
      try Data("changed".utf8).write(to: URL(fileURLWithPath: inputs.sorted()[0]))
      let changed = try failure {
        for shard in 1...3 { try ShardDoor.convert(plan, shard: shard, to: "\(path)/n/\(shard)", force: false) }
      }
      #expect(changed.code == .verification && changed.location?.file.hasSuffix("S1/quant.sf") == true)
    }
  }

  @Test func whatTwoFilesStateIsAnErrorThatNamesBoth() throws {
    let input = InputOptions(options: ["measure": "rawCount", "scale": "linear"])
    let counts = ["a.tsv": "gene\tS1\tS2\nA\t1\t2\nB\t3\t4\n", "b.tsv": "gene\tS3\tS1\nA\t5\t6\nC\t7\t8\n"]
    try folder(counts) { path in
      let error = try failure { _ = try ShardDoor.read(["\(path)/b.tsv", "\(path)/a.tsv"], input) }
      #expect(error.code == .duplicate, "\(error)")
      for part in ["\"S1\"", "\"A\"", "a.tsv", "b.tsv"] { #expect(error.message.contains(part), "\(error)") }
    }
    // Other rows of the same sample are no clash.
    let rows = ["a.tsv": "gene\tS1\tS2\nA\t1\t2\n", "b.tsv": "gene\tS2\tS1\nB\t5\t6\n"]
    try folder(rows) { path in
      let joined = try ShardDoor.read(["\(path)/b.tsv", "\(path)/a.tsv"], input)
      #expect(joined.samples.rows.map(\.name) == ["S1", "S2"])
      #expect(joined.abundances.map(\.values) == [[1, 6, 2, 5]])
      #expect(joined.counts.first { $0.key == "samples" }?.value == 2)
    }
    try folder(["a.tsv": counts["a.tsv"] ?? "", "p.txt": "Protein IDs\tx\n"]) { path in
      #expect(throws: OmicsError.self) { _ = try ShardDoor.read(["\(path)/a.tsv", "\(path)/p.txt"], InputOptions()) }
    }
  }
}
