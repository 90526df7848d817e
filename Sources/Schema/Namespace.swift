/// An identifier namespace, by its Bioregistry prefix (`hgnc`, `hgnc.symbol`, `ensembl`, `ncbigene`, `uniprot`, …).
public struct Namespace: RawRepresentable, Sendable, Hashable, Comparable {
  /// The Bioregistry prefix, or an own word where the registry has none.
  public let rawValue: String
  /// A namespace with its prefix.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// Ordered by prefix.
  public static func < (left: Namespace, right: Namespace) -> Bool { left.rawValue < right.rawValue }
}

extension Namespace {
  /// HGNC ids (`HGNC:7127`; the local id is written without the banana).
  public static let hgnc = Self(rawValue: "hgnc")
  /// HGNC gene symbols.
  public static let hgncSymbol = Self(rawValue: "hgnc.symbol")
  /// Ensembl stable ids of any entity type.
  public static let ensembl = Self(rawValue: "ensembl")
  /// NCBI Gene ids.
  public static let ncbiGene = Self(rawValue: "ncbigene")
  /// UniProtKB accessions.
  public static let uniprot = Self(rawValue: "uniprot")
  /// RefSeq accessions.
  public static let refseq = Self(rawValue: "refseq")
  /// Identifiers local to the file.
  public static let local = Self(rawValue: "local")
}
