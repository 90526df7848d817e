public import Schema

/// The readers a host knows, and the choice among them.
public struct ReaderRegistry: Sendable {
  /// The readers, sorted by format id.
  public let readers: [ReaderPlugin]

  /// Why plugins that were found cannot be used: told when a file or format finds no reader.
  public let faults: [OmicsError]

  /// A registry of these plugins.
  public init(plugins: [ReaderPlugin], faults: [OmicsError] = []) {
    readers = plugins.sorted { $0.format.id < $1.format.id }
    self.faults = faults
  }

  /// A registry of these Swift readers.
  public init(_ readers: [any FormatReader.Type]) { self.init(plugins: readers.map { ReaderPlugin($0) }) }

  /// The reader of a format id.
  ///
  /// - Throws: `usage` with the nearest known id.
  public func reader(for id: String) throws(OmicsError) -> ReaderPlugin {
    if let reader = readers.first(where: { $0.format.id == id }) { return reader }
    let known = readers.map { $0.format.id }
    throw OmicsError(
      .usage, "there is no format \"\(id)\"",
      hint: NearestMatch.of(id, among: known).map { "Did you mean \"\($0)\"?" }
        ?? "\"plumbline formats\" lists those there are.", causes: faults)
  }

  /// The reader that recognises a head best.
  ///
  /// - Throws: `unknownFormat` when none does (naming what the file seems to be), `ambiguousFormat` on a tie (naming
  ///   both), or the winner's own refusal.
  public func recognize(_ head: FileHead, file: String) throws(OmicsError) -> Choice {
    var choices: [Choice] = []
    for reader in readers {
      let recognition = reader.recognize(head)
      if recognition.confidence > 0 { choices.append(Choice(reader: reader, recognition: recognition)) }
    }
    let best = choices.map(\.recognition.confidence).max() ?? 0
    let winners = choices.filter { $0.recognition.confidence == best }
    let location = SourceLocation(file: file, line: ForeignFormat.firstLine(of: head))
    guard let winner = winners.first else {
      if let name = ForeignFormat.name(of: head) {
        throw OmicsError(
          .unknownFormat, "this is \(name), which no reader takes", at: location,
          hint: head.columns.map { "Its columns are: \($0.joined(separator: ", "))." } ?? ForeignFormat.hint(for: name))
      }
      throw OmicsError(
        .unknownFormat, "no reader recognises this file", at: location,
        hint: "Name the format with --format; \"plumbline formats\" lists those there are.", causes: faults)
    }
    guard winners.count == 1 else {
      let names = winners.map { "\($0.reader.format.id) (\($0.recognition.evidence.joined(separator: "; ")))" }
      throw OmicsError(
        .ambiguousFormat, "the file could be \(names.joined(separator: " or "))", at: location,
        hint: "Name the format with --format.")
    }
    if var refusal = winner.recognition.refusal {
      if refusal.location == nil { refusal.location = SourceLocation(file: file, line: 1) }
      refusal.location?.file = file
      throw refusal
    }
    return winner
  }

  /// A reader and its judgement of a file.
  public struct Choice: Sendable {
    /// The reader.
    public let reader: ReaderPlugin
    /// Its judgement.
    public let recognition: Recognition
  }
}
