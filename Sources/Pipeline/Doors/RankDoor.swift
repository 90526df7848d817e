internal import OmicsIO
public import Schema

/// The verb `rank`: a study whose inputs are datasets that stand already, canonical or harmonised.
///
/// The plan is that of a study file in which the datasets take the place of `inputs`; the run folder records that text, so
/// that it can be verified, replayed and compared like any other.
public enum RankDoor {
  /// The plan, from datasets and a study whose own inputs, if it names any, are left out.
  ///
  /// Layers and cohorts are what the datasets say: a cohort is the one their samples name, else the one the sheet gives
  /// these samples, else `cohort`. Every layer of a `.h5mu` is taken. Values on a log2 scale are taken as they stand
  /// unless a setting of the command line says otherwise; others are normalised as the study says.
  ///
  /// - Throws: `refused` for a dataset without quantities or one that stands twice.
  public static func plan(
    _ datasets: [String], study: String, set: [String], seed: Int?, catalog: TableCatalog
  ) throws(OmicsError) -> RunPlan {
    let folder = RelativePath.folder(of: study)
    let text = try FileText.read(study)
    let sheet = try SampleSheet.read(RelativePath.join(folder, try sheetPath(text, study)))
    var inputs: [Input] = []
    for path in datasets {
      for (_, dataset) in try DatasetDoor.readAll(path) {
        inputs += try Self.inputs(path, dataset, sheet: sheet, folder: folder)
      }
    }
    for (index, input) in inputs.enumerated() where inputs[..<index].contains(input) {
      throw OmicsError(
        .refused, "\(input.layer.rawValue) of cohort \(input.cohort) in \(input.path) is named twice")
    }
    var overrides = try RunDoor.overrides(set: set, seed: seed)
    for layer in Set(inputs.map(\.layer.rawValue)).sorted() {
      let key = "normalization.\(layer)"
      let own = inputs.filter { $0.layer.rawValue == layer }
      guard RunSettings.documentation.contains(where: { $0.key == key }), own.allSatisfy(\.isLog2) else { continue }
      overrides.insert(RunPlan.Override(key: key, value: "none", origin: "rank"), at: 0)
    }
    let lines = inputs.map {
      "  - { path: \(quoted($0.path)), layer: \($0.layer.rawValue), cohort: \(quoted($0.cohort)) }\n"
    }
    return try RunPlan(
      text: withoutInputs(text) + "inputs:\n" + lines.joined(), name: study, folder: folder, catalog: catalog,
      overrides: overrides, pins: nil)
  }

  private struct Input: Hashable {
    var path: String
    var layer: Layer
    var cohort: String
    var isLog2: Bool
  }

  private static func inputs(
    _ path: String, _ dataset: Dataset, sheet: SampleTable, folder: String
  ) throws(OmicsError) -> [Input] {
    let table = try AbundanceChoice.table(of: dataset, declared: nil, input: path).table
    let own = Set(dataset.samples.rows.map(\.cohort)).subtracting([""])
    let names = Set(dataset.samples.rows.map(\.name))
    let given = Set(sheet.rows.filter { names.contains($0.name) }.map(\.cohort)).subtracting([""])
    let cohorts = own.isEmpty ? given.isEmpty ? ["cohort"] : given : own
    return cohorts.sorted().map {
      Input(
        path: RelativePath.from(folder, to: path), layer: dataset.layer, cohort: $0, isLog2: table.scale == .log2)
    }
  }

  private static func sheetPath(_ text: String, _ study: String) throws(OmicsError) -> String {
    try YAMLMapping(text: text, file: study).requiredString("samples", in: "a study")
  }

  /// The study's text without the top-level key `inputs`: its line and what is set in below it.
  static func withoutInputs(_ text: String) -> String {
    var kept = ""
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      if isInside, let first = line.first, " \t-#]}\r".contains(first) { continue }
      isInside = line.hasPrefix("inputs:")
      if !isInside { kept += line + "\n" }
    }
    return kept
  }

  private static func quoted(_ text: String) -> String { JSONWriter().text(of: .string(text)) }
}
