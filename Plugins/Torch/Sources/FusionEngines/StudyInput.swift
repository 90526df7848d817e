public import OmicsIO
public import Schema

/// What an engine works on: layers of samples by targets, labels, groups, priors.
public struct StudyInput: Sendable {
  /// One layer; `values[sample * targets + target]`, log2, nan where missing.
  public struct LayerValues: Sendable {
    /// The layer's name.
    public var name: String
    /// Sample-major values.
    public var values: [Double]
  }

  /// A network edge between two targets by their places.
  public struct Edge: Sendable {
    /// One end.
    public var a: Int
    /// The other end.
    public var b: Int
    /// Its weight.
    public var weight: Double
  }

  /// Target ids.
  public var targets: [String]
  /// Display symbols, a target each; empty where unknown.
  public var symbols: [String]
  /// Sample names.
  public var samples: [String]
  /// 1 for case, 0 for control.
  public var label: [Int]
  /// The batch of each sample.
  public var batch: [String]
  /// The cohort of each sample.
  public var cohort: [String]
  /// The individual of each sample: its own name where not stated.
  public var subject: [String]
  /// The layers.
  public var layers: [LayerValues]
  /// The network; empty without one.
  public var network: [Edge]
  /// Gene sets by the places of their members; empty without.
  public var pathways: [(name: String, members: [Int])]

  /// Reads `STUDY.h5mu` and the priors that the settings name.
  ///
  /// - Throws: `malformed` for a study without labels or with modalities over other samples or targets.
  public init(study path: String, request: EngineRequest) throws(OmicsError) {
    let modalities = try MuDataFile.read(path)
    guard let first = modalities.first else {
      throw OmicsError(.malformed, "the study holds no modality", at: SourceLocation(file: path))
    }
    let rows = first.dataset.samples.rows
    samples = rows.map(\.name)
    targets = first.dataset.features.rows.map(\.id)
    symbols = first.dataset.features.rows.map(\.description)
    batch = rows.map(\.batch)
    cohort = rows.map(\.cohort)
    subject = rows.map { $0.subject.isEmpty ? $0.name : $0.subject }
    label = []
    for row in rows {
      switch row.value(of: "label") {
      case "case": label.append(1)
      case "control": label.append(0)
      default:
        throw OmicsError(
          .malformed, "sample \(row.name) has no label case or control", at: SourceLocation(file: path))
      }
    }
    layers = []
    for (name, dataset) in modalities {
      guard dataset.samples.rows.map(\.name) == samples, dataset.features.rows.map(\.id) == targets,
        let table = dataset.abundances.first, table.rowCount == targets.count, table.columnCount == samples.count
      else {
        throw OmicsError(
          .malformed, "modality \(name) stands on other samples or targets", at: SourceLocation(file: path))
      }
      // Column-major targets by samples is sample-major as it stands.
      layers.append(LayerValues(name: name, values: table.values))
    }
    var place: [String: Int] = [:]
    for (index, target) in targets.enumerated() { place[target] = index }
    network = try request.network.map { (path) throws(OmicsError) in try Self.edges(path, place) } ?? []
    pathways = try request.pathways.map { (path) throws(OmicsError) in try Self.sets(path, place) } ?? []
  }

  /// An input made in memory, for tests.
  public init(
    targets: [String], samples: [String], label: [Int], batch: [String], cohort: [String], layers: [LayerValues],
    network: [Edge] = [], pathways: [(name: String, members: [Int])] = []
  ) {
    self.targets = targets
    symbols = targets
    self.samples = samples
    self.label = label
    self.batch = batch
    self.cohort = cohort
    subject = samples
    self.layers = layers
    self.network = network
    self.pathways = pathways
  }

  private static func edges(_ path: String, _ place: [String: Int]) throws(OmicsError) -> [Edge] {
    var source = try ByteSource.file(path)
    var scanner = DelimitedScanner(delimiter: 0x09)
    _ = try scanner.next(&source)
    var edges: [Edge] = []
    while let row = try scanner.next(&source) {
      let cells = row.strings()
      guard cells.count >= 3, let weight = Double(cells[2]) else {
        throw OmicsError(.malformed, "expected a, b and weight", at: SourceLocation(file: path, line: row.lineNumber))
      }
      if let a = place[cells[0]], let b = place[cells[1]], a != b { edges.append(Edge(a: a, b: b, weight: weight)) }
    }
    return edges
  }

  private static func sets(
    _ path: String, _ place: [String: Int]
  ) throws(OmicsError) -> [(name: String, members: [Int])] {
    var source = try ByteSource.file(path)
    var scanner = DelimitedScanner(delimiter: 0x09)
    var sets: [(name: String, members: [Int])] = []
    while let row = try scanner.next(&source) {
      let cells = row.strings()
      guard cells.count >= 2 else { continue }
      sets.append((cells[0], Set(cells.dropFirst(2).compactMap { place[$0] }).sorted()))
    }
    return sets
  }
}
