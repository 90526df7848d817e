import Foundation
import Numerics
import Pipeline
import ReaderKit
import Schema
import Testing

/// Damages the inputs of every reader's cases and reads them: no crash, no silent loss, every refusal with its place.
///
/// The damage is a pure function of case and number. `PLUMBLINE_MUTANTS` sets how many of each kind a case gets (2).
@Suite struct MutationTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Plugins").path
  static let registry = Result { try PluginCatalog.registry(folders: [root]) }
  static let rounds = ProcessInfo.processInfo.environment["PLUMBLINE_MUTANTS"].flatMap(Int.init) ?? 2

  /// Folders of plugins with readers of text, and what family their tables are of.
  static let families: [(folder: String, family: TableText.Family?)] = [
    ("AlphaDIA", .vendor), ("CountTable", .counts), ("DiaNN", .vendor), ("FragPipe", .vendor), ("Gtf", .gtf),
    ("MSstats", .vendor), ("MaxQuant", .vendor), ("MetaMorpheus", .vendor), ("MzIdentML", nil), ("MzTab", .mztab),
    ("OpenSwath", .vendor), ("Peaks", .vendor), ("Progenesis", nil), ("ProteomeDiscoverer", .vendor), ("Qpx", nil),
    ("Sage", .vendor), ("Sdrf", .sheet), ("Skyline", .vendor), ("SpectroMine", .vendor), ("Spectronaut", .vendor),
    ("Triqler", .vendor),
  ]

  @Test func everyReaderOfFilesIsMutated() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root).filter { folder in
      let manifest = try? String(contentsOfFile: "\(Self.root)/\(folder)/plugin.yaml", encoding: .utf8)
      return ["\nkind: swift\n", "\nkind: delimited\n"].contains { manifest?.contains($0) == true }
    }
    #expect(folders.sorted() == Self.families.map(\.folder))
  }

  @Test(arguments: families.map(\.folder))
  func mutantsAreReadHonestly(folder: String) throws {
    let registry = try Self.registry.get()
    let family = Self.families.first { $0.folder == folder }?.family
    var (located, lines, count) = (0, 0, 0)
    for item in try ConformanceCase.all(in: "\(Self.root)/\(folder)") where item.error == nil {
      guard item.bytes.count < 200_000 else { continue }
      let base = ReadContent(item.bytes, of: item, registry: registry)
      for mutant in Self.mutants(of: item, folder: folder, family: family) {
        count += 1
        let found = ReadContent(mutant.bytes, of: item, registry: registry)
        let verdict = MutantVerdict(mutant, gave: found, insteadOf: base)
        if let fault = verdict.fault { Issue.record("\(folder)/\(item.name), \(mutant.name): \(fault)") }
        guard let isLocated = verdict.located else { continue }
        lines += 1
        if isLocated {
          located += 1
        } else {
          print("wrong line: \(folder)/\(item.name), \(mutant.name): \(found)".prefix(600))
        }
      }
    }
    #expect(count >= 20)
    #expect(Double(located) >= 0.99 * Double(lines), "\(located) of \(lines) name the line")
  }

  /// The mutants of a case, in order of name and number.
  static func mutants(of item: ConformanceCase, folder: String, family: TableText.Family?) -> [Mutant] {
    let isXML = item.bytes.first { $0 > 0x20 && $0 < 0x80 } == UInt8(ascii: "<")
    let table = family.flatMap { TableText(item.bytes, family: $0) }
    var mutants: [Mutant] = []
    for name in ByteMutations.names + TableMutations.names + XMLMutations.names {
      for round in 0..<rounds {
        var random = RandomStream(seed: 1, name: "\(folder)/\(item.name)/\(name)", index: UInt64(round))
        let mutant =
          ByteMutations.mutant(name, of: item.bytes, isXML: isXML, &random)
          ?? table.flatMap { TableMutations.mutant(name, of: $0, &random) }
          ?? (isXML ? XMLMutations.mutant(name, of: item.bytes, &random) : nil)
        guard let mutant, mutant.bytes != item.bytes else { continue }
        // This file gives one run the names of several files: which one is kept depends on their order.
        if name == "rows-shuffled", "\(folder)/\(item.name)" == "DiaNN/report-1.7-csv" { continue }
        mutants.append(mutant)
      }
    }
    return mutants
  }
}
