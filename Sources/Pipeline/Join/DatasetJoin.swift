internal import ReaderKit
internal import Schema

/// Datasets of one layer joined into one: what a lab exports file by file, one sample or one run each.
///
/// Samples are joined by name, features by kind and id, values by kind, measure and scale. Nothing is added up and nothing
/// is overwritten: a cell, or a sample's description, that two files state is an error that names both.
struct DatasetJoin {
  /// A dataset and the file it came from, for messages.
  struct Part {
    var path: String
    var dataset: Dataset
  }

  private(set) var joined: Dataset
  private var log = DiagnosticLog()
  private var paths: [String] = []
  /// What the rows of each path call their file.
  private var files: [String: String] = [:]
  private var sampleIndex: [String: Int] = [:]
  private var sampleOrigin: [String] = []
  private var featureIndex: [FeatureKey: Int] = [:]
  private var featureOrigin: [Int] = []
  private var tables: [JoinedTable] = []
  private var annotated: String?

  private struct FeatureKey: Hashable {
    var kind: FeatureKind
    var id: String
  }

  /// A join of a layer's datasets.
  init(layer: Layer) { joined = Dataset(layer: layer) }

  /// The datasets as one, in the order given.
  ///
  /// - Throws: `refused` for datasets of several layers or two gene annotations, `duplicate` for what two files state.
  static func join(_ parts: [Part]) throws(OmicsError) -> Dataset {
    guard let first = parts.first else { throw OmicsError(.usage, "there is nothing to join") }
    let (named, isNamed) = try SampleNames.apart(parts)
    var join = DatasetJoin(layer: first.dataset.layer)
    join.files = fileNames(parts.map(\.path))
    for part in named { try join.add(part) }
    if isNamed { join.log.append(Diagnostic(.note, "sample-names", "samples are named after their folders")) }
    return try join.finish()
  }

  /// The names by which rows name their files: without folders, with as many of them as tell the files apart.
  private static func fileNames(_ paths: [String]) -> [String: String] {
    let parts = paths.map { RelativePath.absolute($0).split(separator: "/") }
    var depth = 1
    let deepest = parts.map(\.count).max() ?? 1
    while depth < deepest, Set(parts.map { $0.suffix(depth) }).count < Set(parts).count { depth += 1 }
    return Dictionary(
      zip(paths, parts.map { $0.suffix(depth).joined(separator: "/") }), uniquingKeysWith: { first, _ in first })
  }

  /// Adds a dataset.
  mutating func add(_ part: Part) throws(OmicsError) {
    let dataset = part.dataset
    guard dataset.layer == joined.layer else {
      throw OmicsError(
        .refused, "\(part.path) is \(dataset.layer.rawValue), \(paths.first ?? "") is \(joined.layer.rawValue)",
        hint: "Files of one layer are joined; convert the others apart and name both in a study.")
    }
    let offset = joined.sources.count
    joined.sources += dataset.sources
    var samples: [Int] = []
    for sample in dataset.samples.rows { samples.append(try add(sample, part.path)) }
    let features = add(Array(dataset.features), part.path, sources: offset)
    try add(dataset.abundances, part.path, features: features, samples: samples)
    for var row in dataset.identifications.rows {
      row.attributes.append(.init("source_file", files[part.path] ?? part.path))
      joined.identifications.rows.append(row)
    }
    if dataset.annotation.count > 0 {
      if let annotated {
        throw OmicsError(
          .refused, "\(annotated) and \(part.path) are both gene annotation", hint: "Convert them apart.")
      }
      annotated = part.path
      joined.annotation = dataset.annotation
    }
    joined.ledger.add(dataset.ledger)
    log.append(contentsOf: dataset.diagnostics)
    for setting in dataset.settings where !joined.settings.contains(setting) { joined.settings.append(setting) }
    for count in dataset.counts {
      if let index = joined.counts.firstIndex(where: { $0.key == count.key }) {
        joined.counts[index].value += count.value
      } else {
        joined.counts.append(count)
      }
    }
    paths.append(part.path)
  }

  /// The joined dataset.
  ///
  /// - Throws: `ledgerImbalance` when a record is unaccounted for.
  consuming func finish() throws(OmicsError) -> Dataset {
    try joined.ledger.assertBalance()
    for index in joined.counts.indices {
      // What is counted without repeats is counted again.
      if joined.counts[index].key == "samples" { joined.counts[index].value = joined.samples.count }
      if joined.counts[index].key == "features" { joined.counts[index].value = joined.features.count }
    }
    joined.abundances = tables.map(\.table)
    joined.diagnostics = log.diagnostics
    return joined
  }

