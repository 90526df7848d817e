public import Schema

/// Splits an identifier of a known namespace into local id, version, isoform and identity flags.
public enum AccessionParser {
  /// The accession of `text` in `namespace`. Versions are split only from accession patterns, never from symbols.
  public static func parse(_ text: String, namespace: Namespace) -> Accession {
    switch namespace {
    case .ensembl: ensembl(text)
    case .uniprot: uniProt(text)
    case .refseq: versioned(text, namespace: .refseq)
    case .hgnc: Accession(namespace: .hgnc, local: hgncLocal(text), raw: text)
    default: Accession(namespace: namespace, local: text, raw: text)
    }
  }

  /// The digits of an HGNC id with or without its prefix, which some sources write twice.
  public static func hgncLocal(_ text: String) -> String {
    var local = text[...]
    while local.count > 5, local.prefix(5).lowercased() == "hgnc:" { local = local.dropFirst(5) }
    return String(local)
  }

  private static func ensembl(_ text: String) -> Accession {
    var core = Substring(text)
    var flags: [String] = []
    if core.hasSuffix("_PAR_Y") {
      core = core.dropLast(6)
      flags.append("PAR_Y")
    } else if let underscore = core.lastIndex(of: "_") {
      flags.append(String(core[core.index(after: underscore)...]))
      core = core[..<underscore]
    }
    var accession = versioned(String(core), namespace: .ensembl)
    accession.flags = flags
    accession.raw = text
    return accession
  }

  private static func uniProt(_ text: String) -> Accession {
    guard let dash = text.firstIndex(of: "-") else { return versioned(text, namespace: .uniprot) }
    let isoform = text[text.index(after: dash)...]
    guard !isoform.isEmpty, isoform.utf8.allSatisfy(IdentifierPattern.isDigit) else {
      return Accession(namespace: .uniprot, local: text, raw: text)
    }
    return Accession(namespace: .uniprot, local: String(text[..<dash]), isoform: String(isoform), raw: text)
  }

  private static func versioned(_ text: String, namespace: Namespace) -> Accession {
    guard let dot = text.lastIndex(of: "."), text.index(after: dot) < text.endIndex else {
      return Accession(namespace: namespace, local: text, raw: text)
    }
    let version = text[text.index(after: dot)...]
    guard version.utf8.allSatisfy(IdentifierPattern.isDigit) else {
      return Accession(namespace: namespace, local: text, raw: text)
    }
    return Accession(namespace: namespace, local: String(text[..<dot]), version: String(version), raw: text)
  }
}
