import OmicsIO
import Schema
import Testing

private func rows(
  _ text: String, _ delimiter: Character = "\t", _ quoting: Quoting = .none, chunk: Int = 65_536,
  limits: ReadLimits = .standard
) -> (rows: [[String]], numbers: [Int], error: OmicsError?) {
  var source = ByteSource.bytes(Array(text.utf8), name: "in.tsv", chunkSize: chunk)
  var scanner = DelimitedScanner(delimiter: delimiter.asciiValue ?? 9, quoting: quoting, limits: limits)
  var found: [[String]] = []
  var numbers: [Int] = []
  do throws(OmicsError) {
    while let row = try scanner.next(&source) {
      found.append(row.strings())
      numbers.append(row.lineNumber)
    }
  } catch {
    return (found, numbers, error)
  }
  return (found, numbers, nil)
}

@Suite struct DelimitedScannerTests {
  @Test func plainFields() {
    for chunk in 1...20 {
      let seen = rows("a\tb\tc\n\n\t\nx\t\t\r\n\"q\t\"r\n1", chunk: chunk)
      #expect(seen.rows == [["a", "b", "c"], [""], ["", ""], ["x", "", ""], ["\"q", "\"r"], ["1"]])
      #expect(seen.numbers == [1, 2, 3, 4, 5, 6])
      #expect(seen.error == nil)
    }
  }

  @Test func quotedFieldsAtEveryChunkSize() {
    let text =
      "\"a\",\"b,c\",\"d\"\"e\"\n\"line\nbreak\",x,\"\"\nplain,un\"quoted,\"z\"\r\n\"two\r\n\r\nbreaks\",1,\"\"\"\"\n,\"\"\n"
    for chunk in 1...60 {
      let seen = rows(text, ",", .csv, chunk: chunk)
      #expect(seen.error == nil)
      #expect(
        seen.rows == [
          ["a", "b,c", "d\"e"], ["line\nbreak", "x", ""], ["plain", "un\"quoted", "z"],
          ["two\r\n\r\nbreaks", "1", "\""], ["", ""],
        ])
      #expect(seen.numbers == [1, 2, 4, 5, 8])
    }
  }

  @Test func brokenQuotes() {
    for chunk in [1, 4, 100] {
      let open = rows("a,b\n\"never closed,c\nd,e\n", ",", .csv, chunk: chunk)
      #expect(open.rows == [["a", "b"]])
      #expect(open.error?.code == .malformed)
      #expect(open.error?.location?.line == 2)
      let after = rows("a,\"b\"c\n", ",", .csv, chunk: chunk)
      #expect(after.error?.code == .malformed)
      #expect(after.error?.message.contains("field 2") == true)
    }
    // An open quote does not swallow the whole file: the field limit ends it.
    let long = "\"" + String(repeating: "x\n", count: 3000)
    let seen = rows(long, ",", .csv, limits: ReadLimits(fieldBytes: 1000))
    #expect(seen.error?.location?.line == 1)
  }

  @Test func manyDoubledQuotesTakeLinearTime() {
    let field = String(repeating: "\"\"\n", count: 100_000)
    let seen = rows("\"" + field + "\",b\n", ",", .csv)
    #expect(seen.error == nil)
    #expect(seen.rows.first?.first?.utf8.count == 200_000)
    #expect(seen.rows.first?.last == "b")
  }

  @Test func faultInsideQuotedRecordNamesItsLine() {
    let seen = rows("a,b\n\"x\ny\u{1}\",c\n", ",", .csv, chunk: 3)
    #expect(seen.error?.code == .encoding)
    #expect(seen.error?.location?.line == 3)
  }

  @Test func limits() {
    let narrow = ReadLimits(fieldBytes: 4, columns: 3)
    #expect(rows("aaaa\tb\tc\n", limits: narrow).error == nil)
    #expect(rows("a\tb\tc\td\n", limits: narrow).error?.message.contains("4 fields") == true)
    let wide = rows("x\ny\taaaaa\tc\n", limits: narrow)
    #expect(wide.error?.code == .limit)
    #expect(wide.error?.message.contains("field 2") == true)
    #expect(wide.error?.location?.line == 2)
    #expect(rows("y\t\"aaaaa\"\n", "\t", .csv, limits: narrow).error?.code == .limit)
    #expect(rows("\"a\",b,c,d\n", ",", .csv, limits: narrow).error?.code == .limit)
    let many = String(repeating: "1\t", count: 65_535) + "1\n"
    #expect(rows(many).rows.first?.count == 65_536)
    #expect(rows("1\t" + many).error?.code == .limit)
  }

  @Test func accessorsOfARow() throws {
    var source = ByteSource.bytes(Array("h\tTP53\t\t-1.5\t12\tNA\té\n\n".utf8), name: "in.tsv")
    var scanner = DelimitedScanner(delimiter: 9)
    let row = try #require(try scanner.next(&source))
    #expect(row.count == 7)
    #expect(row.equals(1, "TP53") && !row.equals(1, "TP5") && !row.equals(1, "TP535") && !row.equals(9, "x"))
    #expect(row.equals(1, Array("TP53".utf8)) && !row.equals(1, Array("TP54".utf8)))
    #expect(row.hasPrefix(1, "TP") && row.hasPrefix(1, "") && !row.hasPrefix(2, "T"))
    #expect(row.isEmpty(2) && row.isEmpty(99) && row.isEmpty(-1) && !row.isEmpty(0))
    #expect(row.equals(2, "") && row.equals(6, "é"))
    #expect(row.double(3, missing: .none) == .number(-1.5))
    #expect(row.double(5, missing: .standard) == .missing(1))
    #expect(row.double(2, missing: .standard) == .missing(0))
    #expect(row.integer(4) == 12 && row.integer(3) == nil)
    #expect(row.location(in: source, column: "x").description == "in.tsv:1, column \"x\"")
    #expect(!row.isBlank)
    let blank = try #require(try scanner.next(&source))
    #expect(blank.isBlank && blank.lineNumber == 2 && blank.byteOffset == 22)
    #expect(try scanner.next(&source) == nil)
  }
}
