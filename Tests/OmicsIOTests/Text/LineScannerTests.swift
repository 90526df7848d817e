import OmicsIO
import Schema
import Testing

private struct Seen: Equatable {
  var lines: [String] = []
  var numbers: [Int] = []
  var offsets: [Int] = []
  var terminators: [LineTerminator] = []
  var diagnostics: [Diagnostic] = []
  var error: OmicsError?
}

private func scan(
  _ bytes: [UInt8], chunk: Int = 65_536, encoding: TextEncoding = .utf8, limits: ReadLimits = .standard
) -> Seen {
  var seen = Seen()
  var source = ByteSource.bytes(bytes, name: "in.txt", chunkSize: chunk)
  var scanner = LineScanner(limits: limits, encoding: encoding)
  do throws(OmicsError) {
    while let line = try scanner.next(&source) {
      seen.lines.append(line.string)
      seen.numbers.append(line.number)
      seen.offsets.append(line.byteOffset)
      seen.terminators.append(line.terminator)
    }
  } catch {
    seen.error = error
  }
  seen.diagnostics = scanner.diagnostics
  return seen
}

private func utf16(_ text: String, little: Bool, mark: Bool = true) -> [UInt8] {
  let units = (mark ? [0xFEFF] : []) + Array(text.utf16)
  return units.flatMap { little ? [UInt8($0 & 255), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 255)] }
}

@Suite struct LineScannerTests {
  @Test func everyLineEndAtEveryChunkSize() {
    let cases: [(String, [String], [LineTerminator])] = [
      ("a\nbb\n\nc\n", ["a", "bb", "", "c"], [.lineFeed, .lineFeed, .lineFeed, .lineFeed]),
      ("a\nb", ["a", "b"], [.lineFeed, .endOfInput]),
      ("a\r\nb\r\n", ["a", "b"], [.carriageReturnLineFeed, .carriageReturnLineFeed]),
      ("a\r\nb\nc\r\n", ["a", "b", "c"], [.carriageReturnLineFeed, .lineFeed, .carriageReturnLineFeed]),
      ("a\rb\r", ["a", "b"], [.carriageReturn, .carriageReturn]),
      ("a\rb", ["a", "b"], [.carriageReturn, .endOfInput]),
      ("a\r\r\nb\n", ["a", "", "b"], [.carriageReturn, .carriageReturnLineFeed, .lineFeed]),
      ("\n", [""], [.lineFeed]), ("", [], []), ("\r", [""], [.carriageReturn]),
      ("é€𝄞\nß", ["é€𝄞", "ß"], [.lineFeed, .endOfInput]),
    ]
    for (text, lines, terminators) in cases {
      for chunk in 1...12 {
        let seen = scan(Array(text.utf8), chunk: chunk)
        #expect(seen.error == nil)
        #expect(seen.lines == lines)
        #expect(seen.terminators == terminators)
        #expect(seen.numbers == Array(1..<(lines.count + 1)))
        let returns = terminators.count { $0 == .carriageReturn }
        #expect(seen.diagnostics.map(\.code) == (returns > 0 ? ["lone-carriage-return"] : []))
        #expect(seen.diagnostics.first.map(\.count) ?? 0 == returns)
      }
    }
    #expect(scan(Array("a\r\nbb\n\nc".utf8)).offsets == [0, 3, 6, 7])
  }

  @Test func byteOrderMarkOnce() {
    for chunk in 1...8 {
      let seen = scan([0xEF, 0xBB, 0xBF] + Array("a\nb\n".utf8), chunk: chunk)
      #expect(seen.lines == ["a", "b"])
      #expect(seen.offsets == [3, 5])
      #expect(seen.diagnostics.isEmpty)
      let twice = scan([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF] + Array("a\n".utf8), chunk: chunk)
      #expect(twice.error?.code == .encoding)
      #expect(twice.error?.location == SourceLocation(file: "in.txt", line: 1, byte: 3))
      #expect(scan([0xEF, 0xBB, 0xBF], chunk: chunk).lines.isEmpty)
    }
  }