  // MARK: Parts

  private mutating func add(_ sample: Sample, _ path: String) throws(OmicsError) -> Int {
    guard let index = sampleIndex[sample.name] else {
      sampleIndex[sample.name] = joined.samples.count
      sampleOrigin.append(path)
      joined.samples.rows.append(sample)
      return joined.samples.count - 1
    }
    guard let both = joined.samples.rows[index].joined(with: sample) else {
      throw OmicsError(
        .duplicate,
        "sample \"\(sample.name)\" is described otherwise in \(path) than in \(sampleOrigin[index])",
        hint: "Rename one of them, or name files after their samples.")
    }
    joined.samples.rows[index] = both
    return index
  }

  private mutating func add(_ rows: [Feature], _ path: String, sources offset: Int) -> [Int] {
    var places: [Int] = []
    var differing = 0
    var firstLine = 0
    places.reserveCapacity(rows.count)
    for row in rows {
      let key = FeatureKey(kind: row.kind, id: row.id)
      if let index = featureIndex[key] {
        places.append(index)
        if !joined.features.rows[index].says(what: row) {
          if differing == 0 { firstLine = row.line }
          differing += 1
        }
      } else {
        featureIndex[key] = joined.features.count
        places.append(joined.features.count)
        var own = row
        own.source += offset
        joined.features.rows.append(own)
      }
    }
    if differing > 0 {
      log.append(
        Diagnostic(
          .note, "feature-differs",
          "\(differing) features are described otherwise than in an earlier file, whose words are kept",
          at: SourceLocation(file: RelativePath.name(of: path), line: firstLine > 0 ? firstLine : nil)))
    }
    return places
  }

  private mutating func add(
    _ abundances: [AbundanceTable], _ path: String, features: [Int], samples: [Int]
  ) throws(OmicsError) {
    var taken: Set<Int> = []
    for table in abundances {
      // A second table of the same measure in one file is the second table of the joined dataset too.
      let index = tables.indices.first { !taken.contains($0) && tables[$0].holds(table) } ?? tables.count
      if index == tables.count { tables.append(JoinedTable(like: table)) }
      taken.insert(index)
      let clash = tables[index].add(
        table, features: table.features.map { features[$0] }, samples: table.samples.map { samples[$0] },
        part: paths.count)
      guard let clash else { continue }
      let sample = joined.samples.rows[clash.sample].name
      throw OmicsError(
        .duplicate,
        "sample \"\(sample)\" has a \(table.measure.rawValue) of \"\(joined.features.rows[clash.feature].id)\" in "
          + "\(path) and in \(clash.parts.map { paths[$0] }.joined(separator: " or "))",
        hint: "Rename one of the samples, or leave one of the files out.")
    }
  }
}

extension Sample {
  /// This sample with what another description of it adds; nil when the two say different things.
  func joined(with other: Sample) -> Sample? {
    var both = self
    let fields: [WritableKeyPath<Sample, String>] = [
      \.sourceName, \.subject, \.assay, \.msRun, \.organism, \.condition, \.batch, \.cohort, \.channel,
    ]
    for field in fields {
      if both[keyPath: field].isEmpty { both[keyPath: field] = other[keyPath: field] }
      guard other[keyPath: field].isEmpty || other[keyPath: field] == both[keyPath: field] else { return nil }
    }
    for attribute in other.characteristics where !both.characteristics.contains(attribute) {
      guard !both.characteristics.contains(where: { $0.key == attribute.key }) else { return nil }
      both.characteristics.append(attribute)
    }
    return both
  }
}

extension Feature {
  /// Whether another row describes the feature with the same words and figures, wherever it stands.
  fileprivate func says(what other: Feature) -> Bool {
    var (a, b) = (self, other)
    for keyPath in [\Feature.source, \Feature.line] { (a[keyPath: keyPath], b[keyPath: keyPath]) = (0, 0) }
    let isSame = a.qValue == b.qValue || (a.qValue.isNaN && b.qValue.isNaN)
    (a.qValue, b.qValue) = (0, 0)
    return isSame && a == b
  }
}
