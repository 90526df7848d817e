internal import OmicsIO
internal import ReaderKit
internal import Schema

/// Takes the lines of a file one by one: metadata, headers, rows, comments.
struct MzTabLines {
  private enum Prefix: String, CaseIterable {
    case metadata = "MTD"
    case comment = "COM"
    case proteinHeader = "PRH"
    case protein = "PRT"
    case peptideHeader = "PEH"
    case peptide = "PEP"
    case psmHeader = "PSH"
    case psm = "PSM"
    case smallMoleculeHeader = "SMH"
    case smallMolecule = "SML"
    case featureHeader = "SFH"
    case feature = "SMF"
    case evidenceHeader = "SEH"
    case evidence = "SME"

    /// The prefixes by their three bytes, so that no string is made for a line.
    static let byCode: [UInt32: Prefix] = Dictionary(
      uniqueKeysWithValues: allCases.map { prefix in (prefix.rawValue.utf8.reduce(0) { $0 << 8 | UInt32($1) }, prefix) }
    )
  }

  /// Prefixes of OpenMS's sections on nucleic acids.
  private static let foreign: Set<String> = ["NUH", "NUC", "OLH", "OLI", "OSH", "OSM"]

  private let prefixes = Prefix.byCode
  private var metadata = MzTabMetadata()
  private var samples: SampleNaming?
  private var proteins: FeatureSection?
  private var peptides: FeatureSection?
  private var smallMolecules: FeatureSection?
  private var features: FeatureSection?
  private var psms: PsmSection?
  private var evidence: EvidenceSection?
  /// Rows of another width than their header, by section and width.
  private var oddWidths: [(unit: String, width: Int, header: Int, rows: Int, first: Int)] = []
  private var lastLine = 0
  private var endsInLine = false
  /// The last comment lines that stand together.
  private var comments = 0..<0

  /// Takes a line.
  ///
  /// - Throws: for a table header that cannot be used, and when the builder holds as many errors as it collects.
  mutating func take(_ fields: TabFields, into builder: inout DatasetBuilder) throws(OmicsError) {
    if fields.countWithoutEmptyEnd == 0 { return }
    lastLine = fields.number
    endsInLine = fields.endsInput
    guard let prefix = prefixes[fields.prefixCode] else {
      try takeUnknown(fields.prefix, fields, into: &builder)
      return
    }
    do {
      switch prefix {
      case .metadata: try takeMetadata(fields, into: &builder)
      case .comment:
        builder.record("COM", .filtered, reason: "comment", line: fields.number)
        comments = (comments.upperBound == fields.number ? comments.lowerBound : fields.number)..<fields.number + 1
      case .proteinHeader: proteins = try section(.protein, proteins?.header, fields, into: &builder)
      case .peptideHeader: peptides = try section(.peptide, peptides?.header, fields, into: &builder)
      case .smallMoleculeHeader:
        let kind = metadata.isMetabolomics ? FeatureSection.Kind.metabolite : .smallMolecule
        smallMolecules = try section(kind, smallMolecules?.header, fields, into: &builder)
      case .featureHeader: features = try section(.metaboliteFeature, features?.header, fields, into: &builder)
      case .psmHeader:
        let header = try header(psms?.header, fields, abundance: "none_", into: &builder)
        psms = try PsmSection(header, metadata, into: &builder)
      case .evidenceHeader:
        evidence = EvidenceSection(
          try header(evidence?.header, fields, abundance: "none_", into: &builder), metadata)
      case .protein:
        try checkWidth(fields, proteins?.header, into: &builder)
        try proteins?.take(fields, into: &builder)
      case .peptide:
        try checkWidth(fields, peptides?.header, into: &builder)
        try peptides?.take(fields, into: &builder)
      case .smallMolecule:
        try checkWidth(fields, smallMolecules?.header, into: &builder)
        try smallMolecules?.take(fields, into: &builder)
      case .feature:
        try checkWidth(fields, features?.header, into: &builder)
        try features?.take(fields, into: &builder)
      case .psm:
        try checkWidth(fields, psms?.header, into: &builder)
        try psms?.take(fields, into: &builder)
      case .evidence:
        try checkWidth(fields, evidence?.header, into: &builder)
        evidence?.take(fields, into: &builder)
      }
    } catch {
      try reject(error, prefix.rawValue, fields, into: &builder)
    }
  }