  @Test func byteOrderMarkBeforeChunksOfAnySize() {
    let lines = (0..<40_000).map { "line \($0)" }
    let bytes = [0xEF, 0xBB, 0xBF] + Array(lines.joined(separator: "\n").utf8)
    for chunk in [1, 2, 65_535, 65_536, 65_537, 100_000, 1_000_000] {
      let seen = scan(bytes, chunk: chunk)
      #expect(seen.lines == lines)
      #expect(seen.offsets.first == 3)
    }
  }

  @Test func allFaultsOfATextAreToldInOneGo() {
    for chunk in [1, 3, 64, 65_536] {
      let seen = scan(Array("a\n\u{1}b\nc\r\n".utf8) + [0xFF, 0x64, 0xFF, 0x0A, 0x65, 0x0A, 0x66, 0], chunk: chunk)
      #expect(seen.lines == ["a"])
      #expect(seen.error?.location?.line == 2 && seen.error?.location?.byte == 2)
      #expect(seen.error?.causes.map(\.location?.line) == [4, 6])
      #expect(seen.error?.causes.map(\.location?.byte) == [8, 15])
    }
    let many = scan(Array(repeating: [UInt8(1), 10], count: 100).flatMap { $0 })
    #expect(many.error?.causes.count == 19)
  }

  @Test func utf16WithMarkIsConverted() {
    let text = "gene\té€𝄞\r\nb\n"
    for little in [true, false] {
      for chunk in 1...9 {
        let seen = scan(utf16(text, little: little), chunk: chunk)
        #expect(seen.error == nil)
        #expect(seen.lines == ["gene\té€𝄞", "b"])
        #expect(seen.diagnostics.map(\.code) == ["utf16-converted"])
        #expect(seen.diagnostics.first?.severity == .warning)
        #expect(scan(utf16(text, little: little).dropLast(), chunk: chunk).error?.code == .truncated)
        #expect(scan(utf16("\u{FEFF}a\n", little: little), chunk: chunk).error?.code == .encoding)
        #expect(scan(utf16("a\nb\0\n", little: little), chunk: chunk).error?.location?.line == 2)
      }
    }
    let lone: [UInt8] = [0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0x00, 0xD8, 0x61, 0]
    #expect(scan(lone).error?.code == .encoding)
    #expect(scan(lone).lines == ["a"])
    #expect(scan([0xFF, 0xFE, 0x61, 0, 0x00, 0xDC]).error?.code == .encoding)
    #expect(scan([0xFF, 0xFE, 0x61, 0, 0x00, 0xD8]).error?.code == .encoding)
    let unmarked = scan(utf16("gene\n", little: true, mark: false))
    #expect(unmarked.error?.message.contains("UTF-16") == true)
  }

  @Test func latin1OnlyWhenDeclared() {
    let bytes: [UInt8] = Array("a\n".utf8) + [0x62, 0xE9, 0xB5, 0x0A]
    for chunk in 1...6 {
      let refused = scan(bytes, chunk: chunk)
      #expect(refused.lines == ["a"])
      #expect(refused.error?.code == .encoding)
      #expect(refused.error?.location == SourceLocation(file: "in.txt", line: 2, byte: 3))
      #expect(refused.error?.hint?.contains("iconv") == true)
      let taken = scan(bytes, chunk: chunk, encoding: .latin1)
      #expect(taken.lines == ["a", "béµ"])
      #expect(taken.diagnostics.map(\.severity) == [.note])
    }
    let marked = scan([0xEF, 0xBB, 0xBF] + Array("é\n".utf8), encoding: .latin1)
    #expect(marked.lines == ["é"])
    #expect(marked.diagnostics.map(\.code) == ["encoding-mark"])
  }

