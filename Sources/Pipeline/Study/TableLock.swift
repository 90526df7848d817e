internal import Schema

/// A lock file: the mapping tables of a run, each pinned by release and digest.
struct TableLock {
  /// A pinned table.
  struct Pin: Hashable {
    var name: String
    var release: String
    /// The path relative to the lock file; empty to look the release up in the catalogue.
    var path: String
    var sha256: String
  }

  var pins: [Pin]

  /// Reads a lock file.
  init(path: String) throws(OmicsError) {
    let top = try YAMLMapping(text: try FileText.read(path), file: path)
    try top.checkKeys(["tables"], in: "a table lock")
    pins = []
    for item in try top.mappings("tables") {
      try item.checkKeys(["name", "release", "path", "sha256", "licence", "date", "rows"], in: "a locked table")
      pins.append(
        Pin(
          name: try item.requiredString("name", in: "a locked table"),
          release: try item.requiredString("release", in: "a locked table"), path: try item.string("path") ?? "",
          sha256: try item.requiredString("sha256", in: "a locked table")))
    }
  }

  /// The text of a lock file.
  static func text(_ pins: [Pin]) -> String {
    var text = "# Mapping tables of a run, pinned by release and digest.\ntables:\n"
    for pin in pins {
      text += "  - { name: \(pin.name), release: \"\(pin.release)\", "
      if !pin.path.isEmpty { text += "path: \"\(pin.path)\", " }
      text += "sha256: \(pin.sha256) }\n"
    }
    return text
  }
}
