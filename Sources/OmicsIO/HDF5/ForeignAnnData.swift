public import Schema

/// What the user says of a matrix whose file does not say it.
public struct ForeignMatrix: Sendable, Hashable {
  /// The molecular layer.
  public var layer: Layer
  /// What the features are.
  public var kind: FeatureKind
  /// What the values measure.
  public var measure: Measure
  /// The scale of the values.
  public var scale: Scale
  /// A statement about a matrix.
  public init(layer: Layer, kind: FeatureKind, measure: Measure, scale: Scale = .linear) {
    self.layer = layer
    self.kind = kind
    self.measure = measure
    self.scale = scale
  }
}

/// Reads AnnData objects that other programs wrote: X, dense or CSR, and the names of obs and var.
///
/// Absent entries of a sparse matrix are zeros. Further layers and columns are named in a diagnostic and not read.
enum ForeignAnnData {
  static func read(_ root: HDF5Group, as given: ForeignMatrix?) throws(OmicsError) -> Dataset {
    let encoding = try root.text("encoding-type")
    let matrix = try root.member("X")
    guard encoding == "anndata" || matrix != nil else {
      throw OmicsError(
        .unknownFormat, "this HDF5 file is no AnnData file", at: SourceLocation(file: root.file),
        hint: "Expected the attribute encoding-type = anndata at its root.")
    }
    guard let given else {
      throw OmicsError(
        .undecided, "the file does not say what its features are or what X measures",
        at: SourceLocation(file: root.file),
        hint: "Say the layer, feature kind, measure and scale of X.")
    }
    let samples = try AnnDataElement.index(of: "obs", in: root)
    let features = try AnnDataElement.index(of: "var", in: root)
    try checkUnique(samples, "obs", root)
    try checkUnique(features, "var", root)
    var dataset = Dataset(layer: given.layer)
    dataset.samples.rows = samples.map { Sample(name: $0) }
    dataset.features = FeatureTable(features.map { Feature(id: $0, kind: given.kind) })
    dataset.abundances = [
      AbundanceTable(
        kind: given.kind, measure: given.measure, scale: given.scale, features: Array(features.indices),
        samples: Array(samples.indices), values: try values(root, shape: [samples.count, features.count]))
    ]
    dataset.ledger.keep("var", count: features.count)
    dataset.counts = [.init("features", features.count), .init("samples", samples.count)]
    let others = try (root.group(ifPresent: "layers")?.names()) ?? []
    if !others.isEmpty {
      dataset.diagnostics.append(
        Diagnostic(
          .warning, "layers-not-read", "only X is read, not the layers \(others.joined(separator: ", "))",
          at: SourceLocation(file: root.file)))
    }
    return dataset
  }

  private static func checkUnique(_ names: [String], _ frame: String, _ root: HDF5Group) throws(OmicsError) {
    var seen: Set<String> = []
    for name in names {
      guard !name.isEmpty else { throw root.error(.missing, "a row without a name", frame) }
      guard seen.insert(name).inserted else { throw root.error(.duplicate, "\"\(name)\" occurs twice", frame) }
    }
  }

  /// X, sample after sample.
  private static func values(_ root: HDF5Group, shape: [Int]) throws(OmicsError) -> [Double] {
    if try root.member("X") == .dataset {
      let array = try root.dataset("X")
      guard array.shape == shape else {
        throw root.error(.malformed, "shape \(array.shape), but obs and var say \(shape)", "X")
      }
      return try array.doubles()
    }
    let group = try root.group("X")
    guard try group.text("encoding-type") == "csr_matrix" else {
      throw group.error(.unsupported, "only dense and CSR matrices are read")
    }
    guard try group.integers("shape") == shape else {
      throw group.error(.malformed, "the shape is not that of obs and var")
    }
    let data = try group.dataset("data").doubles()
    let columns = try group.dataset("indices").integers()
    let starts = try group.dataset("indptr").integers()
    let (total, overflow) = shape[0].multipliedReportingOverflow(by: shape[1])
    guard !overflow, total <= HDF5Dataset.mostValues else { throw group.error(.limit, "too large when dense") }
    guard
      columns.count == data.count, starts.count == shape[0] + 1, starts.first == 0, starts.last == data.count,
      zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 })
    else { throw group.error(.malformed, "data, indices and indptr do not fit each other") }
    var values = [Double](repeating: 0, count: total)
    for row in 0..<shape[0] {
      for slot in starts[row]..<starts[row + 1] {
        guard (0..<shape[1]).contains(columns[slot]) else {
          throw group.error(.dangling, "a column outside the matrix")
        }
        values[row * shape[1] + columns[slot]] = data[slot]
      }
    }
    return values
  }
}
