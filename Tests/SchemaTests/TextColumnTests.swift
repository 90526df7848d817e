import Schema
import Testing

/// Small numbers in a fixed order, so that every run tests the same texts.
private struct Steps {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
}

@Suite struct TextColumnTests {
  private func column(_ texts: [String]) -> TextColumn {
    var column = TextColumn()
    for text in texts { column.append(text) }
    return column
  }

  private func texts(_ column: TextColumn) -> [String] { (0..<column.count).map { column[$0] } }

  @Test("rows come back as they were appended, whatever they share", arguments: [1, 511, 512, 513, 1024, 1700])
  func rows(count: Int) {
    let kinds: [(Int) -> String] = [
      { _ in "the same" }, { _ in "" }, { "scan=\($0)" }, { "\($0 % 7)" }, { $0 % 3 == 0 ? "" : "µ\($0 * 977 % 1000)" },
      { String(repeating: "x", count: $0 % 400) + "\($0)" }, { $0 < 512 ? "a" : "b\($0)" },
      { $0 % 300 == 0 ? "rare" : "common" },
    ]
    for kind in kinds {
      let wanted = (0..<count).map(kind)
      let column = column(wanted)
      #expect(texts(column) == wanted)
      for row in stride(from: 0, to: count, by: 37) {
        var text = wanted[row]
        #expect(text.withUTF8 { column.equals(row, UnsafeRawBufferPointer($0)) })
        var longer = text + "!"
        #expect(!longer.withUTF8 { column.equals(row, UnsafeRawBufferPointer($0)) })
      }
    }
  }

  @Test("a block of more than 64 KiB and of more than 255 texts that repeat")
  func largeBlock() {
    let long = (0..<600).map { String(repeating: "r", count: 300) + "\($0)" + String(repeating: "s", count: $0 % 200) }
    #expect(texts(column(long)) == long)
    let repeated = (0..<1024).map { "t\($0 * 31 % 300)" }
    #expect(texts(column(repeated)) == repeated)
  }

  @Test("the columns of a table give back what was changed and appended after the last row was taken away")
  func lastRow() {
    var steps = Steps(4)
    var table = IdentificationTable()
    var wanted: [Identification] = []
    for number in 0..<1600 {
      var row = Identification(spectrum: "scan=\(number)", sequence: steps.below(2) == 0 ? "PEK" : "AR", line: number)
      row.msRun = "run\(steps.below(3))"
      row.rank = steps.below(3)
      row.mzExperimental = Double(steps.below(1000)) / 8
      row.mzCalculated = 1
      row.decoy = [nil, true, false][steps.below(3)]
      row.passThreshold = [nil, true, false][steps.below(3)]
      if steps.below(2) == 0 { row.proforma = "PE[UNIMOD:21]K" }
      row.accessions = (0..<steps.below(4)).map { "P\($0 * 7)" }
      for index in 0..<steps.below(4) {
        let value = steps.below(3) == 0 ? "text" : "\(steps.below(99)).5"
        row.scores.append(
          Score(
            accession: "MS:\(index % 2)", name: "score", text: value, value: ScoreTable.number(of: value),
            direction: .higher))
        row.attributes.append(.init("key\(index % 3)", value))
      }
      table.append(row)
      wanted.append(row)
      // The last row is taken away, changed and put back; sometimes an earlier one is changed.
      if steps.below(3) == 0 {
        wanted[number].attributes.append(.init("late", "x"))
        table[number] = wanted[number]
      }
      if steps.below(50) == 0 {
        let earlier = steps.below(number + 1)
        wanted[earlier].accessions.append("Q")
        table[earlier] = wanted[earlier]
      }
    }
    #expect(table.count == wanted.count)
    // By their text: a score that is no number is not equal to itself.
    func texts(_ rows: some Sequence<Identification>) -> [String] { rows.map { String(reflecting: $0) } }
    #expect(texts(table) == texts(wanted))
    var shorter = table
    for _ in 0..<600 { shorter.removeLast() }
    #expect(texts(shorter) == texts(wanted.prefix(1000)))
  }

  @Test("rows that columns cannot hold are kept whole")
  func whole() {
    var row = Identification(spectrum: "s")
    row.mzExperimental = 1
    row.mzCalculated = 1
    row.charge = 1 << 40
    row.scores = [Score(accession: "", name: "n", text: "9", value: 8, direction: .unknown)]
    let table = IdentificationTable([row])
    #expect(table[0] == row && table.whole(0) == row)
    var feature = Feature(id: "f", kind: .gene, qValue: 0.5, peptides: -3)
    feature.line = 1 << 40
    #expect(FeatureTable([feature])[0] == feature)
  }

  @Test("equal characters written in two ways stay two texts")
  func bytes() {
    let (composed, decomposed) = ("\u{E9}", "e\u{301}")
    let table = FeatureTable([Feature(id: composed, kind: .gene, accession: decomposed, qValue: 0)])
    #expect(Array(table[0].id.utf8) == Array(composed.utf8))
    #expect(Array(table[0].accession.utf8) == Array(decomposed.utf8))
  }

  @Test(
    "the number of a score's text",
    arguments: [
      ("1", 1), ("-2.5e-3", -0.0025), ("+4", 4), (".5", 0.5), ("5.", 5), ("1e400", Double.nan), ("NaN", .nan),
      ("Inf", .nan),
      ("20.0 ppm", .nan), ("0x1p3", .nan), ("", .nan), ("-", .nan), ("e5", .nan), ("1e-400", 0),
    ] as [(String, Double)])
  func numbers(text: String, value: Double) {
    let found = ScoreTable.number(of: text)
    #expect(value.isNaN ? found.isNaN : found == value)
  }
}
