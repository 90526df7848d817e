public import OmicsIO
public import ReaderKit
public import Schema

/// Reads gene annotation in GTF (GENCODE, Ensembl, RefSeq, UCSC, StringTie, 10x, collapsed) and GFF3.
///
/// The dataset holds every line with all its attributes, a model of every gene with its lengths by each definition in
/// use, and one feature of kind gene a gene. Positions count from 1 and include both ends.
public struct GtfFileReader: FormatReader {
  /// What the reader says about its format.
  public static let format = FormatDescriptor(
    id: "gtf", name: "GTF and GFF3", layer: .annotation, versions: ["GTF", "GFF3"],
    extensions: ["gtf", "gff", "gff3"], plugin: "gtf", pluginVersion: "1.0.0",
    summary: "Gene annotation: genes, transcripts, exons and coding pieces with all attributes, and gene lengths.")

  /// Judges a file by its name and first bytes only.
  public static func recognize(_ head: FileHead) -> Recognition { GtfRecognition.recognize(head) }

  /// Makes a reader; the format takes no options.
  public init(options: ReaderOptions) throws(OmicsError) {}

  /// Reads the whole source into the builder.
  ///
  /// - Throws: the errors of the text itself (encoding, limits, damaged compression). Malformed lines are collected by
  ///   the builder.
  public func read(_ source: inout ByteSource, into builder: inout DatasetBuilder) throws(OmicsError) {
    let syntax = GtfRecognition.syntax(try FileHead(of: &source, name: source.name))
    var lines = AnnotationLines(syntax: syntax)
    var scanner = LineScanner(limits: source.limits)
    while let line = try scanner.next(&source) {
      guard try lines.take(line, into: &builder) else { break }
    }
    // What follows ##FASTA is sequence: counted, checked as text, not kept.
    while let line = try scanner.next(&source) { lines.takeSequence(line) }
    for diagnostic in scanner.diagnostics { builder.diagnose(diagnostic) }
    try lines.finish(into: &builder)
  }
}
