import Schema

/// Writes and reads one AnnData object (https://anndata.readthedocs.io, on-disk format) at a group.
///
/// obs are the samples, var the features of one kind, X and layers the values (samples by features, NaN for missing).
/// `uns/plumbline` holds all the rest of the dataset as canonical text, a byte array a file, and says under `places`
/// where each abundance table stands: the truth on reading, so that nothing is lost.
enum AnnDataElement {
  static let store = "plumbline"

  // MARK: Writing

  /// Writes the object of one kind; `files` are the canonical files stored with it.
  static func write(
    _ dataset: Dataset, kind: FeatureKind?, places: [AnnDataParts.Place], files: [CanonicalText.File],
    modality: (FeatureKind) -> String?, stored: [AnnDataParts.Place], to group: HDF5Group
  ) throws(OmicsError) {
    try group.setEncoding("anndata", "0.1.0")
    let features = dataset.features.indices.filter { dataset.features.kind($0) == kind }
    try writeSamples(dataset.samples, to: group)
    try writeFeatures(features.map { dataset.features.rows[$0] }, to: group)
    let layers = try group.makeGroup("layers")
    try layers.setEncoding("dict", "0.1.0")
    for name in ["obsm", "obsp", "varm", "varp"] { try group.makeGroup(name).setEncoding("dict", "0.1.0") }
    for place in places where place.kind == kind {
      let table = dataset.abundances[place.table]
      let target = place.layer == nil ? group : layers
      try target.write(
        grid(table, samples: dataset.samples.count, features: features),
        shape: [dataset.samples.count, features.count], as: place.layer ?? "X",
        attributes: [
          .init("plumbline-kind", table.kind.rawValue), .init("plumbline-measure", table.measure.rawValue),
          .init("plumbline-scale", table.scale.rawValue),
        ])
    }
    let uns = try group.makeGroup("uns")
    try uns.setEncoding("dict", "0.1.0")
    guard !files.isEmpty else { return }
    let store = try uns.makeGroup(Self.store)
    try store.setEncoding("dict", "0.1.0")
    for file in files { try store.write(file.bytes, as: file.name) }
    try writePlaces(stored, dataset, modality: modality, to: store)
  }

  private static func writePlaces(
    _ places: [AnnDataParts.Place], _ dataset: Dataset, modality: (FeatureKind) -> String?, to store: HDF5Group
  ) throws(OmicsError) {
    let list = try store.makeGroup("places")
    try list.setEncoding("dict", "0.1.0")
    let names = CanonicalAbundance.names(of: dataset.abundances)
    for place in places {
      let table = dataset.abundances[place.table]
      let entry = try list.makeGroup(names[place.table])
      try entry.setEncoding("dict", "0.1.0")
      for (name, text) in [
        ("place", place.layer.map { "layers/\($0)" } ?? "X"), ("kind", table.kind.rawValue),
        ("measure", table.measure.rawValue), ("scale", table.scale.rawValue),
      ] { try entry.write([text], as: name, isSingle: true) }
      if let modality = modality(place.kind) { try entry.write([modality], as: "modality", isSingle: true) }
      let features = dataset.features.indices.filter { dataset.features.kind($0) == place.kind }
      if table.features != features {
        var position: [Int: Int] = [:]
        for (index, feature) in features.enumerated() { position[feature] = index }
        try entry.write(table.features.map { position[$0] ?? -1 }, as: "features")
      }
      if table.samples != Array(dataset.samples.rows.indices) { try entry.write(table.samples, as: "samples") }
    }
  }

  private static func grid(_ table: AbundanceTable, samples: Int, features: [Int]) -> [Double] {
    if table.features == features, table.samples == Array(0..<samples) { return table.values }
    var position: [Int: Int] = [:]
    for (index, feature) in features.enumerated() { position[feature] = index }
    var values = [Double](repeating: .nan, count: samples * features.count)
    for (column, sample) in table.samples.enumerated() {
      for (row, feature) in table.features.enumerated() {
        if let slot = position[feature] { values[sample * features.count + slot] = table[row, column] }
      }
    }
    return values
  }

  /// A data frame: an index and text columns.
  static func writeFrame(
    _ name: String, index: [String], columns: [(String, [String])], to group: HDF5Group
  ) throws(OmicsError) {
    let frame = try group.makeGroup(name)
    try frame.setEncoding("dataframe", "0.2.0")
    try frame.set("_index", "_index")
    try frame.set("column-order", columns.map(\.0))
    try frame.write(index, as: "_index")
    for (column, values) in columns { try frame.write(values, as: column) }
  }

  private static func writeSamples(_ samples: SampleTable, to group: HDF5Group) throws(OmicsError) {
    let rows = samples.rows
    var columns: [(String, [String])] = [
      ("source_name", rows.map(\.sourceName)), ("subject", rows.map(\.subject)), ("assay", rows.map(\.assay)),
      ("ms_run", rows.map(\.msRun)), ("organism", rows.map(\.organism)), ("condition", rows.map(\.condition)),
      ("batch", rows.map(\.batch)), ("cohort", rows.map(\.cohort)), ("channel", rows.map(\.channel)),
    ].filter { column in column.1.contains { !$0.isEmpty } }
    var taken = Set(SampleTable.fixedColumns + ["_index"])
    for key in samples.characteristicColumns {
      let name = HDF5Text.storable(key)
      guard !name.isEmpty, name != ".", !name.contains("/"), taken.insert(name).inserted else { continue }
      columns.append((name, rows.map { row in row.characteristics.first { $0.key == key }?.value ?? "" }))
    }
    try writeFrame("obs", index: rows.map(\.name), columns: columns, to: group)
  }

