internal import OmicsIO
internal import ReaderKit
internal import Schema

/// How the rows of one section make features.
struct FeatureLayout {
  private enum Key {
    /// Accession, with a suffix for several quantities of one.
    case accession(Int)
    /// Rows that are read as peptides, not here.
    case peptide
    /// The first of these columns that says something.
    case firstOf([Int], accession: [Int], prefix: String)
  }

  /// The columns of a peptide row; the accession is the protein's.
  struct PeptideColumns {
    var sequence: Int
    var modifications: Int?
    var charge: Int?
    var accession: Int?
  }

  /// Where the section is that of peptides.
  private(set) var peptideColumns: PeptideColumns?
  private var bytes = PeptideBytes()
  private var id: [UInt8] = []
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
      key = .peptide
      peptideColumns = PeptideColumns(
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
    case .peptide: throw empty("sequence", fields, builder.file)
    case .firstOf(let columns, let accessions, let prefix):
      let id = columns.map { value(fields, $0) }.first { !$0.isEmpty } ?? "line\(fields.number)"
      let name = header.name(columns[0])
      if name.hasSuffix("_ID") {
        let own = value(fields, columns[0])
        if own.isEmpty {
          builder.warn(
            "missing-row-id", "the row has no \(name); it is named \(prefix)\(id)", line: fields.number, column: name)
        }
        IdentifierCheck.warn(own, column: name, line: fields.number, into: &builder)
      }
      let accession = accessions.map { value(fields, $0) }.first { !$0.isEmpty }
      feature = Feature(id: prefix + id, kind: kind, accession: accession ?? id)
    }
    feature.description = description.map { value(fields, $0) } ?? ""
    if let decoy { feature.decoy = try Self.decoy(fields, decoy, header, file: builder.file) }
    feature.namespace = feature.accession.withUTF8 { namespace(UnsafeRawBufferPointer($0), fields) }
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

  /// Adds the feature of a peptide row, from its bytes; `attributes` adds what it carries.
  ///
  /// Returns its row and whether its name stood on an earlier row; it carries a number then.
  mutating func addPeptide(
    _ fields: TabFields, _ columns: PeptideColumns, header: SectionHeader, repeats: inout [String: Int],
    into builder: inout DatasetBuilder, attributes: (inout AttributeTable) -> Void
  ) throws(OmicsError) -> (row: Int, isRepeated: Bool) {
    var row = FeatureTable.Fields(kind: .peptide)
    row.line = Int32(clamping: fields.number)
    if let decoy { row.decoy = try Self.decoy(fields, decoy, header, file: builder.file) }
    if let qValue, case .number(let value) = MzTabNumber(fields[qValue]) { row.qValue = value }
    let cell = columns.modifications.map { fields.stated($0) } ?? UnsafeRawBufferPointer(start: nil, count: 0)
    bytes.read(fields.stated(columns.sequence), modifications: cell, line: fields.number, into: &builder)
    guard !bytes.residues.isEmpty else { throw empty("sequence", fields, builder.file) }
    id.removeAll(keepingCapacity: true)
    id.append(contentsOf: bytes.proforma)
    if let charge = columns.charge, let number = NumberParsing.integer(fields.stated(charge)) {
      id.append(UInt8(ascii: "/"))
      id.append(contentsOf: "\(number)".utf8)
    }
    let isRepeated = id.withUnsafeBytes { builder.feature(.peptide, $0) } != nil
    if isRepeated {
      let name = String(decoding: id, as: UTF8.self)
      repeats[name, default: 1] += 1
      id.append(contentsOf: "#\(repeats[name] ?? 1)".utf8)
      if id.withUnsafeBytes({ builder.feature(.peptide, $0) }) != nil {
        throw OmicsError(.duplicate, "peptide \(name) and its number stand on an earlier row already")
      }
    }
    let protein = columns.accession.map { fields.stated($0) } ?? UnsafeRawBufferPointer(start: nil, count: 0)
    IdentifierCheck.warn(protein, column: "accession", line: fields.number, into: &builder)
    attributes(&builder.dataset.features.attributes)
    let index = bytes.residues.withUnsafeBytes { residues in
      id.withUnsafeBytes { id in
        row.id = id
        row.accession = protein.isEmpty ? residues : protein
        if let accession = row.accession, accession.elementsEqual(id) { row.accession = nil }
        row.namespace = namespace(protein, fields)
        return builder.addFeature(row)
      }
    }
    return (index, isRepeated)
  }

  /// Of a protein accession, by its own form and the database column.
  private func namespace(_ accession: UnsafeRawBufferPointer, _ fields: TabFields) -> Namespace {
    if accession.starts(with: "sp|".utf8) || accession.starts(with: "tr|".utf8) { return .uniprot }
    guard let database, !accession.contains(0x7C) else { return .local }
    return Self.contains(fields.stated(database), "uniprot") ? .uniprot : .local
  }

  /// Whether a cell holds a word, whatever the case of its letters.
  private static func contains(_ cell: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard cell.count >= length else { return false }
    return (0...(cell.count - length)).contains { start in
      MzTabCell.equals(UnsafeRawBufferPointer(rebasing: cell[start..<start + length]), word)
    }
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
