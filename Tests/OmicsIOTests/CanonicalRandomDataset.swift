import Schema

/// Random datasets from a seed: every noun, with the texts and numbers that break naive writers.
struct CanonicalRandomDataset {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ limit: Int) -> Int { Int(bits() % UInt64(limit)) }
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
  mutating func pick<Element>(_ items: [Element]) -> Element { items[below(items.count)] }

  static let nasty = [
    "NA", "\\NA", "", " ", "a\tb", "line\nbreak", "cr\r", "back\\slash", "semi;colon", ";", ";;", "a=b", "=", "a|b",
    "|",
    "\\", "\\t", "\\e", "true", "false", "Inf", "NaN", "#comment", "#0", "é", "e\u{301}x", "ß∂ƒ", "日本語", "🧬", "\u{0}",
    "\u{1}\u{7F}", "\"quoted\"", "'", "a,b", "1-Mar", "2.31E+19", "-0", " lead", "trail ", "\u{FEFF}bom", "\u{2028}",
    "attribute:", "attribute2:x", "attribute_order", "feature", "sample", "\u{301}", "NA;NA", "sp|P04637|P53_HUMAN",
  ]

  mutating func text() -> String {
    switch below(4) {
    case 0: return pick(Self.nasty)
    case 1: return "P\(below(99999))"
    case 2: return pick(Self.nasty) + pick(Self.nasty)
    default: return "word \(below(50))"
    }
  }

  mutating func name() -> String {
    let text = text()
    return text.isEmpty ? "x" : text
  }

  mutating func number() -> Double {
    switch below(10) {
    case 0: .nan
    case 1: -0.0
    case 2: Double(below(1000))
    case 3: .leastNonzeroMagnitude * Double(1 + below(9))
    case 4: .greatestFiniteMagnitude
    case 5: pick([.infinity, -.infinity])
    case 6: Double(below(1_000_000)) / 1000
    case 7: -Double(below(1_000_000)) / 7
    default: Double(bitPattern: bits())
    }
  }

  mutating func flag() -> Bool? { pick([true, false, nil]) }
  mutating func count() -> Int? { pick([nil, below(20)]) }

  mutating func attributes() -> [Feature.Attribute] {
    var list: [Feature.Attribute] = []
    for _ in 0..<below(5) { list.append(.init(pick(["a", "b", "c", "line", text()]), text())) }
    return list
  }

  mutating func texts() -> [String] {
    var list: [String] = []
    for _ in 0..<below(4) { list.append(text()) }
    return list
  }

  mutating func dataset() -> Dataset {
    var dataset = Dataset(layer: pick(Layer.allCases))
    for _ in 0..<below(3) {
      dataset.sources.append(
        SourceRecord(
          file: text(), sha256: text(), bytes: below(1 << 40), format: text(), version: text(), plugin: text(),
          pluginVersion: text()))
    }
    addSamples(to: &dataset)
    addFeatures(to: &dataset)
    if dataset.features.count > 0 { for _ in 0..<below(4) { addAbundance(to: &dataset) } }
    if chance(50) { for _ in 0..<below(6) { dataset.identifications.rows.append(identification()) } }
    if chance(40) { addAnnotation(to: &dataset) }
    for _ in 0..<below(4) {
      let unit = text()
      dataset.ledger.keep(unit, count: below(9))
      if chance(60) {
        dataset.ledger.record(
          unit, pick([.merged, .filtered, .rejected]), reason: text(), file: text(), line: below(50), count: 1)
      }
    }
    for _ in 0..<below(4) {
      var place: SourceLocation?
      if chance(70) {
        place = SourceLocation(
          file: text(), line: count(), column: chance(50) ? text() : nil, byte: count())
      }
      dataset.diagnostics.append(
        Diagnostic(pick(Severity.allCases), text(), text(), at: place, count: 1 + below(5)))
    }
    for _ in 0..<below(4) { dataset.settings.append(.init(text(), text())) }
    for _ in 0..<below(4) { dataset.counts.append(.init(text(), below(1000))) }
    return dataset
  }

  private mutating func addSamples(to dataset: inout Dataset) {
    var names: Set<String> = []
    for _ in 0..<below(7) {
      var sample = Sample(name: name())
      guard names.insert(sample.name).inserted else { continue }
      sample.sourceName = text()
      sample.subject = text()
      sample.assay = text()
      sample.msRun = text()
      sample.organism = text()
      sample.condition = text()
      sample.batch = text()
      sample.cohort = text()
      sample.channel = text()
      sample.characteristics = attributes()
      dataset.samples.rows.append(sample)
    }
  }

  private mutating func addFeatures(to dataset: inout Dataset) {
    var seen: [FeatureKind: Set<String>] = [:]
    let kinds = chance(60) ? [pick(FeatureKind.allCases)] : FeatureKind.allCases
    for _ in 0..<below(12) {
      let (kind, id) = (pick(kinds), name())
      guard seen[kind, default: []].insert(id).inserted else { continue }
      dataset.features.rows.append(
        Feature(
          id: id, kind: kind, accession: text(), namespace: Namespace(rawValue: text()), members: texts(),
          leaderRule: text(), decoy: flag(), contaminant: flag(), qValue: number(), peptides: count(),
          uniquePeptides: count(), description: text(), attributes: attributes(), source: below(3), line: below(100)))
    }
  }

  private mutating func addAbundance(to dataset: inout Dataset) {
    let kind = pick(Array(dataset.features)).kind
    var features = dataset.features.rows.indices.filter { dataset.features.rows[$0].kind == kind }
    var samples = Array(dataset.samples.rows.indices)
    if chance(40) { features = features.filter { _ in chance(70) } }
    if chance(30) { features.reverse() }
    if chance(30) { samples = samples.reversed().filter { _ in chance(70) } }
    var values: [Double] = []
    for _ in 0..<(features.count * samples.count) { values.append(number()) }
    var table = AbundanceTable(
      kind: kind, measure: pick(Measure.allCases), scale: pick(Scale.allCases), features: features, samples: samples,
      values: values)
    for column in samples.indices {
      for row in features.indices where table[row, column].isNaN && chance(50) {
        table.missing.append(MissingCell(row: row, column: column, reason: pick(MissingReason.allCases)))
      }
    }
    dataset.abundances.append(table)
  }

  private mutating func identification() -> Identification {
    var row = Identification(spectrum: text(), sequence: text(), line: below(100))
    row.msRun = text()
    row.rank = below(3)
    row.proforma = text()
    row.charge = below(5) - 1
    row.mzExperimental = number()
    row.mzCalculated = number()
    row.passThreshold = flag()
    row.decoy = flag()
    row.accessions = texts()
    row.attributes = attributes()
    for _ in 0..<below(4) {
      let number = number()
      row.scores.append(
        Score(
          accession: text(), name: text(), text: chance(50) ? "\(number)" : text(),
          value: chance(70) ? number : .nan, direction: pick([.higher, .lower, .unknown])))
    }
    return row
  }

  private mutating func addAnnotation(to dataset: inout Dataset) {
    dataset.annotation.dialect = text()
    for _ in 0..<below(6) {
      var items = attributes()
      for key in ["gene_id", "transcript_id", "gene_name", "gene_biotype"] where chance(50) {
        items.insert(.init(key, text()), at: below(items.count + 1))
      }
      dataset.annotation.append(
        AnnotationTable.Row(
          seqname: text(), source: text(), feature: text(), start: below(1 << 30), end: below(1 << 30),
          score: number(), strand: pick(["+", "-", ".", "?"]), frame: below(4) - 1, attributes: items,
          line: below(100)))
    }
    for _ in 0..<below(3) {
      var gene = GeneModel(id: text())
      gene.name = text()
      gene.biotype = text()
      gene.seqname = text()
      gene.start = below(1 << 30)
      gene.end = below(1 << 30)
      gene.transcripts = below(9)
      gene.exons = below(9)
      gene.lengthExonUnion = below(9999)
      gene.lengthLongest = below(9999)
      gene.lengthMedian = number()
      gene.lengthMean = number()
      gene.lengthCDS = below(99)
      dataset.annotation.genes.append(gene)
    }
  }

  /// All content of a dataset as text, with nan equal to nan and no dictionary in it.
  static func content(_ dataset: Dataset) -> [String] {
    var lines = ["\(dataset.layer)"]
    lines += dataset.sources.map { String(reflecting: $0) }
    lines += dataset.samples.rows.map { String(reflecting: $0) }
    lines += dataset.features.rows.map { String(reflecting: $0) }
    lines += dataset.abundances.map { String(reflecting: $0) }
    lines += dataset.identifications.rows.map { String(reflecting: $0) }
    lines += (0..<dataset.annotation.count).map { String(reflecting: dataset.annotation.row($0)) }
    lines += dataset.annotation.genes.map { String(reflecting: $0) } + [dataset.annotation.dialect]
    lines += dataset.ledger.units.map { "\($0) \(dataset.ledger[$0])" }
    lines += dataset.ledger.details.map { String(reflecting: $0) }
    lines += dataset.diagnostics.map { String(reflecting: $0) + $0.message }
    lines += (dataset.settings.map { "\($0)" } + dataset.counts.map { "\($0)" })
    return lines
  }
}
