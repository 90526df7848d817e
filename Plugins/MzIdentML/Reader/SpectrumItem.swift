internal import Schema

/// One SpectrumIdentificationItem with what joining needs.
struct SpectrumItem {
  /// The row as it stands on its own.
  var row: Identification
  /// The index of the peptide; -1 for none.
  var peptide: Int
  /// The value of `MS:1002511`; nil when the item is no part of a cross-link.
  var link: String?
}

/// Joins the items of one spectrum that are one cross-linked match.
///
/// Items belong together when they share the value of `MS:1002511` and the rank (mzIdentML 1.2, section 5.2.7). The
/// public 1.3 example uses one value again in other spectra for other matches, so a match never reaches beyond its
/// spectrum.
enum CrossLinkJoining {
  /// One match: the row, and how many items it took in beyond the first.
  struct Match {
    var row: Identification
    var joined: [Int]
  }

  /// The matches of a spectrum in order of their first item.
  static func matches(_ items: [SpectrumItem], sequences: borrowing SequenceTables) -> [Match] {
    var matches: [Match] = []
    var members: [[Int]] = []
    var index: [String: Int] = [:]
    for (position, item) in items.enumerated() {
      if let link = item.link {
        let key = "\(item.row.rank)\t\(link)"
        if let known = index[key] {
          members[known].append(position)
          continue
        }
        index[key] = members.count
      }
      members.append([position])
    }
    for group in members {
      let joined = group.dropFirst().map { items[$0].row.line }
      matches.append(Match(row: group.count == 1 ? items[group[0]].row : join(group, items, sequences), joined: joined))
    }
    return matches
  }

  private static func join(_ group: [Int], _ items: [SpectrumItem], _ sequences: borrowing SequenceTables)
    -> Identification
  {
    var row = items[group[0]].row
    var peptides: [Int] = []
    for position in group where items[position].peptide >= 0 && !peptides.contains(items[position].peptide) {
      peptides.append(items[position].peptide)
    }
    var labels: [String] = []
    var (plain, proforma): ([String], [String]) = ([], [])
    for peptide in peptides {
      plain.append(sequences.sequences[peptide])
      let linked = sequences.linked[peptide].map { ProForma.write(sequences.sequences[peptide], $0, labels: &labels) }
      proforma.append(linked ?? sequences.proforma(peptide))
    }
    row.sequence = plain.joined(separator: "//")
    row.proforma = proforma.joined(separator: "//")
    for position in group.dropFirst() {
      let other = items[position].row
      for accession in other.accessions where !row.accessions.contains(accession) { row.accessions.append(accession) }
      for score in other.scores where !row.scores.contains(score) { row.scores.append(score) }
      // A match with a decoy on one side is a decoy match; it passes when all of it passes.
      if row.decoy != true { row.decoy = other.decoy == true ? true : (row.decoy == nil ? nil : other.decoy) }
      if let passes = other.passThreshold { row.passThreshold = (row.passThreshold ?? true) && passes }
    }
    return row
  }
}
