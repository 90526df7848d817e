public import OmicsIO
public import Schema

extension CrossReferences {
  /// Takes what a table of any kind says.
  mutating func gather(_ table: MappingTable) {
    switch table.kind {
    case "sssom": gatherSssom(table)
    case "orthologs": gatherOrthologs(table)
    default:
      if let id = table.column(.id) {
        gatherEntries(table, id)
      } else if let rows = PairRows(table, registry: registry) {
        gather(rows, of: table)
      }
    }
  }

  // MARK: Entries

  private mutating func gatherEntries(_ table: MappingTable, _ id: Int) {
    let namespace = table.columns[id].namespace
    let isSecondary = table.column(.status) == nil && table.column(.symbol) == nil
    let replaces = table.column(.successors) != nil && isSecondary
    var currentIDs: Set<String> = current.removeValue(forKey: namespace) ?? []
    var gone: [String: Replacement] = replaced.removeValue(forKey: namespace) ?? [:]
    for row in table.rows.indices {
      let key = Self.local(table.rows[row][id], namespace)
      guard !key.isEmpty else { continue }
      let isCurrent = !replaces && table.isCurrent(row)
      if isCurrent {
        currentIDs.insert(key)
        continue
      }
      var known = gone[key] ?? Replacement(isSecondary: table.kind.hasSuffix("secondary"))
      for successor in table.successors(row).map({ Self.local($0, namespace) })
      where !known.successors.contains(successor) {
        known.successors.append(successor)
        succeeding[namespace, default: []].insert(successor)
      }
      gone[key] = known
    }
    if !currentIDs.isEmpty { current[namespace] = currentIDs }
    if !gone.isEmpty { replaced[namespace] = gone }
    guard !replaces else { return }
    let symbols = table.column(.symbol).map { table.columns[$0].namespace }
    for (column, known) in table.columns.enumerated() {
      switch known.role {
      case .reference, .symbol: gather(PairRows(table, id, partners: column, registry: registry), of: table)
      case .previous, .alias:
        let space = known.namespace.rawValue.isEmpty ? symbols ?? known.namespace : known.namespace
        guard !space.rawValue.isEmpty else { continue }
        let status: MappingStatus = known.role == .previous ? .previousSymbol : .alias
        for row in table.rows.indices where table.isCurrent(row) {
          let key = Self.local(table.rows[row][id], namespace)
          for name in table.values(row, column) {
            names[space, default: [:]][name, default: []].append(Name(status: status, namespace: namespace, id: key))
          }
        }
      default: continue
      }
    }
  }

  // MARK: Pairs

  /// Takes what current rows say of pairs.
  private mutating func gather(_ pairs: PairRows, of table: MappingTable) {
    var (pairs, places) = (pairs, [Int]())
    var found: [(hop: Int, id: String, partner: String, trust: Double)] = []
    for row in table.rows.indices where table.isCurrent(row) {
      found.removeAll(keepingCapacity: true)
      pairs.take({ table.rows[row][$0] }) { found.append(($0, $1, $2, $3)) }
      for entry in found {
        add(entry.partner, to: entry.id, in: place(entry.hop, of: &places, pairs.hops), entry.trust)
      }
    }
  }

  /// Takes a pair table row by row; false, with nothing read, for a table of any other kind.
  public mutating func add(
    _ stream: inout TableStream, _ source: inout ByteSource, name: String
  ) throws(OmicsError) -> Bool {
    guard !stream.isWhole, var pairs = PairRows(stream.head, registry: registry) else { return false }
    tables.append(name)
    var found: [(hop: Int, id: String, partner: String, trust: Double)] = []
    var places: [Int] = []
    while let row = try stream.next(&source) {
      found.removeAll(keepingCapacity: true)
      pairs.take({ stream.cell(row, $0) }) { found.append(($0, $1, $2, $3)) }
      for entry in found {
        add(entry.partner, to: entry.id, in: place(entry.hop, of: &places, pairs.hops), entry.trust)
      }
    }
    return true
  }

  /// The number here of a hop of rows.
  private mutating func place(_ number: Int, of places: inout [Int], _ known: [(from: Namespace, to: Namespace)]) -> Int
  {
    while places.count <= number { places.append(hop(known[places.count].from, known[places.count].to)) }
    return places[number]
  }

  // MARK: SSSOM

