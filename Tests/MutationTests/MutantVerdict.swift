import Schema

/// Judges what a reader did with a mutant.
struct MutantVerdict {
  /// What is wrong; nil when all is well.
  let fault: String?
  /// Whether a line was expected, and whether it was named.
  let located: Bool?

  init(_ mutant: Mutant, gave found: ReadContent, insteadOf base: ReadContent) {
    guard case .read(let tables, let records, let diagnostics) = base else {
      self.init("the undamaged file is refused")
      return
    }
    switch found {
    case .refused(let error):
      let all = [error] + error.causes
      guard error.location != nil || error.code == .usage else {
        self.init("refused without a place: \(error)")
        return
      }
      guard error.code != .fault, error.code != .ledgerImbalance else {
        self.init("an internal fault: \(error)")
        return
      }
      if mutant.expectation == .sameContent {
        self.init("a legal change is refused: \(error)")
        return
      }
      // An option that does not fit what the damaged file looks like has no line.
      let isPlaced = error.code != .usage
      self.init(nil, located: isPlaced ? Self.names(mutant.expectation, all.map { ($0.location, $0.message) }) : nil)
    case .read(let ownTables, let ownRecords, let ownDiagnostics):
      let news = ownDiagnostics.filter { new in !diagnostics.contains { $0.code == new.code && $0.count == new.count } }
      let isNoticed = !news.isEmpty
      switch mutant.expectation {
      case .refused: self.init("read, although the damage shows")
      case .sameContent:
        let difference = zip(ownTables, tables).first { $0 != $1 }
        let isSame = ownTables == tables
        self.init(isSame ? nil : "other content: \(difference.map { "\($0.0) instead of \($0.1)" } ?? "rows differ")")
      case .noticed:
        // Equal content is no loss: a column that is not read may hold anything.
        guard isNoticed || ownTables == tables else {
          self.init("read with other content and without notice")
          return
        }
        self.init(
          nil, located: isNoticed ? Self.names(mutant.expectation, news.map { ($0.location, $0.message) }) : nil)
      case .honest: self.init(ownRecords < records && !isNoticed ? "lost records without notice" : nil)
      case .shorter: self.init(ownRecords > records ? "more records than before" : nil)
      }
    }
  }

  private init(_ fault: String?, located: Bool? = nil) {
    self.fault = fault
    self.located = located
  }

  private static func names(
    _ expectation: Mutant.Expectation, _ said: [(location: SourceLocation?, message: String)]
  ) -> Bool? {
    switch expectation {
    case .refused(let line?), .noticed(let line?):
      said.contains { $0.location?.line == line || " \($0.message) ".contains(" line \(line) ") }
    default: nil
    }
  }
}
