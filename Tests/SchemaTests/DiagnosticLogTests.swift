import Schema
import Testing

@Suite struct DiagnosticLogTests {
  @Test func firstFiveThenACount() {
    var log = DiagnosticLog()
    #expect(log.isEmpty)
    for line in 1...9 {
      log.append(
        Diagnostic(.warning, "odd", "line \(line)", at: SourceLocation(file: "f", line: line)))
    }
    log.append(Diagnostic(.note, "other", "once"))
    let folded = log.diagnostics
    #expect(folded.count == 7)
    #expect(folded.prefix(5).map(\.message) == ["line 1", "line 2", "line 3", "line 4", "line 5"])
    #expect(folded.last?.count == 4)
    #expect(folded.last?.message == "and 3 more like this, first: line 6")
    #expect(folded.last?.location?.line == 6)
    #expect(folded.map(\.count).reduce(0, +) == 10)
    #expect(log.count(atLeast: .note) == 10)
    #expect(log.count(atLeast: .warning) == 9)
    #expect(log.count(atLeast: .error) == 0)
  }

  @Test func oneBeyondFiveStandsAsItIs() {
    var log = DiagnosticLog()
    log.append(contentsOf: (1...6).map { Diagnostic(.error, "odd", "line \($0)") })
    #expect(log.diagnostics.last?.message == "line 6")
    #expect(log.diagnostics.count == 6)
  }

  @Test func severitiesOfOneCodeFoldApart() {
    var log = DiagnosticLog()
    for _ in 0..<6 { log.append(Diagnostic(.note, "x", "n")) }
    log.append(Diagnostic(.error, "x", "e"))
    #expect(log.diagnostics.contains { $0.severity == .error && $0.message == "e" })
    #expect(log.count(atLeast: .error) == 1)
  }

  @Test func whatOneLogFoldedIsNotFoldedAgain() {
    var first = DiagnosticLog()
    for line in 1...8 { first.append(Diagnostic(.warning, "odd", "line \(line)")) }
    var both = DiagnosticLog()
    both.append(contentsOf: first.diagnostics)
    both.append(contentsOf: first.diagnostics)
    #expect(both.diagnostics.count == 6 && both.count(atLeast: .warning) == 16)
    #expect(both.diagnostics.last?.message == "and 10 more like this, first: line 6")
    var again = DiagnosticLog()
    again.append(contentsOf: both.diagnostics)
    #expect(again.diagnostics == both.diagnostics)
  }

  @Test func severitiesAreOrderedAndPrinted() {
    #expect(Severity.allCases.sorted() == [.note, .warning, .error])
    let diagnostic = Diagnostic(
      .warning, "odd", "seen", at: SourceLocation(file: "f", line: 2, column: "c"), count: 3)
    #expect(diagnostic.description == "warning: f:2, column \"c\": seen [odd] (3 times)")
  }
}
