internal import OmicsIO
internal import Schema

/// The metadata of an mzTab text: as the source had it where that was mzTab, made from the dataset otherwise.
struct MzTabMetadataLines {
  /// Key and value, in the order they are written.
  private(set) var lines: [Feature.Attribute] = []
  /// How the columns of a table of each sample begin, without the section's prefix: `assay[1]`, `study_variable[2]`.
  private(set) var units: [Int: String] = [:]
  /// The index of a run by its name.
  private(set) var runs: [String: Int] = [:]
  /// The column of a score by accession, name and how often it was in the row before.
  private var scores: [ScoreKey: String] = [:]

  struct ScoreKey: Hashable {
    var accession: String
    var name: String
    var occurrence: Int
  }

  private static let mark = "MTD "

  init(_ dataset: Dataset) {
    let kept = dataset.settings.filter { $0.key.hasPrefix(Self.mark) }.map {
      Feature.Attribute(String($0.key.dropFirst(Self.mark.count)), $0.value)
    }
    let version = kept.first { $0.key == "mzTab-version" }?.value
    if version?.hasPrefix("1") == true, takeOver(kept, dataset) {
      lines = kept
    } else {
      units = [:]
      runs = [:]
      describe(dataset)
    }
    addScores(dataset)
  }

  /// The column of a score.
  func column(of key: ScoreKey) -> String? { scores[key] }

  /// The index of a run's name; nil when there is none.
  func run(_ name: String) -> Int? { runs[name] }

  // MARK: Metadata of the source

  /// Uses the source's own indexes; false when a sample or a run has none.
  private mutating func takeOver(_ kept: [Feature.Attribute], _ dataset: Dataset) -> Bool {
    let used = Set(dataset.abundances.flatMap(\.samples))
    for index in used.sorted() {
      let sample = dataset.samples.rows[index]
      if sample.assay.hasPrefix("assay["), kept.contains(where: { $0.key.hasPrefix(sample.assay + "-") }) {
        units[index] = sample.assay
      } else if let line = kept.first(where: {
        $0.key.hasPrefix("study_variable[") && $0.key.hasSuffix("]-description") && $0.value == sample.name
      }) {
        units[index] = String(line.key.dropLast("-description".count))
      } else if sample.name.hasPrefix("study_variable[") || sample.name.hasPrefix("assay[") {
        units[index] = sample.name
      } else {
        return false
      }
    }
    for line in kept where line.key.hasPrefix("ms_run[") && line.key.hasSuffix("]-location") {
      guard let index = Self.index(line.key) else { continue }
      let name = line.value.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
      if runs[name] == nil { runs[name] = index } else { runs[name] = -1 }
      runs["ms_run[\(index)]"] = index
    }
    for match in dataset.identifications.rows where !match.msRun.isEmpty {
      if runs[match.msRun] == nil, let index = Self.index(match.msRun) { runs[match.msRun] = index }
      if (runs[match.msRun] ?? -1) < 1 { return false }
    }
    return true
  }

  /// The number in the first brackets of a key.
  private static func index(_ key: String) -> Int? {
    guard let open = key.firstIndex(of: "[") else { return nil }
    return Int(key[key.index(after: open)...].prefix { $0 != "]" })
  }

  // MARK: Metadata of the dataset

  private mutating func add(_ key: String, _ value: String) { lines.append(.init(key, value)) }

  private mutating func describe(_ dataset: Dataset) {
    add("mzTab-version", "1.0.0")
    add("mzTab-mode", "Summary")
    add("mzTab-type", dataset.abundances.isEmpty ? "Identification" : "Quantification")
    add("description", dataset.sources.first.map { "converted from \($0.file) (\($0.format))" } ?? "converted dataset")
    addRuns(dataset)
    add("fixed_mod[1]", "[MS, MS:1002453, No fixed modifications searched, ]")
    add("variable_mod[1]", "[MS, MS:1002454, No variable modifications searched, ]")
    for (word, isPeptide) in [("protein", false), ("peptide", true)] {
      if let table = dataset.abundances.first(where: { ($0.kind == .peptide) == isPeptide }) {
        add("\(word)-quantification_unit", "[, , \(Self.unit(table.measure, table.scale)), ]")
      }
    }
    for (offset, sample) in dataset.samples.rows.enumerated() { addSample(offset, sample) }
    var conditions: [String] = []
    for sample in dataset.samples.rows where !sample.condition.isEmpty && !conditions.contains(sample.condition) {
      conditions.append(sample.condition)
    }
    for (offset, condition) in conditions.enumerated() {
      add("study_variable[\(offset + 1)]-description", condition)
      let members = dataset.samples.rows.indices.filter { dataset.samples.rows[$0].condition == condition }
      add("study_variable[\(offset + 1)]-assay_refs", members.map { "assay[\($0 + 1)]" }.joined(separator: ","))
    }
  }

