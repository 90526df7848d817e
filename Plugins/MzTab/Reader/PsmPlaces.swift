internal import Schema

/// Where a match of several rows lies in each of its proteins: `pre`, `post`, `start`, `end`, one entry a row.
///
/// In the identification the entries are joined by bars in the order of rows, `null` for none; the attribute
/// `evidence_accessions` names the rows' proteins where one of them has several rows.
struct PsmPlaces {
  static let names: Set<String> = ["pre", "post", "start", "end"]

  private let columns: [String]
  private var accessions: [String]
  private var entries: [[String]]

  /// The place of a match's first row.
  init(_ match: Identification, columns: [String]) {
    self.columns = columns
    accessions = [match.accessions.first ?? ""]
    entries = columns.map { column in [match.attributes.first { $0.key == column }?.value ?? ""] }
  }

  /// Adds the place of a further row.
  mutating func append(accession: String, _ place: [String]) {
    accessions.append(accession)
    for (index, value) in place.enumerated() { entries[index].append(value) }
  }

  /// Puts the joined entries into the match.
  func write(to match: inout Identification) {
    match.attributes.removeAll { Self.names.contains($0.key) }
    for (column, values) in zip(columns, entries) where values.contains(where: { !$0.isEmpty }) {
      match.attributes.append(.init(column, Self.joined(values)))
    }
    if match.accessions != accessions { match.attributes.append(.init("evidence_accessions", Self.joined(accessions))) }
  }

  private static func joined(_ values: [String]) -> String {
    values.map { $0.isEmpty ? "null" : $0 }.joined(separator: "|")
  }
}