  /// Exact matches by their prefixes; a `Not` row kills its pair.
  private mutating func gatherSssom(_ table: MappingTable) {
    guard let subject = table.column(.subject), let object = table.column(.object),
      let predicate = table.column(named: "predicate_id")
    else { return }
    let (modifier, trust) = (table.column(named: "predicate_modifier"), table.column(.confidence))
    for row in table.rows {
      guard let left = parts(row[subject]), let right = parts(row[object]) else { continue }
      if let modifier, row[modifier] == "Not" {
        let (one, other) = (
          "\(left.namespace.rawValue):\(left.id)", "\(right.namespace.rawValue):\(right.id)"
        )
        denied.formUnion(["\(one) \(other)", "\(other) \(one)"])
        continue
      }
      if row[predicate].uppercased() == "IAO:0100001" {
        var known = replaced[left.namespace]?[left.id] ?? Replacement(isSecondary: false)
        if !known.successors.contains(right.id) { known.successors.append(right.id) }
        succeeding[left.namespace, default: []].insert(right.id)
        replaced[left.namespace, default: [:]][left.id] = known
        continue
      }
      guard row[predicate] == "skos:exactMatch" else { continue }
      join(
        left.id, left.namespace, right.id, right.namespace,
        confidence: trust.flatMap { NumberParsing.double(row[$0]) } ?? 1)
    }
  }

  // MARK: Orthologs

  private mutating func gatherOrthologs(_ table: MappingTable) {
    guard let subject = table.column(.subject), let object = table.column(.object) else { return }
    let (from, to) = (table.columns[subject].namespace, table.columns[object].namespace)
    let known = OrthologRows(table, subject, object)
    for (isForward, rows) in [(true, known.bySubject), (false, known.byObject)] {
      let number = isForward ? hop(from, to, isOrthology: true) : hop(to, from, isOrthology: true)
      for (id, candidates) in rows {
        let (kept, held) = known.chosen(candidates, orthologs)
        for row in kept {
          add(isForward ? row.object : row.subject, to: id, in: number, row.isHigh ? 0.9 : 0.7)
        }
        if !held.isEmpty || candidates.isEmpty {
          hops[number].held[id] = held.map { isForward ? $0.object : $0.subject }.sorted()
        }
      }
      if hops[number].tables.last != tables.count - 1 { hops[number].tables.append(tables.count - 1) }
    }
  }
}

/// The rows of an ortholog table by both sides, with the type of each pair.
private struct OrthologRows {
  struct Pair: Hashable {
    var subject: String
    var object: String
    var isOneToOne: Bool
    var isHigh: Bool
    /// What ranks pairs under the policy `best`: confidence, sources, order of genes.
    var support: [Double]
  }

  var bySubject: [String: [Pair]] = [:]
  var byObject: [String: [Pair]] = [:]

  init(_ table: MappingTable, _ subject: Int, _ object: Int) {
    let (type, confidence) = (table.column(named: "type"), table.column(.confidence))
    let (sources, order) = (table.column(named: "supporting_source"), table.column(named: "gene_order"))
    var pairs: [(row: Int, left: String, right: String)] = []
    var seen: Set<String> = []
    var (leftDegree, rightDegree): ([String: Int], [String: Int]) = ([:], [:])
    for row in table.rows.indices {
      let left = CrossReferences.local(table.rows[row][subject], .ensembl)
      let right = CrossReferences.local(table.rows[row][object], .ensembl)
      guard !left.isEmpty, left != "-" else { continue }
      if right.isEmpty || right == "-" {
        bySubject[left, default: []] += []
        continue
      }
      guard seen.insert("\(left) \(right)").inserted else { continue }
      pairs.append((row, left, right))
      leftDegree[left, default: 0] += 1
      rightDegree[right, default: 0] += 1
    }
    for (row, left, right) in pairs {
      let cells = table.rows[row]
      let word = type.map { cells[$0] } ?? ""
      let isOne = word.isEmpty ? leftDegree[left] == 1 && rightDegree[right] == 1 : word.hasSuffix("one2one")
      let trust = confidence.flatMap { NumberParsing.double(cells[$0]) }
      let count = sources.map { Double(cells[$0].split(separator: ",").count) } ?? 0
      let pair = Pair(
        subject: left, object: right, isOneToOne: isOne, isHigh: (trust ?? 1) >= 1,
        support: [trust ?? 0, count, order.flatMap { NumberParsing.double(cells[$0]) } ?? 0])
      bySubject[left, default: []].append(pair)
      byObject[right, default: []].append(pair)
    }
  }

  /// The pairs that count under a policy, and those it keeps back.
  func chosen(_ pairs: [Pair], _ policy: OrthologPolicy) -> (kept: [Pair], held: [Pair]) {
    let isKept: (Pair) -> Bool
    switch policy {
    case .all: isKept = { _ in true }
    case .oneToOne: isKept = { $0.isOneToOne && $0.isHigh }
    case .best:
      let best = pairs.map(\.support).max { $0.lexicographicallyPrecedes($1) }
      isKept = { $0.support == best }
    }
    return (pairs.filter(isKept), pairs.filter { !isKept($0) })
  }
}
