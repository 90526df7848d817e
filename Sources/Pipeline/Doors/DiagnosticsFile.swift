internal import OmicsIO
public import Schema

/// Diagnostics and errors as JSON lines, for `--diagnostics FILE`.
public enum DiagnosticsFile {
  /// Writes one JSON object a line.
  public static func write(_ diagnostics: [Diagnostic], to path: String, force: Bool) throws(OmicsError) {
    let file = try AtomicFile(path, force: force)
    for diagnostic in diagnostics {
      try file.append(JSONWriter().bytes(of: diagnostic.json))
      try file.append(byte: 0x0A)
    }
    try file.commit()
  }
}
