import OmicsIO
import ReaderKit
import Schema
import Testing

@Suite struct DatasetReadingTests {
  static let text = "#toy 1\na b\nP1 1 2\nP2 3 NA\nend\n"
  static let registry = ReaderRegistry([ToyReader.self])

  private func read(
    _ text: String, name: String = "folder/x.toy", registry: ReaderRegistry = registry, format: String? = nil,
    options: [String: String] = [:]
  ) throws(OmicsError) -> Dataset {
    var source = ByteSource.bytes(Array(text.utf8), name: name)
    return try DatasetReading.read(&source, registry: registry, format: format, options: options)
  }

  private func failure(_ body: () throws(OmicsError) -> Dataset) -> OmicsError? {
    do throws(OmicsError) {
      _ = try body()
      return nil
    } catch { return error }
  }

  @Test func sourceRecordSettingsAndNames() throws {
    let dataset = try read(Self.text, options: ["word": "all"])
    #expect(
      dataset.sources == [
        SourceRecord(
          file: "x.toy", sha256: SHA256Digest.hex(of: Array(Self.text.utf8)), bytes: 30, format: "toy", version: "1",
          plugin: "toy-table", pluginVersion: "1.0.0")
      ])
    #expect(dataset.settings == [.init("word", "all")])
    #expect(dataset.diagnostics.count == 2)
    #expect(dataset.diagnostics.allSatisfy { $0.location?.file == "x.toy" })
    #expect(dataset.counts == [.init("rows", 2)])
    #expect(dataset.abundances[0].values[0..<3] == [1, 3, 2])
  }

  @Test func errorsNameThePathAsGiven() {
    let error = failure { () throws(OmicsError) in try read("#toy 1\na b\nP1 1\nP2 1\nend\n") }
    #expect(error?.location == SourceLocation(file: "folder/x.toy", line: 3))
    #expect(error?.causes.first?.location == SourceLocation(file: "folder/x.toy", line: 4))
  }

  @Test func refusalsAndTies() {
    #expect(failure { () throws(OmicsError) in try read("#toy 9\n") }?.code == .unsupported)
    #expect(failure { () throws(OmicsError) in try read("#toy 9\n", format: "toy") }?.code == .unsupported)
    #expect(failure { () throws(OmicsError) in try read("<html><body>") }?.message.contains("an HTML page") == true)
    let both = ReaderRegistry([ToyReader.self, GreedyReader.self])
    let tie = failure { () throws(OmicsError) in try read(Self.text, registry: both) }
    #expect(tie?.code == .ambiguousFormat)
    #expect(tie?.message.contains("greedy") == true && tie?.message.contains("toy") == true)
    #expect(failure { () throws(OmicsError) in try read(Self.text, registry: both, format: "toy") } == nil)
  }

  @Test func unknownFormatAndOptionNameTheNearest() {
    let format = failure { () throws(OmicsError) in try read(Self.text, format: "tpy") }
    #expect(format?.code == .usage && format?.hint == "Did you mean \"toy\"?")
    let option = failure { () throws(OmicsError) in try read(Self.text, options: ["wrod": "all"]) }
    #expect(option?.code == .usage && option?.hint == "Did you mean \"word\"?")
    let value = failure { () throws(OmicsError) in try read(Self.text, options: ["word": "some"]) }
    #expect(value?.hint == "It takes: none, all.")
  }

  @Test func compressedNameIsRecognisedWithoutItsEnding() throws {
    var source = ByteSource.bytes(Array(Self.text.utf8), name: "a/b.toy.GZ")
    #expect(try DatasetReading.recognize(&source, registry: Self.registry).reader.format.id == "toy")
    #expect(try read(Self.text, name: "a/b.toy.gz").sources[0].file == "b.toy.gz")
  }
}
