internal import OmicsIO
internal import ReaderKit
internal import Schema

/// A section whose rows become features: PRT, PEP, SML or SMF.
struct FeatureSection {
  /// What differs between the sections.
  struct Kind {
    /// The prefix of data rows, the ledger's unit.
    var unit: String
    var feature: FeatureKind
    /// What abundance columns begin with.
    var abundancePrefix: String
    /// The metadata word of the quantification unit.
    var unitWord: String
    /// The metadata word of score definitions.
    var scoreWord: String

    static let protein = Kind(
      unit: "PRT", feature: .protein, abundancePrefix: "protein_abundance_", unitWord: "protein", scoreWord: "protein")
    static let peptide = Kind(
      unit: "PEP", feature: .peptide, abundancePrefix: "peptide_abundance_", unitWord: "peptide", scoreWord: "peptide")
    static let smallMolecule = Kind(
      unit: "SML", feature: .smallMolecule, abundancePrefix: "smallmolecule_abundance_", unitWord: "small_molecule",
      scoreWord: "smallmolecule")
    static let metabolite = Kind(
      unit: "SML", feature: .smallMolecule, abundancePrefix: "abundance_", unitWord: "small_molecule",
      scoreWord: "small_molecule")
    static let metaboliteFeature = Kind(
      unit: "SMF", feature: .smallMolecule, abundancePrefix: "abundance_", unitWord: "small_molecule_feature",
      scoreWord: "")
  }

  let kind: Kind
  let header: SectionHeader
  private var layout: FeatureLayout
  private var assays: QuantityRows
  private var groups: QuantityRows
  private var subsamples: QuantityRows
  private var attributes: CarriedColumns
  private let slots: SlottedColumns
  private let numericColumns: NumericColumns
  private var numbers: MostlyNumbers
  private let oddCells: OddCells
  private var repeats: [String: Int] = [:]
  private var duplicates = 0
  private var leadersRepeated = 0
  private(set) var rows = 0
  var emptyCells = 0

  init(
    _ kind: Kind, _ header: SectionHeader, scores: [Int: MzTabParameter], into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    self.kind = kind
    self.header = header
    layout = try FeatureLayout(kind, header, scores: scores, file: builder.file)
    assays = QuantityRows(header.assays, kind: kind.feature)
    groups = QuantityRows(header.studyVariables, kind: kind.feature)
    subsamples = QuantityRows(header.subsamples, kind: kind.feature)
    var used = layout.used + header.assays.map { Optional($0.column) } + header.subsamples.map { Optional($0.column) }
    // Beside assay values, those of study variables are summaries, which stay with the row.
    if header.assays.isEmpty { used += header.studyVariables.map { Optional($0.column) } }
    let carried = header.others(than: used).sorted { ColumnOrder.precedes($0.name, $1.name) }
    attributes = CarriedColumns(carried)
    slots = SlottedColumns(carried) { builder.dataset.features.attributes.slot($0) }
    numericColumns = NumericColumns(header.others(than: []))
    oddCells = OddCells(header.others(than: []))
    numbers = MostlyNumbers(carried.filter { [numericColumns] column in !numericColumns.contains(column.column) })
  }

  /// Takes a data row.
  ///
  /// - Throws: `value` for cells that their column does not allow.
  mutating func take(_ fields: TabFields, into builder: inout DatasetBuilder) throws(OmicsError) {
    try numericColumns.check(fields, header, file: builder.file)
    let index = try addFeature(fields, into: &builder)
    numbers.observe(fields)
    oddCells.observe(fields, into: &builder)
    var fault = assays.append(feature: index, fields, emptyCells: &emptyCells)
    fault = fault ?? groups.append(feature: index, fields, emptyCells: &emptyCells)
    fault = fault ?? subsamples.append(feature: index, fields, emptyCells: &emptyCells)
    if let fault {
      throw OmicsError(
        .value, "expected a number, found \"\(fields.text(fault).prefix(40))\"",
        at: builder.location(line: fields.number, column: header.name(fault)),
        hint: "mzTab writes null for a missing value, and NaN or INF for values that are no numbers.")
    }
    rows += 1
    builder.keep(kind.unit)
  }

