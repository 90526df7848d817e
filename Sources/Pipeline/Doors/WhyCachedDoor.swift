internal import OmicsIO
public import Schema
internal import Workspace

/// The verb `why-cached`.
public enum WhyCachedDoor {
  /// A stage of a run, its key, and the key nearest to it in the workspace.
  struct Entry: Sendable {
    var key: StageKey
    var wasCached: Bool
    var isStored: Bool
    var differences: [StageKey.Difference]?
  }

  /// The answer.
  public struct Answer: Sendable {
    var entries: [Entry]
    /// What is to be said of a stage that is not cached.
    var note = ""

    /// The answer as text.
    public var text: String {
      guard note.isEmpty else { return note + "\n" }
      return entries.map { entry in
        var text = "\(entry.key.stage): \(entry.wasCached ? "taken from the cache" : "computed") by this run; "
        text += entry.isStored ? "its value is in the workspace\n" : "its value is not in the workspace\n"
        text += "  key \(entry.key.digest)\n"
        if let differences = entry.differences {
          text += "  the nearest other key of this stage differs in:\n"
          for part in differences {
            text += "    \(part.part): \(Self.short(part.before)) there, \(Self.short(part.after)) here\n"
          }
        } else {
          text += "  the workspace holds no other key of this stage\n"
        }
        return text
      }.joined()
    }

    private static func short(_ text: String?) -> String {
      guard let text else { return "absent" }
      return text.count == 64 ? "\(text.prefix(12))…" : text
    }

    /// The answer as JSON.
    public var jsonText: String {
      guard note.isEmpty else {
        return JSONWriter(isIndented: true).text(
          of: .array([.members(["cached": .bool(false), "stored": .bool(false), "note": .string(note)])]))
      }
      return JSONWriter(isIndented: true).text(
        of: .array(
          entries.map { entry in
            .members([
              "stage": .string(entry.key.stage), "cached": .bool(entry.wasCached), "stored": .bool(entry.isStored),
              "key_sha256": .string(entry.key.digest), "key": .string(entry.key.text),
              "differences": entry.differences.map { parts in
                .array(
                  parts.map {
                    .members([
                      "part": .string($0.part), "before": $0.before.map(JSONValue.string) ?? .null,
                      "after": $0.after.map(JSONValue.string) ?? .null,
                    ])
                  })
              } ?? .null,
            ])
          }))
    }
  }

  /// Why a stage of a run was or was not taken from the cache.
  ///
  /// - Parameter stage: a stage as the run's log names it (`rank/calibration`), or its first word for all its parts.
  /// - Throws: `usage` for a stage that the run did not ask the cache for, with those it did.
  public static func ask(_ folder: String, stage: String, cache: StageCache) throws(OmicsError) -> Answer {
    let record = try RecordedRun.record(folder)
    let path = "\(folder)/log.jsonl"
    var known: [(key: StageKey, isHit: Bool)] = []
    for line in (FolderListing.isFile(path) ? try FileText.read(path) : "").split(separator: "\n") {
      let json = try JSONParser.parse(Array(line.utf8), file: path)
      guard json["event"]?.text == "stage", let key = json["key"]?.text.flatMap(StageKey.init(text:)) else { continue }
      if !known.contains(where: { $0.key == key }) { known.append((key, json["cached"]?.flag ?? false)) }
    }
    // The record says "normalise proteomics/c", the key "normalise/proteomics/c".
    let name = stage.split(separator: " ").joined(separator: "/")
    let asked = known.filter { $0.key.stage == name || $0.key.stage.hasPrefix(name + "/") }
    guard !asked.isEmpty else {
      if let own = record.stages.first(where: { $0.name == stage || $0.name.hasPrefix(stage + " ") }) {
        return Answer(
          entries: [],
          note:
            "\(own.name): computed by every run (version \(own.version), \(own.rowsIn) rows in, \(own.rowsOut) out); "
            + "it costs too little to be kept" + (known.isEmpty ? ", and this run was made without a cache" : ""))
      }
      let names = (record.stages.map(\.name) + known.map(\.key.stage)).joined(separator: ", ")
      throw OmicsError(
        .usage, "the run has no stage \"\(stage)\"", at: SourceLocation(file: folder), hint: "It has: \(names).")
    }
    var entries: [Entry] = []
    for (key, isHit) in asked {
      let stored = try cache.keys(of: key.stage)
      let nearest = stored.filter { $0 != key }.map { key.difference(from: $0) }.min { $0.count < $1.count }
      entries.append(
        Entry(key: key, wasCached: isHit, isStored: stored.contains(key), differences: nearest))
    }
    return Answer(entries: entries)
  }
}
