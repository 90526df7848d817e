internal import Schema

/// The metadata section, typed as far as the reader needs it; every line is kept as written besides.
struct MzTabMetadata {
  /// A run.
  struct MSRun {
    var location = ""
    /// Whether there is a location line at all; its value may be null.
    var hasLocation = false
  }

  /// An assay: one measured column.
  struct Assay {
    var name = ""
    var runs: [Int] = []
    var sample: Int?
    var reagent = ""
  }

  /// A biological sample.
  struct SampleNote {
    var name = ""
    var description = ""
    var species: [String] = []
    var attributes: [Feature.Attribute] = []
  }

  /// A group of assays under study.
  struct StudyVariable {
    var name = ""
    var description = ""
    var assays: [Int] = []
  }

  var version: String?
  var mode: String?
  var type: String?
  var runs: [Int: MSRun] = [:]
  var assays: [Int: Assay] = [:]
  var samples: [Int: SampleNote] = [:]
  var studyVariables: [Int: StudyVariable] = [:]
  /// Descriptions of `sub[k]` in drafts before 1.0.
  var subsamples: [Int: String] = [:]
  /// Score definitions by their section word (`protein`, `peptide`, `psm`, `smallmolecule`) and index.
  var scores: [String: [Int: MzTabParameter]] = [:]
  /// Quantification units by their section word (`protein`, `peptide`, `small_molecule`, …).
  var units: [String: MzTabParameter] = [:]
  var quantificationMethod: MzTabParameter?
  /// Every line, as written.
  private(set) var lines: [Feature.Attribute] = []
  private var seen: Set<String> = []

  /// Whether this is the metabolomics format.
  var isMetabolomics: Bool { version?.hasPrefix("2") == true }

  /// The runs' file names where these are different, otherwise `ms_run[k]`.
  var runNames: [Int: String] {
    var names = runs.mapValues { SampleNaming.fileName($0.location) }
    let isUnique = Set(names.values).count == names.count
    for index in names.keys where !isUnique || names[index] == "" { names[index] = "ms_run[\(index)]" }
    return names
  }

  /// Takes a line; false when its key was there before.
  mutating func take(key: String, value: String) -> Bool {
    lines.append(.init(key, value))
    let isNew = seen.insert(key).inserted
    let isNull = value.isEmpty || value.lowercased() == "null"
    let parsed = MetadataKey(key)
    note(parsed)
    if parsed.element == "ms_run", parsed.property == "location", let index = parsed.index {
      runs[index]?.hasLocation = true
    }
    guard !isNull, isNew else { return isNew }
    switch (String(parsed.element), parsed.index, String(parsed.property)) {
    case ("mzTab", _, "version"): version = value
    case ("mzTab", _, "mode"): mode = value
    case ("mzTab", _, "type"): type = value
    case ("quantification_method", _, ""): quantificationMethod = MzTabParameter(value)
    case ("ms_run", let index?, "location"): runs[index]?.location = value
    case ("assay", let index?, ""): assays[index]?.name = value
    case ("assay", let index?, "quantification_reagent"):
      assays[index]?.reagent = MzTabParameter(value)?.name ?? value
    case ("assay", let index?, "sample_ref"): assays[index]?.sample = MetadataKey.references(value, to: "sample").first
    case ("assay", let index?, "ms_run_ref"): assays[index]?.runs = MetadataKey.references(value, to: "ms_run")
    case ("sample", let index?, ""): samples[index]?.name = value
    case ("sample", let index?, "description"): samples[index]?.description = value
    case ("sample", let index?, "species"): samples[index]?.species.append(MzTabParameter(value)?.name ?? value)
    case ("sample", let index?, let property) where parsed.parts.count == 2:
      let term = MzTabParameter(value)
      // `custom` parameters carry their own name.
      let key = property == "custom" ? term?.name ?? property : property
      samples[index]?.attributes.append(
        .init(key, property == "custom" ? term?.value ?? value : term?.name ?? value))
    case ("study_variable", let index?, ""): studyVariables[index]?.name = value
    case ("study_variable", let index?, "description"): studyVariables[index]?.description = value
    case ("study_variable", let index?, "assay_refs"):
      studyVariables[index]?.assays = MetadataKey.references(value, to: "assay")
    case (let section, nil, "quantification_unit"): units[section] = MzTabParameter(value)
    default: takeOther(parsed, value)
    }
    return true
  }

  private mutating func takeOther(_ key: MetadataKey, _ value: String) {
    let suffix = "_search_engine_score"
    if key.element == "id_confidence_measure", let index = key.index {
      scores["id_confidence_measure", default: [:]][index] = MzTabParameter(value)
    } else if key.element.hasSuffix(suffix), let index = key.index, key.property.isEmpty {
      scores[String(key.element.dropLast(suffix.count)), default: [:]][index] = MzTabParameter(value)
    } else if key.parts.count == 3, key.parts[1].name == "sub", let index = key.parts[1].index,
      key.parts[2].name == "description"
    {
      subsamples[index] = value
    }
  }

  /// Makes the indexed element of a key known, whatever the line says of it.
  private mutating func note(_ key: MetadataKey) {
    guard let index = key.index else { return }
    switch key.element {
    case "ms_run": if runs[index] == nil { runs[index] = MSRun() }
    case "assay": if assays[index] == nil { assays[index] = Assay() }
    case "sample": if samples[index] == nil { samples[index] = SampleNote() }
    case "study_variable": if studyVariables[index] == nil { studyVariables[index] = StudyVariable() }
    default: break
    }
  }
}
