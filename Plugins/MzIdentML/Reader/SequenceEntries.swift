internal import Schema

/// A protein sequence of the search database.
struct ProteinEntry {
  var id: String
  var accession: String
  var description = ""
  var line: Int
  /// Whether evidence called it decoy, and whether evidence called it target.
  var seenAsDecoy = false
  var seenAsTarget = false
}

/// A modification as written.
struct PeptideModification {
  /// 0 N-terminus, length + 1 C-terminus; nil when not stated.
  var location: Int?
  var massDelta: String
  var accession = ""
  var name = ""
  var isSubstitution = false
}

/// A peptide with its modifications.
struct PeptideEntry {
  var id: String
  var sequence = ""
  var modifications: [PeptideModification] = []
  var line: Int

  /// ProForma: UNIMOD, PSI-MOD and XL-MOD accessions as they are, masses otherwise; unplaced ones before the sequence.
  ///
  /// A location beyond the sequence is written as unplaced.
  var proforma: String {
    guard !modifications.isEmpty else { return sequence }
    let residues = Array(sequence)
    var tags = [String](repeating: "", count: residues.count + 2)
    var unplaced = ""
    for modification in modifications {
      let tag = "[\(Self.tag(modification))]"
      if let location = modification.location, tags.indices.contains(location) {
        tags[location] += tag
      } else {
        unplaced += tag
      }
    }
    var text = unplaced.isEmpty ? "" : unplaced + "?"
    if !tags[0].isEmpty { text += tags[0] + "-" }
    for (index, residue) in residues.enumerated() { text += String(residue) + tags[index + 1] }
    if let last = tags.last, !last.isEmpty, !residues.isEmpty { text += "-" + last }
    return text
  }

  private static func tag(_ modification: PeptideModification) -> String {
    for prefix in ["UNIMOD:", "MOD:", "XLMOD:", "RESID:"] where modification.accession.hasPrefix(prefix) {
      return modification.accession
    }
    if modification.massDelta.isEmpty { return modification.name.isEmpty ? "INFO:unknown" : modification.name }
    return modification.massDelta.hasPrefix("-") || modification.massDelta.hasPrefix("+")
      ? modification.massDelta : "+" + modification.massDelta
  }
}

/// What a piece of evidence links, by row numbers.
struct EvidenceEntry {
  var protein: Int32
  var peptide: Int32
  var isDecoy: Bool
}

/// A protein of a group.
struct HypothesisEntry {
  var protein: Int?
  var passThreshold: Bool?
  var isAnchor = false
  var isLeading = false
}

/// A group of proteins that the evidence cannot tell apart.
struct GroupEntry {
  var id: String
  var line: Int
  var hypotheses: [HypothesisEntry] = []
  /// `MS:1002415`, which decides from 1.2 on.
  var groupPasses: Bool?
}
