internal import ReaderKit
internal import Schema

/// How the rows of one section make features.
struct FeatureLayout {
  private enum Key {
    /// Accession, with a suffix for several quantities of one.
    case accession(Int)
    /// Sequence, modifications, charge; the accession is the protein's.
    case peptide(sequence: Int, modifications: Int?, charge: Int?, accession: Int?)
    /// The first of these columns that says something.
    case firstOf([Int], accession: [Int], prefix: String)
  }

  private let key: Key
  private let description: Int?
  private let members: Int?
  private let database: Int?
  private let decoy: Int?
  private let qValue: Int?
  private let peptides: Int?
  private let uniquePeptides: Int?

  /// The columns that have a field of their own.
  let used: [Int?]

  init(
    _ kind: FeatureSection.Kind, _ header: SectionHeader, scores: [Int: MzTabParameter], file: String
  ) throws(OmicsError) {
    decoy = header.decoy
    database = header.column("database")
    switch kind.feature {
    case .protein:
      let accession = try header.required("accession", section: "PRH", file: file)
      key = .accession(accession)
      description = header.column("description")
      members = header.column("ambiguity_members")
      // Per-run counts say the same as the whole only where there is one run.
      peptides =
        header.column("num_peptides_distinct_ms_run[2]") == nil ? header.column("num_peptides_distinct_ms_run[1]") : nil
      uniquePeptides =
        header.column("num_peptides_unique_ms_run[2]") == nil ? header.column("num_peptides_unique_ms_run[1]") : nil
      used = [accession, description, members, header.decoy, peptides, uniquePeptides]
    case .peptide:
      let sequence = try header.required("sequence", section: "PEH", file: file)
      let accession = header.column("accession")
      key = .peptide(
        sequence: sequence, modifications: header.column("modifications"), charge: header.column("charge"),
        accession: accession)
      (description, members, peptides, uniquePeptides) = (nil, nil, nil, nil)
      used = [accession, header.decoy]
    default:
      let isFeature = kind.unit == "SMF"
      let names = isFeature ? ["SMF_ID"] : ["SML_ID", "identifier", "chemical_name", "description", "chemical_formula"]
      let columns = names.compactMap(header.column)
      guard !columns.isEmpty else {
        throw OmicsError(
          .missing, "the \(kind.unit) header lacks the column \(names[0])",
          at: SourceLocation(file: file, line: header.line))
      }
      let accessions = ["database_identifier", "identifier"].compactMap(header.column)
      key = .firstOf(columns, accession: accessions, prefix: isFeature ? "SMF:" : "")
      description = header.column("chemical_name") ?? header.column("description")
      (members, peptides, uniquePeptides) = (nil, nil, nil)
      used = [isFeature ? columns.first : header.column("SML_ID"), description]
    }
    qValue =
      header.bestScores.first { scores[$0.index]?.name.lowercased().contains("q-value") == true }?.column
  }

  /// The feature of a row; attributes and line are the caller's.
  func feature(
    _ fields: TabFields, kind: FeatureKind, header: SectionHeader, into builder: inout DatasetBuilder
  ) throws(OmicsError) -> Feature {
    var feature: Feature
    switch key {
    case .accession(let column):
      let accession = value(fields, column)
      guard !accession.isEmpty else { throw empty("accession", fields, builder.file) }
      // `P12345[2]`: the second quantity of one accession (specification 1.0, section 6.2.1).
      let part = MetadataKey.part(accession)
      feature = Feature(id: accession, kind: kind, accession: part.index == nil ? accession : String(part.name))
    case .peptide(let sequence, let modifications, let charge, let accession):
      feature = try peptide(fields, sequence, modifications, charge, accession, into: &builder)
    case .firstOf(let columns, let accessions, let prefix):
      let id = columns.map { value(fields, $0) }.first { !$0.isEmpty } ?? "line\(fields.number)"
      let accession = accessions.map { value(fields, $0) }.first { !$0.isEmpty }
      feature = Feature(id: prefix + id, kind: kind, accession: accession ?? id)
    }
    feature.description = description.map { value(fields, $0) } ?? ""
    if let decoy { feature.decoy = try Self.decoy(fields, decoy, header, file: builder.file) }
    feature.namespace = namespace(feature.accession, fields)
    if let qValue, case .number(let value) = MzTabNumber(fields[qValue]) { feature.qValue = value }
    feature.peptides = peptides.flatMap { Int(value(fields, $0)) }
    feature.uniquePeptides = uniquePeptides.flatMap { Int(value(fields, $0)) }
    if let members { addMembers(value(fields, members), to: &feature, line: fields.number, &builder) }
    return feature
  }

  /// A cell's text; empty for null.
  private func value(_ fields: TabFields, _ column: Int) -> String {
    if case .value = MzTabCell(fields[column]) { return fields.text(column) }
    return ""
  }

  private func empty(_ column: String, _ fields: TabFields, _ file: String) -> OmicsError {
    OmicsError(
      .value, "the row has no \(column)", at: SourceLocation(file: file, line: fields.number, column: column))
  }

  private func peptide(
    _ fields: TabFields, _ sequence: Int, _ modifications: Int?, _ charge: Int?, _ accession: Int?,
    into builder: inout DatasetBuilder
  ) throws(OmicsError) -> Feature {
    let written = value(fields, sequence)
    let residues = ProForma.residues(written)
    guard !residues.isEmpty else { throw empty("sequence", fields, builder.file) }
    let cell = modifications.map { value(fields, $0) } ?? ""
    var id = PeptideNotation.proforma(residues, modifications: cell, line: fields.number, into: &builder)
    if let charge, let number = Int(value(fields, charge)) { id += "/\(number)" }
    let protein = accession.map { value(fields, $0) } ?? ""
    return Feature(id: id, kind: .peptide, accession: protein.isEmpty ? residues : protein)
  }

  private func namespace(_ accession: String, _ fields: TabFields) -> Namespace {
    if accession.hasPrefix("sp|") || accession.hasPrefix("tr|") { return .uniprot }
    guard let database else { return .local }
    return value(fields, database).lowercased().contains("uniprot") && !accession.contains("|") ? .uniprot : .local
  }

  private func addMembers(
    _ cell: String, to feature: inout Feature, line: Int, _ builder: inout DatasetBuilder
  ) {
    guard !cell.isEmpty else { return }
    var list: [String] = []
    var seen: Set<String> = []
    for item in cell.split(whereSeparator: { $0 == "," || $0 == ";" }) {
      let member = MzTabParameter.trimmed(item)
      if !member.isEmpty, seen.insert(member).inserted { list.append(member) }
    }
    // Tools differ in whether the leader is listed again.
    if !seen.contains(feature.accession) { list.insert(feature.accession, at: 0) }
    guard list.count > 1 else { return }
    feature.members = list
    feature.leaderRule = "declared"
  }

  /// A decoy cell; nil for null.
  ///
  /// - Throws: `value` for anything but 0, 1, true, false and null: a decoy must not pass as a target.
  static func decoy(
    _ fields: TabFields, _ column: Int, _ header: SectionHeader, file: String
  ) throws(OmicsError) -> Bool? {
    guard case .value = MzTabCell(fields[column]) else { return nil }
    if let flag = flag(fields.text(column)) { return flag }
    throw OmicsError(
      .value, "expected 0 or 1, found \"\(fields.text(column).prefix(40))\"",
      at: SourceLocation(file: file, line: fields.number, column: header.name(column)))
  }

  /// 1 or 0, true or false.
  static func flag(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "1", "true", "1.0": true
    case "0", "false", "0.0": false
    default: nil
    }
  }
}
