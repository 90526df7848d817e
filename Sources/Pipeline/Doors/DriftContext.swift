internal import Drift
internal import Mapping
internal import OmicsIO
internal import Schema

/// What two run folders say of their differences: samples, mapping rows, values, channels, thresholds.
///
/// Everything comes from the folders themselves, so that a drift can be explained when the inputs are gone.
struct DriftContext {
  let base: RecordedRun
  let new: RecordedRun
  let design: DesignDifference
  let tolerance: ScoreTolerance
  private let mappings: [(input: String, difference: MappingDifference)]

  init(_ base: RecordedRun, _ new: RecordedRun, tolerance: ScoreTolerance) throws(OmicsError) {
    self.base = base
    self.new = new
    self.tolerance = tolerance
    design = DesignDifference(try Self.design(base), try Self.design(new))
    let names = Set(FolderListing.names("\(base.folder)/mapping")).intersection(
      FolderListing.names("\(new.folder)/mapping"))
    var list: [(input: String, difference: MappingDifference)] = []
    for name in names.sorted() where name.hasSuffix(".tsv") {
      let (a, b) = ("\(base.folder)/mapping/\(name)", "\(new.folder)/mapping/\(name)")
      if try SHA256Digest.hex(ofFile: a) == SHA256Digest.hex(ofFile: b) { continue }
      list.append(
        (String(name.dropLast(4)), MappingDifference(try Self.mapping(a), try Self.mapping(b))))
    }
    mappings = list
  }

  private static func design(_ run: RecordedRun) throws(OmicsError) -> [DesignDifference.Member] {
    let path = "\(run.folder)/design.tsv"
    guard FolderListing.isFile(path) else { return [] }
    return try SmallTables.readDesign(path).map {
      DesignDifference.Member(cohort: $0.cohort, sample: $0.sample, label: $0.label, batch: $0.batch)
    }
  }

  private static func mapping(_ path: String) throws(OmicsError) -> [String: MappingDifference.Entry] {
    var entries: [String: MappingDifference.Entry] = [:]
    try SmallTables.rows(path, columns: 3) { row in
      let target = row.string(2)
      entries[row.string(0)] = .init(status: row.string(1), target: target.isEmpty || target == "NA" ? nil : target)
    }
    return entries
  }

  // MARK: Components

  /// What a difference consists of, a sentence each.
  func details(_ difference: ComponentDifference, catalog: TableCatalog) throws(OmicsError) -> [String] {
    switch difference.kind {
    case .input:
      guard !difference.hasSameContent else { return [] }
      let stem = difference.name.split(separator: "/").joined(separator: ".")
      return mappings.filter { $0.input == stem }.flatMap { $0.difference.sentences(of: difference.name) }
        + (try values(of: difference.name))
    case .samples: return design.sentences
    case .table:
      return try TableReleases(base: base, new: new, catalog: catalog).sentences(difference)
        + mappings.flatMap { $0.difference.sentences(of: $0.input) }
    case .setting:
      func word(_ run: RecordedRun) -> String {
        run.record.settings.first { $0.key == difference.name }.map { "\($0.value) (\($0.origin))" } ?? "absent"
      }
      return difference.name == "contrast" ? [] : ["\(word(base)) -> \(word(new))"]
    case .core:
      return ProductVersion.changes.filter { $0.version == difference.after?.digest }.map {
        "result version \($0.version): \($0.line)"
      }
    case .prior: return try lines(difference)
    case .plugin, .seed, .unrecorded: return []
    }
  }

  /// Lines that only one of two prior files has, when both files are still what the runs read.
  private func lines(_ difference: ComponentDifference) throws(OmicsError) -> [String] {
    guard let old = try lines(difference.before, base), let fresh = try lines(difference.after, new) else { return [] }
    let (gained, lost) = (fresh.subtracting(old).sorted(), old.subtracting(fresh).sorted())
    func sentence(_ what: String, _ list: [String]) -> [String] {
      let first = list.first.map { $0.split(separator: "\t").prefix(3).joined(separator: " ") } ?? ""
      return list.isEmpty ? [] : ["\(list.count) lines \(what) (such as \(first.prefix(60)))"]
    }
    return sentence("gained", gained) + sentence("lost", lost)
  }

  private func lines(_ component: RunComponent?, _ run: RecordedRun) throws(OmicsError) -> Set<String>? {
    guard let component else { return [] }
    let path = RelativePath.join(try run.studyFolder(), component.path)
    guard FolderListing.isFile(path), try SHA256Digest.hex(ofFile: path) == component.digest else { return nil }
    var source = try ByteSource.file(path)
    var scanner = LineScanner()
    var lines: Set<String> = []
    while let line = try scanner.next(&source) { lines.insert(line.string) }
    return lines
  }

  /// The harmonised values of an input's layer and cohort in both runs.
  private func values(of input: String) throws(OmicsError) -> [String] {
    let parts = input.split(separator: "/").map(String.init)
    guard parts.count >= 2 else { return [] }
    let name = HarmonizedFile.name(ofCohort: parts[1])
    guard let a = try side(base, name, parts[0]), let b = try side(new, name, parts[0]) else { return [] }
    return MatrixDifference(a, b, tolerance: tolerance).sentence(of: "\(parts[0]) of \(parts[1])").map { [$0] } ?? []
  }

