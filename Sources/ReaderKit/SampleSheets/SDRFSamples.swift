public import Schema

extension SDRFTable {
  /// The samples of the sheet, with how many of its rows each stands for.
  ///
  /// A sample is a channel of one run, or of all fractions of it: rows that differ in `comment[fraction identifier]`
  /// alone are one sample, whose `msRun` lists their data files joined by `;`. It is named by its run (and label), or,
  /// with several fractions, by its source name (and label). `factor value[x]` and `characteristics[x]` become `x`, the
  /// factor first; a name that columns share is numbered from its second column on (`modification parameters.2`). With
  /// one factor its value is the condition.
  public func samples() -> (table: SampleTable, rowsPerSample: [Int]) {
    let fraction = column(.comment, "fraction identifier")
    let isFractionated = fraction.map { place in Set(rows.map { $0.cells[place] }).count > 1 } ?? false
    var groups: [[Int]] = []
    var groupOf: [String: Int] = [:]
    var seen: [String: Int] = [:]
    // Fractions stand in the order of their data files, so that the order of rows says nothing.
    let run = column(.comment, "data file")
    let order =
      isFractionated
      ? rows.indices.sorted { left, right in
        let files = [left, right].map { row in run.map { rows[row].cells[$0] } ?? "" }
        return (files[0], left) < (files[1], right)
      } : Array(rows.indices)
    for index in order {
      guard isFractionated, let fraction else {
        groups.append([index])
        continue
      }
      let key = identity(rows[index])
      // The same fraction again is another run of the sample: the second time belongs to a second sample.
      let time = seen["\(key)\t\(rows[index].cells[fraction])", default: 0]
      seen["\(key)\t\(rows[index].cells[fraction])"] = time + 1
      if let group = groupOf["\(key)\t\(time)"] {
        groups[group].append(index)
      } else {
        groupOf["\(key)\t\(time)"] = groups.count
        groups.append([index])
      }
    }
    groups.sort { ($0.min() ?? 0) < ($1.min() ?? 0) }
    var table = SampleTable()
    var taken: [String: Int] = [:]
    for group in groups {
      let name = name(group)
      let count = taken[name, default: 0] + 1
      taken[name] = count
      table.rows.append(sample(count == 1 ? name : "\(name) \(count)", group))
    }
    return (table, groups.map(\.count))
  }

  /// The distinct data files.
  public var runs: [String] {
    guard let run = column(.comment, "data file") else { return [] }
    var seen: Set<String> = []
    return rows.map { $0.cells[run] }.filter { seen.insert($0).inserted }
  }

  /// The names of the factors.
  public var factors: [String] { columns.filter { $0.kind == .factor }.map(\.key) }

  /// What makes rows fractions of one sample.
  private func identity(_ row: Row) -> String {
    let places = [
      0, column(.comment, "label"), column(.comment, "technical replicate"),
      column(.characteristics, "biological replicate"), column(.comment, "batch"), column(.characteristics, "batch"),
    ]
    return places.map { $0.map { row.cells[$0] } ?? "" }.joined(separator: "\t")
  }

  private func label(_ row: Row) -> String {
    let text = column(.comment, "label").map { SDRFCell(Self.unquoted(row.cells[$0])).name } ?? ""
    return text
  }

  private func name(_ group: [Int]) -> String {
    let row = rows[group[0]]
    let label = label(row)
    let isLabelled = !label.isEmpty && !label.lowercased().contains("label free")
    var name = Self.unquoted(row.cells[0])
    if group.count == 1, let run = column(.comment, "data file") {
      name = Self.baseName(Self.unquoted(row.cells[run]))
    } else if group.count == 1, let assay = column(.plain, "assay name"), !row.cells[assay].isEmpty {
      name = Self.unquoted(row.cells[assay])
    }
    return isLabelled ? "\(name) \(label)" : name
  }

  private func sample(_ name: String, _ group: [Int]) -> Sample {
    let row = rows[group[0]]
    func cell(_ kind: ColumnKind, _ key: String) -> String {
      column(kind, key).map { SDRFCell(Self.unquoted(row.cells[$0])).name } ?? ""
    }
    var sample = Sample(name: name)
    sample.sourceName = Self.unquoted(row.cells[0])
    sample.assay = group.count == 1 ? cell(.plain, "assay name") : ""
    sample.organism = cell(.characteristics, "organism")
    sample.subject = cell(.characteristics, "individual")
    sample.channel = label(row)
    for (kind, key) in [(ColumnKind.factor, "batch"), (.characteristics, "batch"), (.comment, "batch")]
    where sample.batch.isEmpty { sample.batch = cell(kind, key) }
    for (kind, key) in [(ColumnKind.factor, "cohort"), (.characteristics, "cohort"), (.comment, "cohort")]
    where sample.cohort.isEmpty { sample.cohort = cell(kind, key) }
    if let run = column(.comment, "data file") {
      sample.msRun = group.map { Self.unquoted(rows[$0].cells[run]) }.joined(separator: ";")
    }
    let factors = columns.indices.filter { columns[$0].kind == .factor }
    if factors.count == 1 { sample.condition = SDRFCell(Self.unquoted(row.cells[factors[0]])).name }
    var counts: [String: Int] = [:]
    let told: Set<String> = ["organism", "individual", "data file", "label", "batch", "cohort"]
    let rest = columns.indices.filter { columns[$0].kind != .plain && columns[$0].kind != .factor }
    let plain = columns.indices.filter {
      columns[$0].kind == .plain && !["source name", "assay name"].contains(columns[$0].key)
    }
    var isFactor: Set<String> = []
    for index in factors + rest + plain {
      let (kind, key) = (columns[index].kind, columns[index].key)
      if kind == .factor {
        isFactor.insert(key)
      } else if told.contains(key) && kind != .plain || kind == .characteristics && isFactor.contains(key) {
        continue
      }
      // Fractions of one sample may differ in comments: all that differ are listed.
      var values: [String] = []
      for member in group {
        let parsed = SDRFCell(Self.unquoted(rows[member].cells[index]))
        let value = kind == .comment ? (parsed.isKnown ? parsed.text : "") : parsed.name
        if !values.contains(value) { values.append(value) }
      }
      let count = counts[key, default: 0] + 1
      counts[key] = count
      sample.characteristics.append(
        Feature.Attribute(count == 1 ? key : "\(key).\(count)", values.joined(separator: "|")))
    }
    return sample
  }

  /// A run file's name without folders and endings.
  public static func baseName(_ path: String) -> String {
    var name = path[...]
    if let slash = name.lastIndex(where: { $0 == "/" || $0 == "\\" }) { name = name[name.index(after: slash)...] }
    let endings = [
      ".gz", ".zip", ".raw", ".mzml", ".mzxml", ".mgf", ".d", ".wiff", ".wiff2", ".dia", ".tdf", ".htrms", ".lcd",
      ".bam",
    ]
    while let ending = endings.first(where: { name.lowercased().hasSuffix($0) && name.utf8.count > $0.utf8.count }) {
      name = name.dropLast(ending.count)
    }
    return String(name)
  }
}