  @Test func invalidSequences() {
    let cases: [[UInt8]] = [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xC3, 0x28], [0xE2, 0x82, 0x28],
      [0xF0, 0x9F, 0x98, 0x28], [0xC3, 0x0A],
    ]
    for wrong in cases {
      for prefix in 0..<20 {
        let bytes = Array("ok\n".utf8) + [UInt8](repeating: 0x61, count: prefix) + wrong + Array("\nz\n".utf8)
        for chunk in [1, 2, 3, 64] {
          let seen = scan(bytes, chunk: chunk)
          #expect(seen.lines == ["ok"])
          #expect(seen.error?.code == .encoding)
          #expect(seen.error?.location == SourceLocation(file: "in.txt", line: 2, byte: 3 + prefix))
        }
      }
    }
    for cut in [[0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98]] as [[UInt8]] {
      #expect(scan(Array("ok\na".utf8) + cut).error?.code == .truncated)
      #expect(scan(Array("ok\na".utf8) + cut).lines == ["ok"])
    }
    // The first and last legal sequences of each length.
    let edges = "\u{7F}\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF}"
    #expect(scan(Array(edges.utf8), chunk: 1).lines == [edges])
  }

  @Test func controlCharactersAtEveryPlace() {
    for value in 0..<32 where value != 9 && value != 10 && value != 13 {
      for place in 0..<18 {
        var line = [UInt8](repeating: 0x61, count: 18)
        line[place] = UInt8(value)
        let seen = scan(Array("x\ty\n".utf8) + line + [0x0A], chunk: 7)
        #expect(seen.lines == ["x\ty"])
        #expect(seen.error?.code == .encoding)
        #expect(seen.error?.location == SourceLocation(file: "in.txt", line: 2, byte: 4 + place))
      }
    }
    #expect(scan(Array("a\u{1A}".utf8)).error?.message.contains("Ctrl-Z") == true)
    #expect(scan(Array("a\0".utf8)).error?.message.contains("NUL") == true)
  }

  @Test func longLines() {
    let long = [UInt8](repeating: 0x61, count: 300)
    let limits = ReadLimits(lineBytes: 200)
    for chunk in [1, 7, 150, 1000] {
      let seen = scan(Array("a\n".utf8) + long + Array("\nb".utf8), chunk: chunk, limits: limits)
      #expect(seen.lines == ["a"])
      #expect(seen.error?.code == .limit)
      #expect(seen.error?.location == SourceLocation(file: "in.txt", line: 2, byte: 2))
    }
    let fits = [UInt8](repeating: 0x61, count: 200)
    #expect(scan(fits + [0x0A], limits: limits).error == nil)
    let wide = [UInt8](repeating: 0x62, count: 1 << 20)
    let seen = scan(wide + [0x0A] + wide, chunk: 4096)
    #expect(seen.lines.map(\.utf8.count) == [1 << 20, 1 << 20])
  }

  @Test func sourceErrorsCarryTheLine() {
    let member = GzipFixture.member(Array("a\nb\nc\nd".utf8))
    let seen = scan(Array(member.dropLast(2)), chunk: 4)
    #expect(seen.lines == ["a", "b", "c"])
    #expect(seen.error?.code == .truncated)
    #expect(seen.error?.location?.line == 4)
    let nested = scan(GzipFixture.member(GzipFixture.huffman))
    #expect(nested.error?.message.contains("gzip inside gzip") == true)
  }

  @Test func longAndShortLinesAcrossManyChunks() {
    var generator = SplitMix(state: 11)
    var bytes: [UInt8] = []
    var lengths: [Int] = []
    for round in 0..<200 {
      let length = Int(generator.next() % (round % 20 == 0 ? 200_000 : 300))
      lengths.append(length)
      bytes += [UInt8](repeating: UInt8(0x61 + round % 26), count: length)
      bytes += round % 3 == 0 ? [0x0D, 0x0A] : [0x0A]
    }
    for chunk in [1000, 65_536, 99_991] {
      let seen = scan(bytes, chunk: chunk)
      #expect(seen.error == nil)
      #expect(seen.lines.map(\.utf8.count) == lengths)
      #expect(seen.lines.enumerated().allSatisfy { round, line in line.utf8.allSatisfy { $0 == 0x61 + round % 26 } })
      #expect(zip(seen.offsets, seen.offsets.dropFirst()).allSatisfy { $0 < $1 })
    }
  }
}
