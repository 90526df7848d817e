internal import OmicsIO
internal import ReaderKit
internal import Schema

/// Software, protocols and thresholds: what `passThreshold` of each list is relative to.
struct SearchProtocols {
  private struct Search {
    var list: String
    var protocolID: String
  }

  private var software: [String: String] = [:]
  private var searches: [Search] = []
  private var softwareOfProtocol: [String: String] = [:]
  private var thresholds: [String: [String]] = [:]
  private var openSoftware: String?
  private var openProtocol: String?
  /// The threshold of the protein detection, a term each.
  private(set) var proteinThreshold: [String] = []
  /// The lists in file order, with their lines.
  private(set) var lists: [(id: String, line: Int)] = []

  /// Takes an AnalysisSoftware.
  mutating func beginSoftware(_ event: XMLElementEvent) {
    openSoftware = event.string(AttributeName.id.rawValue) ?? ""
    software[openSoftware ?? ""] = event.string(AttributeName.name.rawValue) ?? ""
  }

  /// Takes a parameter of a SoftwareName: it goes before the software's own name.
  mutating func softwareName(_ name: String) {
    guard let openSoftware, !name.isEmpty else { return }
    software[openSoftware] = name
  }

  /// Takes a SpectrumIdentification: which protocol made which list.
  mutating func search(_ event: XMLElementEvent) {
    searches.append(
      Search(
        list: event.string(AttributeName.spectrumIdentificationListRef.rawValue) ?? "",
        protocolID: event.string(AttributeName.spectrumIdentificationProtocolRef.rawValue) ?? ""))
  }

  /// Takes the start of a SpectrumIdentificationProtocol.
  mutating func beginProtocol(_ event: XMLElementEvent) {
    let id = event.string(AttributeName.id.rawValue) ?? ""
    openProtocol = id
    softwareOfProtocol[id] = event.string(AttributeName.analysisSoftwareRef.rawValue) ?? ""
  }

  /// Takes a parameter of a Threshold.
  mutating func threshold(_ score: Score, ofProteins: Bool) {
    let text = score.text.isEmpty ? score.name : "\(score.name) = \(score.text)"
    if ofProteins {
      proteinThreshold.append(text)
    } else if let openProtocol {
      thresholds[openProtocol, default: []].append(text)
    }
  }

  /// Takes the start of a SpectrumIdentificationList.
  mutating func beginList(_ event: XMLElementEvent, into builder: inout DatasetBuilder) throws(OmicsError) {
    guard let id = try builder.required(.id, of: .spectrumIdentificationList, event) else { return }
    let name = String(decoding: id, as: UTF8.self)
    if let other = lists.first(where: { $0.id == name }) {
      try builder.reject(
        OmicsError(
          .duplicate, "SpectrumIdentificationList \"\(name)\" stands on line \(other.line) already",
          at: builder.location(line: event.line, column: "id"), hint: "Ids must be unique: export the file again."))
    }
    lists.append((name, event.line))
  }

  /// Notes which engine and threshold each list has, and sets the file's facts.
  func finish(into builder: inout DatasetBuilder) {
    var all: [String] = []
    for list in lists {
      guard let search = searches.first(where: { $0.list == list.id }) else {
        builder.warn(
          "list-without-search",
          "no SpectrumIdentification names the list \"\(list.id)\": its engine and threshold "
            + "are unknown", line: list.line, column: "id")
        continue
      }
      let engine = softwareOfProtocol[search.protocolID].flatMap { software[$0] } ?? ""
      let threshold = (thresholds[search.protocolID] ?? []).joined(separator: ", ")
      let text = threshold.isEmpty ? "not stated" : threshold
      if !all.contains(text) { all.append(text) }
      let openness = threshold.contains("no threshold") ? " (so that passing says nothing)" : ""
      builder.note(
        "item-threshold",
        "list \"\(list.id)\" is of \(engine.isEmpty ? "an unnamed engine" : engine); its passThreshold is relative to: "
          + text + openness, line: list.line)
    }
    builder.dataset.settings.append(Feature.Attribute("item_threshold", all.joined(separator: "; ")))
  }
}