  private func takeUnknown(_ word: String, _ fields: TabFields, into builder: inout DatasetBuilder) throws(OmicsError) {
    if Self.foreign.contains(word) {
      if word.hasSuffix("H") {
        builder.warn("unread-section", "the section \(word) (nucleic acids) is not read", line: fields.number)
      }
      builder.record(word, .filtered, reason: "section of nucleic acids", line: fields.number)
      return
    }
    let isCut = fields.endsInput && fields.count == 1
    try reject(
      OmicsError(
        isCut ? .truncated : .malformed, "no mzTab line begins with \"\(word.prefix(20))\"",
        hint: isCut ? "Fetch the file again; its end is missing." : "Lines begin with three letters and a tab."),
      "line", fields, into: &builder)
  }

  /// Collects an error of a line; errors of headers end the reading.
  private func reject(
    _ error: OmicsError, _ word: String, _ fields: TabFields, into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    var located = error
    if located.location?.line == nil {
      located.location = builder.location(line: fields.number, column: error.location?.column)
    }
    if fields.endsInput, located.code == .malformed || located.code == .missing || located.code == .value {
      located.code = .truncated
      located.message = "the file ends inside a line: \(error.message)"
      located.hint = "Fetch the file again; its end is missing."
    }
    if word.hasSuffix("H") { throw located }
    builder.record(word, .rejected, reason: located.code.rawValue, line: fields.number)
    try builder.reject(located)
  }

  // MARK: Metadata and headers

  private mutating func takeMetadata(_ fields: TabFields, into builder: inout DatasetBuilder) throws(OmicsError) {
    let count = fields.countWithoutEmptyEnd
    guard count >= 2, !(count == 2 && fields.endsInput) else {
      throw OmicsError(.malformed, "the metadata line has no value", hint: "It needs MTD, a key and a value.")
    }
    if samples != nil {
      builder.warn("late-metadata", "metadata stands below a table header", line: fields.number)
    }
    let key = fields.text(1)
    if count == 2 {
      builder.warn("metadata-without-value", "the key \(key) has no value", line: fields.number, column: key)
    }
    if !metadata.take(key: key, value: fields.text(2)) {
      builder.warn(
        "repeated-metadata", "the key \(key) occurs again; its first value counts", line: fields.number, column: key)
    }
    builder.keep("MTD")
  }

  private mutating func header(
    _ earlier: SectionHeader?, _ fields: TabFields, abundance prefix: String, into builder: inout DatasetBuilder
  ) throws(OmicsError) -> SectionHeader {
    if let earlier {
      throw OmicsError(
        .duplicate, "the header \(fields.text(0)) stands on line \(earlier.line) already",
        at: builder.location(line: fields.number))
    }
    if fields.endsInput {
      throw OmicsError(
        .truncated, "the file ends with the header of a table", hint: "Fetch the file again; its end is missing.")
    }
    if samples == nil {
      var naming = SampleNaming(metadata)
      try naming.addAssays(to: &builder)
      samples = naming
    }
    return try SectionHeader(fields, abundance: prefix, into: &builder)
  }

  private mutating func section(
    _ kind: FeatureSection.Kind, _ earlier: SectionHeader?, _ fields: TabFields, into builder: inout DatasetBuilder
  ) throws(OmicsError) -> FeatureSection {
    let header = try header(earlier, fields, abundance: kind.abundancePrefix, into: &builder)
    return try FeatureSection(kind, header, scores: metadata.scores[kind.scoreWord] ?? [:], into: &builder)
  }

  // MARK: Rows

