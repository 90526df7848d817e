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
      do throws(OmicsError) {
        try fields.cut(line, limits: source.limits, file: builder.file)
      } catch {
        throw error.code == .limit ? beside(error, &scanner, &source) : error
      }
      try lines.take(fields, into: &builder)
    }
    for diagnostic in scanner.diagnostics { builder.diagnose(diagnostic) }
    try lines.finish(into: &builder)
  }

  /// A line that is too wide, told with the next row: where only a header is, its rows show it.
  private func beside(
    _ error: OmicsError, _ scanner: inout LineScanner, _ source: inout ByteSource
  ) -> OmicsError {
    while let next = (try? scanner.next(&source)) ?? nil {
      if next.bytes.isEmpty || next.bytes.starts(with: "COM".utf8) { continue }
      var told = error
      told.message += "; line \(next.number), the next of its table, has \(next.bytes.count { $0 == 0x09 } + 1)"
      return told
    }
    return error
  }
}