  private func side(_ run: RecordedRun, _ name: String, _ layer: String) throws(OmicsError) -> MatrixDifference.Side? {
    let path = "\(run.folder)/\(name)"
    guard FolderListing.isFile(path) else { return nil }
    guard let dataset = try MuDataFile.read(path).first(where: { $0.name == layer })?.dataset,
      let table = dataset.abundances.first
    else { return nil }
    return MatrixDifference.Side(
      targets: table.features.map { dataset.features.id($0) },
      samples: table.samples.map { dataset.samples.rows[$0].name }, values: table.values)
  }

  // MARK: Targets

  /// Adds channels, reasons and thresholds to the findings' targets.
  func complete(_ findings: inout DriftFindings) throws(OmicsError) {
    let cuts = (try onTheCut(base), try onTheCut(new))
    for cut in Set(cuts.0.map { "\($0.target) (\($0.setting), \($0.input))" })
      .union(cuts.1.map { "\($0.target) (\($0.setting), \($0.input))" }).sorted()
    {
      findings.onTheCut.append(cut)
    }
    let moved = Set(findings.targets.filter { $0.delta != 0 }.map(\.target))
    guard !moved.isEmpty else { return }
    let (before, after) = (try channels(base, moved), try channels(new, moved))
    let gone = try ModalitiesTable.absences(
      of: Set(findings.targets.filter { $0.rankAfter == nil }.map(\.target)), in: new)
    let late = try ModalitiesTable.absences(
      of: Set(findings.targets.filter { $0.rankBefore == nil }.map(\.target)), in: base)
    let cut = Dictionary((cuts.0 + cuts.1).map { ($0.target, $0.setting) }) { first, _ in first }
    for index in findings.targets.indices where moved.contains(findings.targets[index].target) {
      let target = findings.targets[index]
      let (old, fresh) = (before[target.target] ?? [:], after[target.target] ?? [:])
      findings.targets[index].channels = Set(old.keys).union(fresh.keys).map { key in
        DriftTarget.Channel(
          channel: key.channel, cohort: key.cohort, before: old[key]?.z ?? .nan, after: fresh[key]?.z ?? .nan,
          shareBefore: old[key]?.share ?? .nan, shareAfter: fresh[key]?.share ?? .nan)
      }.filter { differ($0.before, $0.after) || differ($0.shareBefore, $0.shareAfter) }.sorted { a, b in
        if a.change != b.change { return a.change > b.change }
        if a.shareChange != b.shareChange { return a.shareChange > b.shareChange }
        return (a.channel.rawValue, a.cohort) < (b.channel.rawValue, b.cohort)
      }
      findings.targets[index].reason = reason(
        target, absence: (target.rankAfter == nil ? gone : late)?[target.target], cutBy: cut[target.target])
    }
  }

  private func differ(_ a: Double, _ b: Double) -> Bool { a != b && !(a.isNaN && b.isNaN) }

  private func reason(_ target: DriftTarget, absence: String?, cutBy setting: String?) -> String {
    var parts: [String] = []
    if target.rankBefore == nil || target.rankAfter == nil {
      let isGone = target.rankAfter == nil
      let local = target.target.split(separator: ":").last.map(String.init) ?? target.target
      let found = mappings.lazy.compactMap {
        $0.difference.reason(for: target.target, isGone: isGone) ?? $0.difference.reason(for: local, isGone: isGone)
      }.first
      parts.append(
        found
          ?? (isGone
            ? absence ?? "not observed in enough samples, or not in the input"
            : absence.map { "before: \($0)" } ?? "observed in enough samples now"))
    } else if target.called {
      parts += mappings.compactMap { $0.difference.phrase(for: target.target) }.prefix(1).map { "ids: \($0)" }
    }
    if let setting { parts.append("on the cut of \(setting)") }
    return parts.joined(separator: "; ")
  }

  private func onTheCut(_ run: RecordedRun) throws(OmicsError) -> [(setting: String, input: String, target: String)] {
    let path = "\(run.folder)/on_the_cut.tsv"
    return FolderListing.isFile(path) ? try SmallTables.readOnTheCut(path) : []
  }

  private struct ChannelKey: Hashable {
    var channel: EvidenceChannel
    var cohort: String
  }

  private func channels(
    _ run: RecordedRun, _ targets: Set<String>
  ) throws(OmicsError) -> [String: [ChannelKey: (z: Double, share: Double)]] {
    let path = "\(run.folder)/evidence.tsv"
    var found: [String: [ChannelKey: (z: Double, share: Double)]] = [:]
    guard FolderListing.isFile(path) else { return found }
    try SmallTables.rows(path, columns: EvidenceTable.columns.count) { row in
      guard targets.contains(row.string(0)), let channel = EvidenceChannel(rawValue: row.string(1)) else { return }
      found[row.string(0), default: [:]][ChannelKey(channel: channel, cohort: RankingTable.text(row.string(3)))] =
        (NumberParsing.double(row.bytes(6)) ?? .nan, NumberParsing.double(row.bytes(10)) ?? .nan)
    }
    return found
  }
}

extension DriftTarget.Channel {
  /// How far z moved; one that appeared or vanished counts by its size.
  fileprivate var change: Double { abs((before.isNaN ? 0 : before) - (after.isNaN ? 0 : after)) }
  fileprivate var shareChange: Double {
    abs((shareBefore.isNaN ? 0 : shareBefore) - (shareAfter.isNaN ? 0 : shareAfter))
  }
}