  private mutating func addRuns(_ dataset: Dataset) {
    for name in dataset.samples.rows.map(\.msRun) + dataset.identifications.rows.map(\.msRun)
    where !name.isEmpty && runs[name] == nil { runs[name] = runs.count + 1 }
    if runs.isEmpty { add("ms_run[1]-location", "null") }
    for (name, index) in runs.sorted(by: { $0.value < $1.value }) {
      add("ms_run[\(index)]-location", name.contains("/") || name.contains("\\") ? name : "file:///\(name)")
    }
  }

  private mutating func addSample(_ offset: Int, _ sample: Sample) {
    let number = offset + 1
    units[offset] = "assay[\(number)]"
    add("sample[\(number)]-description", sample.name)
    if !sample.organism.isEmpty { add("sample[\(number)]-species[1]", parameter(sample.organism)) }
    for (position, item) in sample.characteristics.enumerated() {
      add("sample[\(number)]-custom[\(position + 1)]", "[, , \(Self.quoted(item.key)), \(Self.quoted(item.value))]")
    }
    let reagent = sample.channel.isEmpty ? "[MS, MS:1002038, unlabeled sample, ]" : parameter(sample.channel)
    add("assay[\(number)]-quantification_reagent", reagent)
    add("assay[\(number)]-sample_ref", "sample[\(number)]")
    add("assay[\(number)]-ms_run_ref", "ms_run[\(runs[sample.msRun] ?? 1)]")
  }

  private func parameter(_ name: String) -> String { "[, , \(Self.quoted(name)), ]" }

  private static func quoted(_ text: String) -> String {
    text.contains(",") || text.contains("[") || text.contains("]") ? "\"\(text)\"" : text
  }

  /// The words by which the unit is known again.
  static func unit(_ measure: Measure, _ scale: Scale) -> String {
    let word =
      switch measure {
      case .reporterIon: "reporter ion intensity"
      case .spectralCount: "spectral count"
      case .maxLFQ: "MaxLFQ intensity"
      case .iBAQ: "iBAQ intensity"
      case .ratio: "ratio"
      case .intensity: "intensity"
      case .copyNumber: "copy number"
      default: "\(measure.rawValue) concentration"
      }
    return scale == .linear ? word : "\(scale.rawValue) \(word)"
  }

  // MARK: Scores

  private mutating func addScores(_ dataset: Dataset) {
    var used: Set<Int> = []
    for line in lines where line.key.hasPrefix("psm_search_engine_score[") && line.key.hasSuffix("]") {
      guard let index = Self.index(line.key) else { continue }
      used.insert(index)
      let parts = line.value.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false).map {
        String($0.drop { $0 == " " })
      }
      guard parts.count > 2 else { continue }
      let name = parts[2...].dropLast(parts.count > 3 ? 1 : 0).joined(separator: ",")
      var key = ScoreKey(accession: parts[1], name: name.filter { $0 != "\"" }, occurrence: 0)
      while scores[key] != nil { key.occurrence += 1 }
      scores[key] = "search_engine_score[\(index)]"
    }
    // A score column holds numbers alone; a score with a text anywhere stands in an optional column.
    var texts: Set<ScoreKey> = []
    for match in dataset.identifications.rows {
      for (key, score) in Self.keys(of: match.scores) where NumberParsing.double(score.text) == nil {
        texts.insert(key)
      }
    }
    var next = (used.max() ?? 0) + 1
    for match in dataset.identifications.rows {
      for (key, _) in Self.keys(of: match.scores) where scores[key] == nil {
        if key.name.hasPrefix("opt_") || key.name.hasPrefix("search_engine_score[") {
          scores[key] = key.name
          continue
        }
        if texts.contains(key) {
          let term = key.accession.isEmpty ? "" : "cv_\(key.accession)_"
          let word = String(key.name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_" })
          scores[key] = "opt_global_\(term)\(word)" + (key.occurrence > 0 ? "_\(key.occurrence + 1)" : "")
          continue
        }
        scores[key] = "search_engine_score[\(next)]"
        let label = key.accession.split(separator: ":").first.map(String.init) ?? ""
        add("psm_search_engine_score[\(next)]", "[\(label), \(key.accession), \(Self.quoted(key.name)), ]")
        next += 1
      }
    }
    if dataset.identifications.count > 0, !scores.values.contains("search_engine_score[1]"), next == 1 {
      add("psm_search_engine_score[1]", "[, , no score stated, ]")
    }
  }

  /// The scores of a match with their keys.
  static func keys(of scores: [Score]) -> [(ScoreKey, Score)] {
    var seen: [ScoreKey: Int] = [:]
    return scores.map { score in
      let plain = ScoreKey(accession: score.accession, name: score.name, occurrence: 0)
      var key = plain
      key.occurrence = seen[plain, default: 0]
      seen[plain] = key.occurrence + 1
      return (key, score)
    }
  }
}
