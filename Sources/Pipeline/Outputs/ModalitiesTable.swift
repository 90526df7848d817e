internal import OmicsIO
internal import Schema

/// `modalities.tsv`: for every target of a cohort which layers hold it, which measured it in too few samples, and whether
/// the join of the layers kept it.
enum ModalitiesTable {
  static let layers: [Layer] = [.transcriptomics, .proteomics, .phosphoproteomics]
  static let columns =
    ["cohort", "target", "symbol", "layers", "below_coverage", "one_observation", "joined"] + layers.map(\.rawValue)

  /// What one layer saw of a target: the deciding share over its inputs, weighted by their samples.
  private struct Sight {
    var share = 0.0
    var samples = 0.0
    var isClose = false

    mutating func add(_ share: Double, _ count: Int, isClose: Bool) {
      self.share = (self.share * samples + share * Double(count)) / max(1, samples + Double(count))
      samples += Double(count)
      self.isClose = self.isClose || isClose
    }
  }

  static func bytes(_ study: HarmonizedStudy) -> [UInt8] {
    var table = TableText(columns)
    for cohort in Set(study.normalization.map(\.cohort)).sorted() {
      var seen: [String: [Layer: Sight]] = [:]
      for record in study.normalization where record.cohort == cohort {
        let close = Set(record.coverage.atOneObservation)
        for (row, target) in record.coverage.targets.enumerated() {
          seen[target, default: [:]][record.layer, default: Sight()].add(
            record.coverage.shares[row], record.samples.count, isClose: close.contains(row))
        }
      }
      var kept: [Layer: Set<String>] = [:]
      for matrix in study.study.matrices where matrix.cohort == cohort { kept[matrix.layer] = Set(matrix.targets) }
      let joined = Set(study.cohorts.first { $0.name == cohort }?.targets ?? [])
      let targets = seen.keys.sorted { $0.utf8.count == $1.utf8.count ? $0 < $1 : $0.utf8.count < $1.utf8.count }
      for target in targets {
        let sights = seen[target] ?? [:]
        func names(_ condition: (Layer) -> Bool) -> String {
          layers.filter { sights[$0] != nil && condition($0) }.map(\.rawValue).joined(separator: ";")
        }
        func isKept(_ layer: Layer) -> Bool { kept[layer]?.contains(target) == true }
        table.append(
          [
            .text(cohort), .text(target), .text(study.study.symbols[target] ?? ""), .text(names(isKept)),
            .text(names { !isKept($0) }), .text(names { sights[$0]?.isClose == true }),
            .flag(joined.contains(target)),
          ] + layers.map { .number(sights[$0]?.share ?? .nan) })
      }
    }
    return table.bytes
  }

  /// Why a recorded run did not rank some targets, as its table says; nil for a run without the table.
  static func absences(
    of targets: Set<String>, in run: RecordedRun
  ) throws(OmicsError) -> [String: String]? {
    let path = "\(run.folder)/modalities.tsv"
    guard FolderListing.isFile(path) else { return nil }
    var reasons: [String: [String]] = [:]
    try SmallTables.rows(path, columns: columns.count) { row in
      guard targets.contains(row.string(1)), row.string(6) == "false" else { return }
      let seldom = layers.indices.filter {
        RankingTable.text(row.string(4)).split(separator: ";").contains(layers[$0].rawValue[...])
      }
      let shares = seldom.map { "\(layers[$0].rawValue) \(row.string(7 + $0))" }.joined(separator: ", ")
      reasons[row.string(1), default: []].append(
        seldom.isEmpty
          ? "not among the joined targets of cohort \(row.string(0))"
          : "observed in too few samples of cohort \(row.string(0)): \(shares)")
    }
    return Dictionary(
      uniqueKeysWithValues: targets.map { ($0, reasons[$0]?.joined(separator: ", ") ?? "not in the input") })
  }
}
