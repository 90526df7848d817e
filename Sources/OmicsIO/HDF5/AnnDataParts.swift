import Schema

/// How a dataset is spread over AnnData objects: one object for each kind of feature, the main kind first.
///
/// The main kind is that of the first abundance table, else that of the first feature. Of each kind the first table is
/// X, the others are layers named after their measure.
struct AnnDataParts {
  /// Where an abundance table stands.
  struct Place {
    /// The position in `Dataset.abundances`.
    var table: Int
    /// The kind, which says the object.
    var kind: FeatureKind
    /// `X`, or the layer's name.
    var layer: String?
  }

  let main: FeatureKind?
  let places: [Place]
  /// The kinds that have an object, the main one first.
  let kinds: [FeatureKind]

  init(_ dataset: Dataset) {
    let main = dataset.abundances.first?.kind ?? dataset.features.rows.first?.kind
    self.main = main
    var kinds: [FeatureKind] = []
    if let main { kinds.append(main) }
    var places: [Place] = []
    let names = CanonicalAbundance.names(of: dataset.abundances)
    for (index, table) in dataset.abundances.enumerated() {
      let isFirst = !places.contains { $0.kind == table.kind }
      let layer = String(names[index].dropFirst(table.kind.rawValue.count + 1))
      places.append(Place(table: index, kind: table.kind, layer: isFirst ? nil : layer))
      if !kinds.contains(table.kind) { kinds.append(table.kind) }
    }
    self.places = places
    self.kinds = kinds
  }
}
