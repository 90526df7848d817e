public import OmicsIO
public import ReaderKit
public import Schema

/// Reads mzIdentML 1.1, 1.1.1, 1.2 and 1.3: peptide-spectrum matches, peptides, proteins and protein groups.
///
/// One forward pass: the sequence collection stands before the results and is kept compactly; references are resolved as
/// they are met. The version is decided by the namespace. Items, spectra and joined cross-linked matches are counted
/// apart; decoys are decided by all evidences of an item.
public struct MzIdentMLFileReader: FormatReader {
  /// What the reader says about its format.
  public static let format = FormatDescriptor(
    id: "mzidentml", name: "mzIdentML", layer: .proteomics, versions: ["1.1", "1.1.1", "1.2", "1.3"],
    extensions: ["mzid", "mzidentml", "xml"], plugin: "mzidentml", pluginVersion: "1.0.0",
    summary: "Search-engine identifications: spectra, peptides with modifications, proteins and protein groups.")

  /// Makes a reader; the format takes no options.
  public init(options: ReaderOptions) throws(OmicsError) {}

  /// Judges a file by its name and first bytes only.
  public static func recognize(_ head: FileHead) -> Recognition { MzIdentMLRecognition.recognize(head) }

  /// Reads the whole source into the builder.
  ///
  /// - Throws: what the XML parser refuses (malformed, truncated, unsafe), or `unsupported` for another namespace.
  public func read(_ source: inout ByteSource, into builder: inout DatasetBuilder) throws(OmicsError) {
    let handler = DocumentHandler(file: source.name)
    try XMLPushParser.parse(&source, handler: handler)
    try DocumentAssembly(handler).assemble(into: &builder)
  }
}
