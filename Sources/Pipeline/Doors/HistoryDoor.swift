internal import Drift
internal import OmicsIO
internal import Report
public import Schema

/// `drift --history RUN...`: many runs of one study in order.
public enum HistoryDoor {
  /// The history and how to print it.
  public struct Outcome: Sendable {
    let history: RunHistory
    let runs: [String]
    /// For each run after the first: what differs from the run before it, named.
    let changes: [[String]]

    /// `history.json` as text.
    public var jsonText: String { JSONWriter(isIndented: true).text(of: json) }

    var json: JSONValue {
      .members([
        "schema": .string("plumbline-history/1"), "runs": .array(runs.map(JSONValue.string)),
        "changes": .array(changes.map { .array($0.map(JSONValue.string)) }),
        "kendall_w": .number(history.concordance), "top": .integer(history.top),
        "targets": .array(
          history.lines.map { line in
            .members([
              "target": .string(line.target), "symbol": .string(line.symbol),
              "ranks": .array(line.ranks.map { $0.map(JSONValue.integer) ?? .null }),
              "in_top": .number(line.inTop), "largest_delta": .number(line.largest), "floor": .number(line.floor),
              "first_moved": line.firstMoved.map { .string(runs[$0]) } ?? .null,
            ])
          }),
      ])
    }

    /// The history as TSV: one row a target.
    var table: [UInt8] {
      var table = TableText(["target", "symbol", "in_top", "largest_delta", "floor", "first_moved"] + runs)
      for line in history.lines {
        table.append(
          [
            .text(line.target), .text(line.symbol), .number(line.inTop), .number(line.largest), .number(line.floor),
            .text(line.firstMoved.map { runs[$0] } ?? ""),
          ] + line.ranks.map { .whole($0) })
      }
      return table.bytes
    }

    /// The verdict, what changed from run to run, and the targets that moved or lead.
    public var text: String {
      let moved = history.lines.filter { $0.firstMoved != nil }
      var text = "\(moved.count) of \(history.lines.count) leading targets stood beyond their noise floor in some run; "
      text += "Kendall's W \(NumberText.fixed(history.concordance, 4)) over \(runs.count) runs.\n\n"
      for (index, words) in changes.enumerated() {
        let list = words.prefix(3).joined(separator: "; ") + (words.count > 3 ? "; …" : "")
        text += "\(runs[index + 1]): \(HTMLText.terminal(words.isEmpty ? "nothing recorded changed" : list))\n"
      }
      let shown = (moved.isEmpty ? history.lines : moved).prefix(15)
      text += "\n"
      text += TerminalTable.render(
        ["target", "in top \(history.top)", "largest", "floor", "first moved in"] + runs.suffix(8),
        shown.map { line in
          [
            line.symbol.isEmpty ? line.target : line.symbol, NumberText.percent(line.inTop),
            NumberText.fixed(line.largest, 2), NumberText.fixed(line.floor, 2),
            line.firstMoved.map { runs[$0] } ?? "-",
          ] + line.ranks.suffix(8).map { $0.map(String.init) ?? "absent" }
        }, numeric: Set([1, 2, 3] + (5..<(5 + min(8, runs.count)))))
      return text
    }

    /// Writes `history.json` and `history.tsv` into a folder.
    public func write(to folder: String, force: Bool) throws(OmicsError) {
      try FolderListing.makeParents(of: folder)
      let output = try AtomicFolder(folder, force: force, markers: ["history.json", "drift.json"])
      for (name, bytes) in [
        ("history.json", JSONWriter(isIndented: true).bytes(of: json)), ("history.tsv", table),
      ] {
        let file = try output.file(name)
        try file.append(bytes)
        try file.close()
      }
      try output.commit()
    }
  }

  /// Reads run folders in order and compares each with the first.
  ///
  /// - Throws: `usage` for fewer than two, `unsupported` when one cannot be compared with the first.
  public static func read(_ folders: [String], top: Int?) throws(OmicsError) -> Outcome {
    guard folders.count >= 2 else { throw OmicsError(.usage, "a history needs two runs or more") }
    var runs: [RecordedRun] = []
    for folder in folders { runs.append(try RecordedRun(folder)) }
    for run in runs { try DriftDoor.checkComparable(runs[0], run) }
    var changes: [[String]] = []
    for (earlier, later) in zip(runs, runs.dropFirst()) {
      changes.append(
        ComponentDifference.between(earlier.record.components, later.record.components).map {
          "\(DriftVerdict.named($0.kind, $0.name)) \($0.summary)"
        })
    }
    var names: [String] = []
    for folder in folders {
      let name = RelativePath.name(of: folder)
      names.append(names.contains(name) ? folder : name)
    }
    return Outcome(
      history: RunHistory(
        runs.map { DriftDoor.list($0.ranking) }, floors: runs[0].floors.one, top: top ?? DriftAnalysis.standardLeading),
      runs: names, changes: changes)
  }
}
