internal import ReaderKit
internal import Schema

/// Names and adds the samples of a file: one an assay, or one a study variable where only those have values.
struct SampleNaming {
  private let metadata: MzTabMetadata
  private var assayNames: [Int: String]
  private(set) var rule: String

  init(_ metadata: MzTabMetadata) {
    self.metadata = metadata
    (assayNames, rule) = Self.names(metadata)
  }

  /// The first of these that is there for every assay and different for each: its sample's description, the assay's or
  /// its sample's name (2.0-M), the base name of its run's location; otherwise `assay[i]`.
  private static func names(_ metadata: MzTabMetadata) -> ([Int: String], String) {
    let candidates: [(String, (MzTabMetadata.Assay) -> String)] = [
      ("sample description", { $0.sample.flatMap { metadata.samples[$0]?.description } ?? "" }),
      ("assay name", { $0.name }),
      ("sample name", { $0.sample.flatMap { metadata.samples[$0]?.name } ?? "" }),
      ("run location", { $0.runs.count == 1 ? runName(metadata.runs[$0.runs[0]]?.location ?? "") : "" }),
    ]
    for (rule, name) in candidates {
      let names = metadata.assays.mapValues { stated(name($0)) }
      if !names.isEmpty, !names.values.contains(""), Set(names.values).count == names.count { return (names, rule) }
    }
    return (Dictionary(uniqueKeysWithValues: metadata.assays.keys.map { ($0, "assay[\($0)]") }), "assay index")
  }

  /// Text that says something: exporters fill descriptions with set phrases.
  private static func stated(_ text: String) -> String {
    let lowered = text.lowercased()
    return ["null", "no description given", "not available"].contains(lowered) ? "" : text
  }

  /// The file name of a location, without folders and without the endings of spectrum files.
  static func runName(_ location: String) -> String {
    var name = fileName(location)
    while let dot = name.lastIndex(of: "."), dot > name.startIndex,
      endings.contains(name[name.index(after: dot)...].lowercased())
    {
      name = String(name[..<dot])
    }
    return name
  }

  /// The file name of a location with its endings.
  static func fileName(_ location: String) -> String {
    String(location.split { $0 == "/" || $0 == "\\" }.last ?? "")
  }

  private static let endings: Set<String> = [
    "mzml", "mzxml", "mzdata", "raw", "mgf", "apl", "wiff", "d", "chrom", "dta", "ms2", "pkl", "gz", "xml",
  ]

  /// Adds one sample an assay, in order of index, with what the metadata says of it.
  mutating func addAssays(to builder: inout DatasetBuilder) throws(OmicsError) {
    for index in metadata.assays.keys.sorted() {
      guard let assay = metadata.assays[index] else { continue }
      var sample = Sample(name: assayNames[index] ?? "assay[\(index)]")
      sample.assay = "assay[\(index)]"
      sample.channel = assay.reagent
      sample.msRun = assay.runs.map { run in
        let name = Self.fileName(metadata.runs[run]?.location ?? "")
        return name.isEmpty ? "ms_run[\(run)]" : name
      }.joined(separator: ";")
      if let note = assay.sample.flatMap({ metadata.samples[$0] }) {
        sample.sourceName = Self.stated(note.description.isEmpty ? note.name : note.description)
        sample.organism = note.species.joined(separator: ";")
        for attribute in note.attributes where !sample.characteristics.contains(where: { $0.key == attribute.key }) {
          sample.characteristics.append(attribute)
        }
      }
      let groups = metadata.studyVariables.keys.sorted().filter {
        metadata.studyVariables[$0]?.assays.contains(index) == true
      }
      sample.condition = groups.map(studyVariableText).joined(separator: ";")
      try builder.addSample(sample)
    }
  }

  private func studyVariableText(_ index: Int) -> String {
    let variable = metadata.studyVariables[index]
    let text = [variable?.description ?? "", variable?.name ?? ""].map(Self.stated).first { !$0.isEmpty }
    return text ?? "study_variable[\(index)]"
  }

  /// The sample of an assay; undeclared ones are added with a warning.
  func assay(_ index: Int, column: String, line: Int, in builder: inout DatasetBuilder) -> Int {
    if let name = assayNames[index] { return builder.sample(named: name) }
    builder.warn(
      "undeclared-assay", "column \(column) belongs to assay[\(index)], which the metadata does not declare",
      line: line, column: column)
    return builder.sample(named: "assay[\(index)]")
  }

  /// The samples of study variables: their one assay each where every one has its own, else one a variable, named by
  /// its description where that is unique.
  func studyVariables(_ indexes: [Int], in builder: inout DatasetBuilder) -> [Int] {
    let single = indexes.compactMap { index -> Int? in
      guard let assays = metadata.studyVariables[index]?.assays, assays.count == 1 else { return nil }
      return assays[0]
    }
    if single.count == indexes.count, Set(single).count == single.count,
      single.allSatisfy({ assayNames[$0] != nil })
    {
      return single.map { builder.sample(named: assayNames[$0] ?? "") }
    }
    let texts = indexes.map(studyVariableText)
    let isUnique = Set(texts).count == texts.count && texts.allSatisfy { !Set(assayNames.values).contains($0) }
    return indexes.enumerated().map { offset, index in
      let name = isUnique ? texts[offset] : "study_variable[\(index)]"
      let isNew = !builder.dataset.samples.rows.contains { $0.name == name }
      let sample = builder.sample(named: name)
      if isNew { builder.dataset.samples.rows[sample].condition = studyVariableText(index) }
      return sample
    }
  }

  /// The samples of `sub[k]` columns of drafts before 1.0.
  func subsamples(_ indexes: [Int], in builder: inout DatasetBuilder) -> [Int] {
    let texts = indexes.map { metadata.subsamples[$0] ?? "" }
    let isUnique = !texts.contains("") && Set(texts).count == texts.count
    return indexes.enumerated().map { builder.sample(named: isUnique ? texts[$0.offset] : "sub[\($0.element)]") }
  }
}
