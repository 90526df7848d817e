internal import OmicsIO
internal import Schema

/// What an engine plugin is given: `STUDY.h5mu`, `SETTINGS.json`, and the priors the settings name.
///
/// One modality a layer, samples of all cohorts by targets, log2, NaN where missing. `obs` holds `label` (`case`,
/// `control`), `batch`, `cohort`, `subject`. Priors are `network.tsv` (`a b weight`) and `pathways.gmt`, on target ids.
/// For programs without a library for HDF5 the same stands in plain tables: `samples.tsv` and one `<layer>.tsv` a layer.
enum EngineExchange {
  static let contract = "plumbline-engine/1"

  /// Writes the exchange files into a folder.
  static func write(
    _ input: EngineInput, engine: String, study: Study, isMapped: Bool, plain: Bool = false, into folder: AtomicFolder
  ) throws(OmicsError) {
    let modalities = modalities(input, study: study, isMapped: isMapped)
    try MuDataFile.write(modalities, to: try folder.path("study.h5mu"))
    if plain {
      if let first = modalities.first { try put(samples(first.dataset), "samples.tsv", folder) }
      for (name, dataset) in modalities { try put(table(dataset), "\(name).tsv", folder) }
    }
    var network: [UInt8] = Array("a\tb\tweight\n".utf8)
    for edge in input.network {
      network += Array("\(edge.a)\t\(edge.b)\t".utf8)
      appendShortest(edge.weight, to: &network)
      network.append(0x0A)
    }
    var pathways: [UInt8] = []
    for set in input.pathways {
      pathways += Array("\(set.name)\tNA\t\(set.targets.joined(separator: "\t"))\n".utf8)
    }
    try put(network, "network.tsv", folder)
    try put(pathways, "pathways.gmt", folder)
    let layers = plain ? modalities.map(\.name) : []
    try put(
      JSONWriter(isIndented: true).bytes(of: settings(input, engine: engine, layers: layers)), "settings.json", folder)
  }

  private static func samples(_ dataset: Dataset) -> [UInt8] {
    var table = TableText(["sample", "label", "batch", "cohort", "subject"])
    for row in dataset.samples.rows {
      table.append([
        .text(row.name), .text(row.value(of: "label") ?? ""), .text(row.batch), .text(row.cohort), .text(row.subject),
      ])
    }
    return table.bytes
  }

  /// Targets by samples.
  private static func table(_ dataset: Dataset) -> [UInt8] {
    var table = TableText(["target"] + dataset.samples.rows.map(\.name))
    guard let values = dataset.abundances.first else { return table.bytes }
    for (row, target) in dataset.features.rows.enumerated() {
      table.append(
        [.text(target.id)] + (0..<values.columnCount).map { .number(values.values[$0 * values.rowCount + row]) })
    }
    return table.bytes
  }

  private static func settings(_ input: EngineInput, engine: String, layers: [String]) -> JSONValue {
    .members([
      "contract": .string(contract), "engine": .string(engine), "seed": .integer(Int(clamping: input.seed)),
      "network": input.network.isEmpty ? .null : .string("network.tsv"),
      "pathways": input.pathways.isEmpty ? .null : .string("pathways.gmt"),
      "samples": layers.isEmpty ? .null : .string("samples.tsv"),
      "tables": layers.isEmpty ? .null : .object(layers.map { JSONValue.Member($0, .string("\($0).tsv")) }),
      "settings": .object(
        input.settings.keys.sorted().map { JSONValue.Member($0, .string(input.settings[$0] ?? "")) }),
    ])
  }

  private static func modalities(_ input: EngineInput, study: Study, isMapped: Bool) -> [MuDataFile.Modality] {
    var rowOf: [String: Sample] = [:]
    for row in study.sheet.rows { rowOf[row.name] = row }
    let targets = Set(input.cohorts.flatMap(\.targets)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var samples: [Sample] = []
    for cohort in input.cohorts {
      for (index, name) in cohort.samples.enumerated() {
        var sample = rowOf[name] ?? Sample(name: name)
        sample.cohort = cohort.name
        sample.batch = "\(cohort.name)/\(cohort.batch[index])"
        sample.characteristics.removeAll { $0.key == "label" }
        sample.characteristics.append(.init("label", cohort.label[index] == 1 ? "case" : "control"))
        samples.append(sample)
      }
    }
    let layers: [(name: Layer, values: any KeyPath<CohortData, [Double]?> & Sendable)] = [
      (.transcriptomics, \.rna), (.proteomics, \.protein),
    ]
    return layers.compactMap { layer in
      guard input.cohorts.contains(where: { $0[keyPath: layer.values] != nil }) else { return nil }
      var place: [String: Int] = [:]
      for (index, target) in targets.enumerated() { place[target] = index }
      var values = [Double](repeating: .nan, count: targets.count * samples.count)
      var column = 0
      for cohort in input.cohorts {
        let rows = cohort.targets.map { place[$0] ?? 0 }
        for sample in cohort.samples.indices {
          if let own = cohort[keyPath: layer.values] {
            for (row, target) in rows.enumerated() {
              values[column * targets.count + target] = own[sample * rows.count + row]
            }
          }
          column += 1
        }
      }
      var dataset = Dataset(layer: layer.name)
      dataset.samples = SampleTable(samples)
      dataset.features = FeatureTable(
        targets.map {
          Feature(
            id: $0, kind: .gene, namespace: isMapped ? .hgnc : .local, description: input.symbols[$0] ?? "")
        })
      dataset.abundances = [
        AbundanceTable(
          kind: .gene, measure: .expression, scale: .log2, features: Array(targets.indices),
          samples: Array(samples.indices), values: values)
      ]
      return (layer.name.rawValue, dataset)
    }
  }

  private static func put(_ bytes: [UInt8], _ name: String, _ folder: AtomicFolder) throws(OmicsError) {
    let file = try folder.file(name)
    try file.append(bytes)
    try file.close()
  }
}
