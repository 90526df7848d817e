/// Names files that users hand over by mistake, so that a refusal can say what the file is.
public enum ForeignFormat {
  /// What the head is, in words such as `an HTML page`; nil when nothing is known of it.
  public static func name(of head: FileHead) -> String? {
    let bytes = head.bytes
    if bytes.isEmpty { return "an empty file" }
    for (magic, name) in magics where bytes.starts(with: magic) { return name }
    if bytes.count >= 4, (bytes[0] == 0) != (bytes[1] == 0), (bytes[2] == 0) != (bytes[3] == 0) {
      return "UTF-16 text without a byte-order mark (convert it to UTF-8 first)"
    }
    let text = head.text.prefix(4096).drop { $0.isWhitespace }.lowercased()
    // Markup in the cells of a table makes it no page.
    if text.hasPrefix("<") {
      if text.hasPrefix("<!doctype html") || text.contains("<html") { return "an HTML page" }
      for (needle, name) in roots where text.contains(needle) { return name }
    }
    if text.hasPrefix("{") || text.hasPrefix("[{") { return "a JSON file" }
    if text.hasPrefix(">") { return "a FASTA file" }
    if text.hasPrefix("##fileformat=vcf") { return "a VCF file" }
    if text.hasPrefix("@hd\t") || text.hasPrefix("@sq\t") { return "a SAM file" }
    if text.hasPrefix("begin ions") { return "an MGF spectrum file" }
    if let root = root(of: head) { return "an XML file with the root element \(root.name)" }
    return nil
  }

  /// Where the same content may be had in a form that is read; nil when nothing is known.
  static func hint(for name: String) -> String? {
    name == "an HDF5 file" ? "kallisto writes the quantities of abundance.h5 to abundance.tsv beside it, too." : nil
  }

  /// The line that decides what a file is: the root element of XML, the first that is no comment of other texts, the
  /// one with a NUL where there is one.
  static func firstLine(of head: FileHead) -> Int {
    if let end = head.bytes.firstIndex(of: 0) { return head.bytes[..<end].count { $0 == 0x0A } + 1 }
    if let root = root(of: head) { return root.line }
    return (head.lines.firstIndex { !$0.hasPrefix("#") && !$0.isEmpty } ?? 0) + 1
  }

  /// The first start tag of an XML text after declarations and comments: its name and its line.
  private static func root(of head: FileHead) -> (name: String, line: Int)? {
    let bytes = Array(head.text.utf8)
    guard bytes.first(where: { $0 > 0x20 && $0 < 0x80 }) == UInt8(ascii: "<") else { return nil }
    var line = 1
    var index = 0
    var isComment = false
    while index < bytes.count {
      let rest = bytes[index...]
      if bytes[index] == 0x0A { line += 1 }
      if isComment {
        isComment = !rest.starts(with: "-->".utf8)
      } else if rest.starts(with: "<!--".utf8) {
        isComment = true
      } else if bytes[index] == UInt8(ascii: "<"), let next = rest.dropFirst().first, next != 0x21, next != 0x3F {
        let name = rest.dropFirst().prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
        return name.isEmpty ? nil : (String(decoding: name.prefix(60), as: UTF8.self), line)
      }
      index += 1
    }
    return nil
  }

  private static let magics: [([UInt8], String)] = [
    ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive (or an Excel workbook)"),
    ([0xD0, 0xCF, 0x11, 0xE0], "a legacy Excel workbook"),
    ([0x25, 0x50, 0x44, 0x46], "a PDF document"),
    ([0x89, 0x48, 0x44, 0x46], "an HDF5 file"),
    ([0x50, 0x41, 0x52, 0x31], "a Parquet file"),
    ([0x42, 0x41, 0x4D, 0x01], "a BAM file"),
    ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard archive"),
    ([0x42, 0x5A, 0x68], "a bzip2 archive"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz archive"),
    (Array("SQLite format 3".utf8), "an SQLite database"),
  ]

  private static let roots: [(String, String)] = [
    ("<mzml", "mzML spectra"), ("<indexedmzml", "mzML spectra"), ("<mzxml", "mzXML spectra"),
    ("<msms_pipeline_analysis", "pepXML identifications"), ("<protein_summary", "protXML identifications"),
    ("<mzquantml", "an mzQuantML file"), ("<traml", "a TraML file"), ("<svg", "an SVG picture"),
  ]
}