  private mutating func addFeature(_ fields: TabFields, into builder: inout DatasetBuilder) throws(OmicsError) -> Int {
    if let columns = layout.peptideColumns {
      var empty = 0
      let keeps = builder.keepsDetails
      let added = try layout.addPeptide(fields, columns, header: header, repeats: &repeats, into: &builder) {
        [slots] attributes in empty = keeps ? slots.add(fields, to: &attributes) : slots.emptyCells(fields)
      }
      emptyCells += empty
      if added.isRepeated { duplicates += 1 }
      return added.row
    }
    var feature = try layout.feature(fields, kind: kind.feature, header: header, into: &builder)
    feature.line = fields.number
    IdentifierCheck.warn(feature.accession, column: "accession", line: fields.number, into: &builder)
    if builder.keepsDetails {
      emptyCells += attributes.append(fields, to: &feature.attributes)
    } else {
      emptyCells += slots.emptyCells(fields)
    }
    if builder.feature(feature.kind, feature.id) != nil {
      repeats[feature.id, default: 1] += 1
      let seen = repeats[feature.id] ?? 1
      duplicates += 1
      if kind.feature == .protein {
        builder.note(
          "duplicate-accession",
          "accession \(feature.accession) stands on several rows; this row is kept as \(feature.id)#\(seen)",
          line: fields.number, column: "accession")
      }
      feature.id += "#\(seen)"
    }
    return try builder.addFeature(feature)
  }

  /// Adds the section's table to the dataset and says what was odd.
  consuming func finish(
    _ metadata: MzTabMetadata, _ samples: SampleNaming, into builder: inout DatasetBuilder
  ) {
    if rows == 0 {
      builder.warn("empty-section", "the section \(kind.unit) has a header and no rows", line: header.line)
    }
    numbers.report(into: &builder)
    if duplicates > 0, kind.feature != .protein {
      builder.note(
        "repeated-row-key", "\(duplicates) \(kind.unit) rows repeat the key of an earlier row; they carry a number",
        line: header.line)
    }
    let unit = QuantificationUnit(unit: metadata.units[kind.unitWord], method: metadata.quantificationMethod)
    let zeros = assays.zeros + groups.zeros + subsamples.zeros
    if zeros > 0, !metadata.isMetabolomics, !unit.scale.isLogarithmic {
      builder.note(
        "zero-abundance",
        "\(zeros) abundances of \(kind.unit) are 0, whose meaning mzTab leaves open; they are kept as 0",
        line: assays.zeros > 0 ? assays.firstZeroLine : max(groups.firstZeroLine, subsamples.firstZeroLine))
    }
    let (kind, header) = (self.kind, self.header)
    let table: AbundanceTable
    if assays.hasValue || (!assays.columns.isEmpty && !groups.hasValue) {
      let columns = assays.columns.map { column in
        samples.assay(column.index, column: header.name(column.column), line: header.line, in: &builder)
      }
      table = assays.table(unit: unit, samples: columns)
    } else if !groups.columns.isEmpty {
      let columns = samples.studyVariables(groups.indexes, in: &builder)
      table = groups.table(unit: unit, samples: columns)
    } else if !subsamples.columns.isEmpty {
      let columns = samples.subsamples(subsamples.indexes, in: &builder)
      table = subsamples.table(unit: unit, samples: columns)
    } else {
      return
    }
    builder.diagnose(
      Diagnostic(
        unit.isStated ? .note : .warning, "measure",
        "abundances of \(kind.unit) are read as \(unit.measure.rawValue), \(unit.scale.rawValue): \(unit.evidence)",
        at: builder.location(line: header.line)))
    builder.dataset.abundances.append(table)
  }
}
