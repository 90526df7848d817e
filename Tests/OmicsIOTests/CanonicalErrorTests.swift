import OmicsIO
import Schema
import Testing

@Suite struct CanonicalErrorTests {
  private func change(_ name: String, _ edit: (String) -> String) throws -> [CanonicalText.File] {
    try CanonicalText.files(of: CanonicalTextTests.small()).map { file in
      guard file.name == name else { return file }
      return .init(name: name, bytes: Array(edit(String(decoding: file.bytes, as: UTF8.self)).utf8))
    }
  }

  private func error(_ files: [CanonicalText.File]) -> OmicsError? {
    do throws(OmicsError) {
      _ = try CanonicalText.dataset(of: files, folder: "d")
      return nil
    } catch { return error }
  }

  private func replacing(_ old: String, _ new: String) -> (String) -> String {
    { text in
      guard let range = text.firstRange(of: old) else { return text }
      return text.replacingCharacters(old, new, at: range)
    }
  }

  @Test func wrongNumberNamesLineAndColumn() throws {
    let found = error(try change("abundance.protein.intensity.tsv", replacing("P1\t20", "P1\t2O")))
    #expect(found?.code == .value)
    #expect(found?.location == SourceLocation(file: "d/abundance.protein.intensity.tsv", line: 3, column: "s1"))
  }

  @Test(arguments: [
    ("features.tsv", "\tprotein\t", "\tplanet\t", OmicsError.Code.value),
    ("features.tsv", "a.mzTab", "b.mzTab", .dangling),
    ("features.tsv", "P3\tprotein", "P1\tprotein", .duplicate),
    ("features.tsv", "\ttrue", "\tyes", .value),
    ("features.tsv", "P2\\;x", "P2\\qx", .value),
    ("samples.tsv", "#table samples 1", "#table samples 2", .unsupported),
    ("samples.tsv", "#table samples 1", "#table sample 1", .malformed),
    ("samples.tsv", "\tage\n", "\tcohort\n", .duplicate),
    ("samples.tsv", "s1\tNA", "s1", .malformed),
    ("samples.tsv", "61\n", "61\r\n", .malformed),
    ("samples.tsv", "s1\t", "\\NA\t", .duplicate),
    ("ledger.tsv", "rejected", "rejected\tmore", .malformed),
    ("ledger.tsv", "PRT\t2\t2", "PRT\t3\t3", .malformed),
    ("dataset.json", "plumbline/1", "plumbline/9", .unsupported),
    ("dataset.json", "\"layer\"", "\"lair\"", .malformed),
    ("dataset.json", "abundance.protein.intensity", "abundance.protein.iBAQ", .missing),
    ("missing.protein.intensity.tsv", "P3\ts1", "P9\ts1", .dangling),
    ("abundance.protein.intensity.tsv", "scale=log2", "scale=log3", .value),
    ("abundance.protein.intensity.tsv", "feature\ts1", "feature\ts9", .dangling),
  ]) func changedFileIsRefused(file: String, old: String, new: String, code: OmicsError.Code) throws {
    let text = try change(file, replacing(old == "\ttrue" ? "\tfalse" : old, new))
    #expect(error(text)?.code == code)
    #expect(error(text)?.location?.file.hasPrefix("d/") == true)
  }

  @Test func everyTruncationIsAnError() throws {
    let files = try CanonicalText.files(of: CanonicalTextTests.small())
    for (position, file) in files.enumerated() {
      for length in 0..<(file.bytes.count - (file.name == "dataset.json" ? 1 : 0)) {
        var cut = files
        cut[position].bytes = Array(file.bytes.prefix(length))
        #expect(error(cut) != nil, "\(file.name) cut to \(length)")
      }
      var without = files
      without.remove(at: position)
      #expect(error(without)?.code == .missing)
    }
  }

  @Test func unlistedTableIsRefused() throws {
    var files = try CanonicalText.files(of: CanonicalTextTests.small())
    files.append(.init(name: "genes.tsv", bytes: []))
    #expect(error(files)?.location?.file == "d/genes.tsv")
  }

  @Test func invalidBytesAreAnEncodingError() throws {
    let files = try CanonicalText.files(of: CanonicalTextTests.small()).map { file in
      file.name == "samples.tsv"
        ? .init(name: file.name, bytes: file.bytes.map { $0 == UInt8(ascii: "6") ? 0xFF : $0 }) : file
    }
    #expect(error(files)?.code == .encoding)
  }

  @Test func contradictoryDatasetsAreNotWritten() {
    func code(_ edit: (inout Dataset) -> Void) -> OmicsError.Code? {
      var dataset = CanonicalTextTests.small()
      edit(&dataset)
      do throws(OmicsError) {
        _ = try CanonicalText.files(of: dataset)
        return nil
      } catch { return error.code }
    }
    #expect(code { $0.samples.rows[0].name = "" } == .missing)
    #expect(code { $0.samples.rows[0].name = "NA" } == .duplicate)
    #expect(code { $0.features.rows[0].id = "P3" } == .duplicate)
    #expect(code { $0.features.rows[0].kind = .gene } == .dangling)
    #expect(code { $0.abundances[0].features[0] = 5 } == .dangling)
    #expect(code { $0.abundances[0].values.removeLast() } == .malformed)
    #expect(code { _ in } == nil)
  }
}

extension String {
  fileprivate func replacingCharacters(_ old: String, _ new: String, at range: Range<String.Index>) -> String {
    String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
  }
}
