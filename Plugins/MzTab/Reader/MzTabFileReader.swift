public import OmicsIO
public import ReaderKit
public import Schema

/// Reads mzTab 1.0 (proteins, peptides, PSMs, small molecules), drafts before it, and the tables of mzTab 2.0-M.
///
/// Protein, peptide and small-molecule rows become features with one abundance table a kind; PSM rows become
/// identifications, one a `PSM_ID`. Missing values stay apart: `null` is not reported, `NaN` and `INF` are no numbers,
/// 0 is 0.
public struct MzTabFileReader: FormatReader {
  /// What the reader says about its format.
  public static let format = FormatDescriptor(
    id: "mztab", name: "mzTab", layer: .proteomics, versions: ["1.0", "2.0-M", "draft before 1.0"],
    extensions: ["mztab", "txt"], plugin: "mztab", pluginVersion: "1.0.0",
    summary: "HUPO-PSI result tables: proteins, peptides, peptide-spectrum matches, small molecules and abundances.")

  /// Judges a file by its name and first bytes only.
  public static func recognize(_ head: FileHead) -> Recognition { MzTabRecognition.recognize(head) }

  /// Makes a reader; the format takes no options.
  public init(options: ReaderOptions) throws(OmicsError) {}

  /// Reads the whole source into the builder.
  ///
  /// - Throws: the errors of the text itself and of table headers; errors of rows are collected by the builder.
  public func read(_ source: inout ByteSource, into builder: inout DatasetBuilder) throws(OmicsError) {
    var lines = MzTabLines()
    var scanner = LineScanner(limits: source.limits)
    var fields = TabFields()
    while let line = try scanner.next(&source) {
      try fields.cut(line, limits: source.limits, file: builder.file)
      try lines.take(fields, into: &builder)
    }
    for diagnostic in scanner.diagnostics { builder.diagnose(diagnostic) }
    try lines.finish(into: &builder)
  }
}