  /// Compares a row's width with its header's.
  ///
  /// A row may lack optional cells at its end (an exporter trims tabs), and any cells at its end in 2.0-M, whose
  /// exporters write narrower rows; empty cells beyond the header are padding. Everything else is a fault.
  private mutating func checkWidth(
    _ fields: TabFields, _ header: SectionHeader?, into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    guard let header else {
      // A comment may be the first line of a table: the header belongs there.
      let place = comments.upperBound == fields.number ? ", which belongs on line \(comments.lowerBound)" : ""
      throw OmicsError(
        .missing, "a \(fields.text(0)) row stands before its header\(place)",
        hint: "The header line of the section is missing.")
    }
    let width = header.names.count + 1
    if fields.count == width { return }
    let isNarrowAllowed = metadata.isMetabolomics || fields.count >= header.firstOptionalTail
    if fields.count > width, fields.countWithoutEmptyEnd <= width { return noteWidth(fields, width) }
    if fields.count < width, isNarrowAllowed, !fields.endsInput { return noteWidth(fields, width) }
    throw OmicsError(
      .malformed, "the row has \(fields.count) columns, its header on line \(header.line) has \(width)",
      hint: "A cell is missing or too many; mzTab writes null for an empty one.")
  }

  private mutating func noteWidth(_ fields: TabFields, _ header: Int) {
    let unit = fields.prefix
    if let known = oddWidths.firstIndex(where: { $0.unit == unit && $0.width == fields.count }) {
      oddWidths[known].rows += 1
    } else {
      oddWidths.append((unit, fields.count, header, 1, fields.number))
    }
  }

  // MARK: End

  /// Adds tables, counts and settings.
  ///
  /// - Throws: `malformed` for a file without any table.
  consuming func finish(into builder: inout DatasetBuilder) throws(OmicsError) {
    guard let samples else {
      if builder.hasErrors { return }
      throw OmicsError(
        .truncated, "the file ends before its first table", at: builder.location(line: lastLine),
        hint: "Fetch the file again; only its metadata is there.")
    }
    for odd in oddWidths {
      let end =
        odd.width < odd.header ? "what is missing at the end counts as not reported" : "the cells beyond are empty"
      builder.warn(
        "row-width",
        "\(odd.rows) \(odd.unit) row\(odd.rows == 1 ? " has" : "s have") \(odd.width) columns, their header "
          + "\(odd.header): \(end)", line: odd.first)
    }
    if endsInLine {
      builder.warn("no-line-end", "the last line has no line end: the file may be cut inside it", line: lastLine)
    }
    let sections = [proteins?.rows, peptides?.rows, psms?.rows, smallMolecules?.rows, features?.rows]
    if sections.allSatisfy({ $0 ?? 0 == 0 }) {
      builder.warn("no-rows", "no table of the file has a row: its end may be missing", line: lastLine)
    }
    let isDraft = proteins?.header.column("unit_id") != nil || peptides?.header.column("unit_id") != nil
    MzTabSummary.report(metadata, isDraft: isDraft, samples: samples, into: &builder)
    let empty =
      (proteins?.emptyCells ?? 0) + (peptides?.emptyCells ?? 0) + (smallMolecules?.emptyCells ?? 0)
      + (features?.emptyCells ?? 0) + (psms?.emptyCells ?? 0)
    if empty > 0 {
      builder.warn("empty-cell", "\(empty) cells are empty where mzTab writes null; they are taken as not reported")
    }
    let isSmallOnly = proteins == nil && peptides == nil && psms == nil
    if metadata.isMetabolomics || isSmallOnly { builder.dataset.layer = .metabolomics }
    builder.count("proteins", proteins?.rows ?? 0)
    builder.count("peptides", peptides?.rows ?? 0)
    builder.count("psm_rows", psms?.rows ?? 0)
    builder.count("psms", psms?.distinct ?? 0)
    builder.count("small_molecules", smallMolecules?.rows ?? 0)
    builder.count("small_molecule_features", features?.rows ?? 0)
    builder.count("small_molecule_evidence", evidence?.rows ?? 0)
    builder.count("assays", metadata.assays.count)
    builder.count("study_variables", metadata.studyVariables.count)
    builder.count("ms_runs", metadata.runs.count)
    // Taken out one after the other: the values of a section are laid out in the room of its rows.
    psms.take()?.report(into: &builder)
    proteins.take()?.finish(metadata, samples, into: &builder)
    peptides.take()?.finish(metadata, samples, into: &builder)
    smallMolecules.take()?.finish(metadata, samples, into: &builder)
    features.take()?.finish(metadata, samples, into: &builder)
  }
}
