internal import OmicsIO
internal import Schema

/// `ranking.tsv`, `attributions.tsv` and `control.json` of an engine, both ways. What a plugin wrote is read as
/// untrusted text.
enum EngineFiles {
  static let rankingColumns = ["rank", "target", "symbol", "score", "rank_low", "rank_high", "direction"]
  static let attributionColumns = ["target", "layer", "value"]

  // MARK: Writing

  static func ranking(_ findings: EngineFindings) -> [UInt8] {
    var table = TableText(rankingColumns)
    for target in findings.ranking {
      table.append([
        .whole(target.rank), .text(target.target), .text(target.symbol), .number(target.score),
        .number(target.rankLow), .number(target.rankHigh), .text(target.direction.rawValue),
      ])
    }
    return table.bytes
  }

  static func attributions(_ findings: EngineFindings) -> [UInt8] {
    var table = TableText(attributionColumns)
    for item in findings.attributions {
      table.append([.text(item.target), .text(item.layer), .number(item.value)])
    }
    return table.bytes
  }

  /// - Parameter details: further members, after those of the contract.
  static func control(_ findings: EngineFindings, details: [(key: String, value: JSONValue)] = []) -> [UInt8] {
    let members: [(key: String, value: JSONValue)] = [
      ("metric", .string(findings.metric)), ("score", .number(findings.score)),
      (
        "controls",
        .array(findings.controls.map { .members(["id": .string($0.id), "score": .number($0.score)]) })
      ),
      ("beats_control", .bool(findings.beatsControl)), ("sentence", .string(findings.sentence)),
    ]
    return JSONWriter(isIndented: true).bytes(
      of: .object((members + details).map { JSONValue.Member($0.key, $0.value) }))
  }

  // MARK: Reading

  /// Reads the findings that a plugin left in a folder; `targets` are those of the study where they are known.
  ///
  /// - Throws: `plugin`, naming file and line, when they do not keep the contract.
  static func findings(_ engine: String, in folder: String, targets: Set<String>?) throws(OmicsError) -> EngineFindings
  {
    do throws(OmicsError) {
      let control = try controlObject("\(folder)/control.json")
      return EngineFindings(
        engine: engine, ranking: try rankingRows("\(folder)/ranking.tsv", targets: targets),
        metric: control.metric, score: control.score, controls: control.controls,
        beatsControl: control.beatsControl, sentence: control.sentence)
    } catch {
      guard error.code != .plugin else { throw error }
      throw OmicsError(
        .plugin, "engine \(engine) broke its contract: \(error.message)", at: error.location, hint: error.hint)
    }
  }

  private static func rankingRows(_ path: String, targets: Set<String>?) throws(OmicsError) -> [EngineFindings.Target] {
    var source = try ByteSource.file(path)
    var scanner = DelimitedScanner(delimiter: 0x09)
    guard let header = try scanner.next(&source), Array(header.strings().prefix(rankingColumns.count)) == rankingColumns
    else {
      throw OmicsError(
        .missing, "ranking.tsv needs the columns \(rankingColumns.joined(separator: ", "))",
        at: SourceLocation(file: path, line: 1))
    }
    var rows: [EngineFindings.Target] = []
    var seen: Set<String> = []
    while let row = try scanner.next(&source) {
      let place = SourceLocation(file: path, line: row.lineNumber)
      let cells = row.strings()
      guard cells.count >= rankingColumns.count else { throw OmicsError(.malformed, "a row is too short", at: place) }
      guard Int(cells[0]) == rows.count + 1 else {
        throw OmicsError(.value, "expected rank \(rows.count + 1), found \"\(cells[0])\"", at: place)
      }
      guard targets?.contains(cells[1]) ?? true else {
        throw OmicsError(.value, "\"\(cells[1])\" is no target of the study", at: place)
      }
      guard seen.insert(cells[1]).inserted else {
        throw OmicsError(.duplicate, "target \(cells[1]) stands twice", at: place)
      }
      func number(_ column: Int) throws(OmicsError) -> Double {
        if cells[column] == "NA" { return .nan }
        guard let value = Double(cells[column]), value.isFinite else {
          throw OmicsError(.value, "expected a number, found \"\(cells[column])\"", at: place)
        }
        return value
      }
      let score = try number(3)
      guard !score.isNaN, rows.last.map({ $0.score >= score }) ?? true else {
        throw OmicsError(.value, "scores must fall with the rank", at: place)
      }
      rows.append(
        EngineFindings.Target(
          rank: rows.count + 1, target: cells[1], symbol: cells[2] == "NA" ? "" : cells[2], score: score,
          rankLow: try number(4), rankHigh: try number(5),
          direction: TargetDirection(rawValue: cells[6]) ?? .unknown))
    }
    return rows
  }

  private typealias Control = (
    metric: String, score: Double, controls: [EngineFindings.Control], beatsControl: Bool, sentence: String
  )

  private static func controlObject(_ path: String) throws(OmicsError) -> Control {
    let value = try JSONParser.parse(try FileText.bytes(path), file: path)
    func broken(_ what: String) -> OmicsError {
      OmicsError(.missing, "control.json needs \(what)", at: SourceLocation(file: path))
    }
    guard let metric = value["metric"]?.text, let score = value["score"]?.double, !score.isNaN else {
      throw broken("\"metric\" and \"score\"")
    }
    guard case .bool(let beats)? = value["beats_control"], let sentence = value["sentence"]?.text else {
      throw broken("\"beats_control\" and \"sentence\"")
    }
    guard case .array(let list)? = value["controls"] else { throw broken("\"controls\"") }
    var controls: [EngineFindings.Control] = []
    for item in list {
      guard let id = item["id"]?.text, let figure = item["score"]?.double else {
        throw broken("an id and a score for each control")
      }
      controls.append(.init(id: id, score: figure))
    }
    guard controls.contains(where: { $0.id == "permuted_labels" }) else {
      throw broken("the control \"permuted_labels\"")
    }
    if beats, let better = controls.first(where: { $0.score >= score }) {
      throw OmicsError(
        .value, "it says that it beats its controls, yet \(better.id) has \(better.score) against \(score)",
        at: SourceLocation(file: path))
    }
    return (metric, score, controls, beats, sentence)
  }
}
