public import OmicsIO
public import ReaderKit
public import Schema

/// Reads mzIdentML 1.0, 1.1, 1.1.1, 1.2 and drafts of 1.3 in one forward pass.
///
/// Items become identifications (cross-linked ones joined into one match), DBSequence, Peptide and
/// ProteinAmbiguityGroup become features, SpectraData become samples. The namespace decides the version.
public struct MzIdentMLFileReader: FormatReader {
  /// What the reader says about its format.
  public static let format = FormatDescriptor(
    id: "mzidentml", name: "mzIdentML", layer: .proteomics, versions: ["1.0", "1.1", "1.1.1", "1.2", "1.3"],
    extensions: ["mzid", "mzidentml", "xml"], plugin: "mzidentml", pluginVersion: "1.0.0",
    summary: "HUPO-PSI identifications: spectra, peptides, proteins and protein groups with scores and thresholds.")

  /// Judges a file by its name and first bytes only.
  public static func recognize(_ head: FileHead) -> Recognition { MzIdentMLRecognition.recognize(head) }

  /// Makes a reader; the format takes no options.
  public init(options: ReaderOptions) throws(OmicsError) {}

  /// Reads the whole source into the builder.
  ///
  /// - Throws: the errors of the XML itself (`truncated`, `malformed`, `unsafe`, `limit`), `unsupported` for another
  ///   namespace, `missing` for a document without a list of results; errors of elements are collected by the builder.
  public func read(_ source: inout ByteSource, into builder: inout DatasetBuilder) throws(OmicsError) {
    let handler = DocumentHandler(builder: DatasetBuilder(layer: .proteomics, file: builder.file))
    // The parser's events reach the handler only, so the builder stays there for the time of the parse.
    swap(&handler.document.builder, &builder)
    var failure: OmicsError?
    do throws(OmicsError) {
      try XMLPushParser.parse(&source, handler: handler)
      try handler.document.finish()
    } catch {
      failure = error
    }
    swap(&handler.document.builder, &builder)
    if let failure { throw failure }
  }
}
