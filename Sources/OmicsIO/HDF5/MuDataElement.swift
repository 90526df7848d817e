import Schema

/// Writes and reads the groups of a MuData file (https://mudata.readthedocs.io, on-disk format).
enum MuDataElement {
  /// A dataset with the names of its AnnData objects.
  struct Plan {
    let name: String
    let dataset: Dataset
    let parts: AnnDataParts
    /// Name and kind of each object, the main one first; a dataset without features has one without kind.
    let objects: [(name: String, kind: FeatureKind?)]

    init(name: String, dataset: Dataset) {
      self.name = name
      self.dataset = dataset
      let parts = AnnDataParts(dataset)
      self.parts = parts
      objects =
        parts.main == nil
        ? [(name, nil)]
        : parts.kinds.map { (kind) -> (name: String, kind: FeatureKind?) in
          (kind == parts.main ? name : "\(name).\(kind.rawValue)", kind)
        }
    }
  }

  static func write(_ plans: [Plan], to root: HDF5Group) throws(OmicsError) {
    try root.setEncoding("MuData", "0.1.0")
    try root.set("axis", 0)
    let mod = try root.makeGroup("mod")
    try mod.set("mod-order", plans.flatMap { $0.objects.map(\.name) })
    for plan in plans {
      let files = try CanonicalText.files(of: plan.dataset, leavingOut: Set(plan.parts.places.map(\.table)))
      for (index, object) in plan.objects.enumerated() {
        try AnnDataElement.write(
          plan.dataset, kind: object.kind, places: plan.parts.places, files: index == 0 ? files : [],
          modality: { kind in kind == plan.parts.main ? nil : "\(plan.name).\(kind.rawValue)" },
          stored: plan.parts.places, to: try mod.makeGroup(object.name))
      }
    }
    try writeAxes(plans, to: root)
    for name in ["obsp", "varp", "uns"] { try root.makeGroup(name).setEncoding("dict", "0.1.0") }
  }

  /// The joint tables: all samples and all features, and where each stands in each modality (from 1; 0 for absent).
  private static func writeAxes(_ plans: [Plan], to root: HDF5Group) throws(OmicsError) {
    var samples: [String] = []
    var sampleIndex: [String: Int] = [:]
    var features: [String] = []
    var ranges: [Range<Int>] = []
    for plan in plans {
      for sample in plan.dataset.samples.rows where sampleIndex[sample.name] == nil {
        sampleIndex[sample.name] = samples.count
        samples.append(sample.name)
      }
      for object in plan.objects {
        let start = features.count
        let table = plan.dataset.features
        for row in table.indices where table.kind(row) == object.kind { features.append(table.id(row)) }
        ranges.append(start..<features.count)
      }
    }
    try AnnDataElement.writeFrame("obs", index: samples, columns: [], to: root)
    try AnnDataElement.writeFrame("var", index: features, columns: [], to: root)
    let groups = try ["obsmap", "obsm", "varmap", "varm"].map { (name) throws(OmicsError) -> HDF5Group in
      let group = try root.makeGroup(name)
      try group.setEncoding("dict", "0.1.0")
      return group
    }
    var position = 0
    for plan in plans {
      var sampleMap = [Int](repeating: 0, count: samples.count)
      for (row, sample) in plan.dataset.samples.rows.enumerated() {
        if let index = sampleIndex[sample.name] { sampleMap[index] = row + 1 }
      }
      for object in plan.objects {
        var featureMap = [Int](repeating: 0, count: features.count)
        for (row, index) in ranges[position].enumerated() { featureMap[index] = row + 1 }
        position += 1
        try groups[0].write(sampleMap, as: object.name)
        try groups[1].write(sampleMap.map { $0 > 0 }, as: object.name)
        try groups[2].write(featureMap, as: object.name)
        try groups[3].write(featureMap.map { $0 > 0 }, as: object.name)
      }
    }
  }

  static func read(_ root: HDF5Group) throws(OmicsError) -> [(name: String, dataset: Dataset)] {
    guard try root.text("encoding-type") == "MuData" else {
      throw OmicsError(
        .unknownFormat, "this HDF5 file is no MuData file", at: SourceLocation(file: root.file),
        hint: "Expected the attribute encoding-type = MuData at its root.")
    }
    let mod = try root.group("mod")
    var names = try mod.names()
    if let order = try mod.texts("mod-order") { names = order }
    var borrowed: Set<String> = []
    var datasets: [(name: String, dataset: Dataset)] = []
    for name in names {
      let group = try mod.group(name)
      guard try AnnDataElement.isOwn(group) else { continue }
      let dataset = try AnnDataElement.read(group) { (other) throws(OmicsError) -> HDF5Group in
        borrowed.insert(other)
        return try mod.group(other)
      }
      datasets.append((name, dataset))
    }
    for name in names where !borrowed.contains(name) && !datasets.contains(where: { $0.name == name }) {
      throw mod.error(
        .undecided, "another program wrote this modality: it does not say what its values measure", name,
        hint: "Write the modality as .h5ad and say what it holds.")
    }
    return datasets
  }
}