  private static func writeFeatures(_ rows: [Feature], to group: HDF5Group) throws(OmicsError) {
    let columns: [(String, [String])] = [
      ("accession", rows.map(\.accession)), ("namespace", rows.map(\.namespace.rawValue)),
      ("members", rows.map { $0.members.joined(separator: ";") }), ("description", rows.map(\.description)),
    ].filter { column in column.1.contains { !$0.isEmpty } }
    try writeFrame("var", index: rows.map(\.id), columns: columns, to: group)
  }

  // MARK: Reading

  /// The names of a data frame's rows.
  static func index(of name: String, in group: HDF5Group) throws(OmicsError) -> [String] {
    let frame = try group.group(name)
    guard let column = try frame.text("_index") else {
      throw frame.error(.missing, "the data frame has no attribute _index")
    }
    return try frame.dataset(column).texts()
  }

  /// Whether the object was written by this program.
  static func isOwn(_ group: HDF5Group) throws(OmicsError) -> Bool {
    guard let uns = try group.group(ifPresent: "uns"), let store = try uns.group(ifPresent: Self.store) else {
      return false
    }
    return try store.member("dataset.json") == .dataset
  }

  /// The dataset of an object written by this program; `modality` gives the groups of its other kinds.
  static func read(
    _ group: HDF5Group, modality: (String) throws(OmicsError) -> HDF5Group
  ) throws(OmicsError) -> Dataset {
    let store = try group.group("uns").group(Self.store)
    var parts = CanonicalParts(folder: "\(group.file):\(store.path)")
    for name in try store.names() where name != "places" {
      try parts.add(.init(name: name, bytes: try store.dataset(name).bytes()))
    }
    let places = try store.group("places")
    let dataset = try parts.dataset { (name, index) throws(OmicsError) -> AbundanceTable? in
      guard let entry = try places.group(ifPresent: String(name.dropFirst("abundance.".count))) else { return nil }
      return try table(entry, in: group, index: index, modality: modality)
    }
    guard try Self.index(of: "obs", in: group) == dataset.samples.rows.map({ HDF5Text.storable($0.name) }) else {
      throw changed(group, "obs")
    }
    return dataset
  }

  private static func changed(_ group: HDF5Group, _ frame: String) -> OmicsError {
    group.error(
      .malformed, "the rows of \(frame) are not those the file was written with",
      hint: "Another program changed the file; remove uns/plumbline to read it as a foreign AnnData file.")
  }

  private static func table(
    _ entry: HDF5Group, in group: HDF5Group, index: CanonicalAbundance.Index,
    modality: (String) throws(OmicsError) -> HDF5Group
  ) throws(OmicsError) -> AbundanceTable {
    var owner = group
    if try entry.member("modality") != nil {
      owner = try modality(try word("modality", entry))
    }
    let place = try word("place", entry)
    let array =
      place.hasPrefix("layers/")
      ? try owner.group("layers").dataset(String(place.dropFirst("layers/".count))) : try owner.dataset(place)
    guard
      let kind = FeatureKind(rawValue: try word("kind", entry)),
      let measure = Measure(rawValue: try word("measure", entry)), let scale = Scale(rawValue: try word("scale", entry))
    else { throw entry.error(.value, "unknown kind, measure or scale") }
    let ids = index.features[kind] ?? [:]
    let features = ids.values.sorted()
    let height = features.count
    guard array.shape == [index.samples.count, height] else {
      throw changed(owner, "obs or var")
    }
    var names = [String](repeating: "", count: height)
    var slots: [Int: Int] = [:]
    for (slot, feature) in features.enumerated() { slots[feature] = slot }
    for (id, feature) in ids { if let slot = slots[feature] { names[slot] = HDF5Text.storable(id) } }
    guard try Self.index(of: "var", in: owner) == names else { throw changed(owner, "var") }

    let rows = try positions("features", entry, below: height) ?? Array(0..<height)
    let columns = try positions("samples", entry, below: index.samples.count) ?? Array(0..<index.samples.count)
    let all = try array.doubles()
    var values: [Double] = []
    values.reserveCapacity(rows.count * columns.count)
    for column in columns {
      for row in rows { values.append(all[column * height + row]) }
    }
    return AbundanceTable(
      kind: kind, measure: measure, scale: scale, features: rows.map { features[$0] }, samples: columns,
      values: values)
  }

  private static func word(_ name: String, _ entry: HDF5Group) throws(OmicsError) -> String {
    try entry.dataset(name).texts().first ?? ""
  }

  private static func positions(
    _ name: String, _ entry: HDF5Group, below limit: Int
  ) throws(OmicsError) -> [Int]? {
    guard try entry.member(name) != nil else { return nil }
    let positions = try entry.dataset(name).integers()
    guard positions.allSatisfy({ (0..<limit).contains($0) }), Set(positions).count == positions.count else {
      throw entry.error(.dangling, "positions outside the array", name)
    }
    return positions
  }
}
