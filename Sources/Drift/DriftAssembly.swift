internal import Schema

/// Causes and targets of the findings, from the shares of every unit.
struct DriftAssembly {
  let analysis: DriftAnalysis
  let targets: [String]
  /// The units with an effect.
  let units: [DriftAttribution.Unit]
  private(set) var causes: [DriftCause] = []
  private(set) var moved: [DriftTarget] = []
  private(set) var interactions: [DriftInteraction] = []
  /// Where a unit's cause stands.
  private var placeOf: [Int] = []

  init(analysis: DriftAnalysis, targets: [String], units: [DriftAttribution.Unit]) {
    self.analysis = analysis
    self.targets = targets
    self.units = units
  }

  /// Puts everything together; `pairs` are interactions of these units.
  mutating func build(pairs: [DriftAttribution.Pair]) {
    let isRecorded = !analysis.differences.isEmpty
    let middle = DriftAnalysis.median(targets.compactMap { analysis.floors[$0] })
    var called: [[String]] = units.map { _ in [] }
    var byTarget: [String: [DriftAttribution.Pair]] = [:]
    for (position, target) in targets.enumerated() {
      let delta = analysis.base.logRank(target) - analysis.new.logRank(target)
      let floor = isRecorded ? analysis.floors[target] ?? middle : 0
      let settled = analysis.tolerance.holds(analysis.base.scores[target], analysis.new.scores[target])
      let isCalled = abs(delta) > floor && abs(delta) > 1e-12 && !settled
      let parts = units.indices.map { unit in
        DriftTarget.Cause(
          cause: unit, share: units[unit].shares[position + 1],
          standardError: units[unit].errors.isEmpty ? 0 : units[unit].errors[position + 1])
      }
      let strong = pairs.filter { abs($0.values[position + 1]) > max(floor, 1e-9) }
      if !strong.isEmpty { byTarget[target] = strong }
      if isCalled, let main = Self.main(parts) { called[main.cause].append(target) }
      moved.append(
        DriftTarget(
          target: target, symbol: analysis.new.symbols[target] ?? analysis.base.symbols[target] ?? "",
          rankBefore: analysis.base.rank(target), rankAfter: analysis.new.rank(target), delta: delta, floor: floor,
          called: isCalled,
          status: status(
            target, delta: delta, isCalled: isCalled, isSettled: settled, parts: parts,
            strongest: strong.map { abs($0.values[position + 1]) }.max() ?? 0),
          causes: parts.filter { abs($0.share) > 1e-12 }))
    }
    causes = units.indices.map { cause($0, targets: called[$0]) }
    order()
    build(byTarget)
  }

  private static func main(_ parts: [DriftTarget.Cause]) -> DriftTarget.Cause? {
    parts.max { abs($0.share) == abs($1.share) ? $0.cause > $1.cause : abs($0.share) < abs($1.share) }
  }

  private func status(
    _ target: String, delta: Double, isCalled: Bool, isSettled: Bool, parts: [DriftTarget.Cause], strongest: Double
  ) -> DriftTarget.Status {
    if abs(delta) <= 1e-12, analysis.base.rank(target) != nil, analysis.new.rank(target) != nil { return .unchanged }
    if analysis.differences.isEmpty { return .nondeterminism }
    if analysis.base.rank(target) == nil { return .entered }
    if analysis.new.rank(target) == nil { return .left }
    guard isCalled else { return isSettled ? .withinTolerance : .withinNoise }
    let main = abs(Self.main(parts)?.share ?? 0)
    if strongest > main { return .interaction }
    return main >= abs(delta) * 2 / 3 ? .oneCause : .severalCauses
  }

  private func cause(_ index: Int, targets: [String]) -> DriftCause {
    let unit = units[index]
    let members = unit.members.map { analysis.differences[$0] }
    let error = unit.errors.first ?? 0
    guard let first = members.first else {
      return DriftCause(
        kind: .unrecorded, subject: "something not recorded", change: "the same record gave another list",
        share: unit.shares[0], standardError: error, targets: targets, note: unit.note)
    }
    let isOneKind = members.allSatisfy { $0.kind == first.kind }
    return DriftCause(
      kind: first.kind,
      subject: members.count == 1
        ? first.name : isOneKind ? "\(members.count) \(first.kind.rawValue)s" : "\(members.count) components",
      change: members.count == 1
        ? first.summary : members.map { "\($0.name) \($0.summary)" }.joined(separator: ", "), share: unit.shares[0],
      standardError: error, targets: targets, note: unit.note)
  }

  /// Causes by called targets, then size of share; references follow.
  private mutating func order() {
    let order = causes.indices.sorted { a, b in
      let (x, y) = (causes[a], causes[b])
      if x.targets.count != y.targets.count { return x.targets.count > y.targets.count }
      if abs(x.share) != abs(y.share) { return abs(x.share) > abs(y.share) }
      return a < b
    }
    var place = [Int](repeating: 0, count: order.count)
    for (position, old) in order.enumerated() { place[old] = position }
    causes = order.map { causes[$0] }
    for target in moved.indices {
      for part in moved[target].causes.indices {
        moved[target].causes[part].cause = place[moved[target].causes[part].cause]
      }
      moved[target].causes.sort {
        abs($0.share) == abs($1.share) ? $0.cause < $1.cause : abs($0.share) > abs($1.share)
      }
    }
    placeOf = place
  }

  private mutating func build(_ byTarget: [String: [DriftAttribution.Pair]]) {
    for (position, target) in targets.enumerated() {
      for pair in byTarget[target] ?? [] {
        interactions.append(
          DriftInteraction(
            causes: [placeOf[pair.units.0], placeOf[pair.units.1]].sorted(), target: target,
            value: pair.values[position + 1]))
      }
    }
    interactions.sort { abs($0.value) == abs($1.value) ? $0.target < $1.target : abs($0.value) > abs($1.value) }
  }
}
