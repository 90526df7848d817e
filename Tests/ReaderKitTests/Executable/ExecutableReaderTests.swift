import Foundation
import OmicsIO
import ReaderKit
import Schema
import Testing

/// The host of executable plugins against small programs of the shell that do right and wrong.
@Suite struct ExecutableReaderTests {
  private static let good = """
    #stream plumbline/1 layer=proteomics count.psms=2
    #table ledger 1
    unit\tread\tkept\tmerged\tfiltered\trejected
    psm\t2\t2\t0\t0\t0
    #table features 1
    \(features)
    #end tables=2 rows=3

    """
  private static let features: String = {
    var dataset = Dataset(layer: .proteomics)
    dataset.features.rows = [Feature(id: "P1", kind: .protein), Feature(id: "P2", kind: .protein)]
    let file = try? CanonicalText.files(of: dataset).first { $0.name == "features.tsv" }
    let lines = String(decoding: file?.bytes ?? [], as: UTF8.self).split(separator: "\n").dropFirst()
    return lines.joined(separator: "\n")
  }()

  /// Runs a script's body as the plugin on a file.
  private func read(
    _ body: String, recognize: String = "printf '0.9\\tv1\\tsays so\\n'", seconds: Double = 20, output: Int = 1 << 20,
    authorize: @escaping @Sendable () throws(OmicsError) -> Void = {}
  ) throws -> Dataset {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plumbline-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(Self.good.utf8).write(to: folder.appendingPathComponent("good"))
    let program = folder.appendingPathComponent("reader")
    let script =
      "#!/bin/bash\nhere=$(dirname \"$0\")\nif [ \"$1\" = recognize ]; then\n\(recognize)\nexit\nfi\n\(body)\n"
    try Data(script.utf8).write(to: program)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program.path)
    let format = FormatDescriptor(
      id: "toy-program", name: "Toy", layer: .proteomics, versions: ["v1"], extensions: ["toy"], plugin: "toy",
      pluginVersion: "1.0.0", summary: "Read toys.")
    let reader = ExecutableReader(
      format: format, program: "/bin/bash", arguments: [program.path], needles: ["TOY"], install: "Install the toy.",
      limits: .init(seconds: seconds, output: output), authorize: authorize)
    var source = ByteSource.bytes(Array("TOY file\nsecond\n".utf8), name: "dir/a.toy")
    return try DatasetReading.read(&source, registry: ReaderRegistry(plugins: [reader.plugin]))
  }

  @Test func canonicalTextBecomesADataset() throws {
    let dataset = try read("cat > /dev/null; cat \"$here/good\"; echo 'W! line 2: odd' >&2; echo 'I! fine' >&2")
    #expect(dataset.features.rows.map(\.id) == ["P1", "P2"])
    #expect(dataset.ledger["psm"].read == 2)
    #expect(dataset.counts == [Dataset.Count("psms", 2)])
    #expect(dataset.sources.first?.plugin == "toy" && dataset.sources.first?.version == "v1")
    #expect(dataset.diagnostics.map(\.severity) == [.warning, .note])
    #expect(dataset.diagnostics.first?.location == SourceLocation(file: "a.toy", line: 2))
  }

  @Test func theFileComesOnStandardInputAndNothingElse() throws {
    setenv("PLUMBLINE_TEST_SECRET", "x", 1)
    let dataset = try read(
      "[ \"$(cat)\" = \"$(printf 'TOY file\\nsecond')\" ] || exit 9; [ -z \"$PLUMBLINE_TEST_SECRET\" ] || exit 8\n"
        + "[ \"$PLUMBLINE_FILE_NAME\" = a.toy ] || exit 10; [ -z \"$(ls -A .)\" ] || exit 11; cat \"$here/good\"")
    #expect(dataset.features.count == 2)
  }

  /// What a program may do wrong, and what the user is told.
  @Test(arguments: [
    ("sleep 60", "longer than allowed"),
    ("sleep 60 & sleep 60 & sleep 60 & exec sleep 60", "longer than allowed"),
    ("while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done", "more than allowed"),
    ("while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa >&2; done", "more than allowed"),
    ("sed 's/rows=3/rows=4/' \"$here/good\"", "no canonical text"),
    ("sed 's/tables=2/tables=1/' \"$here/good\"", "no canonical text"),
    ("sed 's/^psm.*/psm\\t3\\t2\\t0\\t0\\t0/' \"$here/good\"", "no canonical text"),
    ("head -n 4 \"$here/good\"", "no canonical text"),
    ("head -n 4 \"$here/good\"; kill -9 $$", "signal 9"),
    ("head -n 4 \"$here/good\"; echo boom >&2; exit 1", "exit code 1"),
    ("head -c 2000 /dev/urandom", "no canonical text"),
    ("true", "no canonical text"),
    ("echo 'E! no such module' >&2; exit 69", "no such module"),
  ])
  func failuresArePluginErrors(_ body: String, _ words: String) throws {
    let isSlow = body.contains("sleep")
    let error = try #require(throws: OmicsError.self) { try read(body, seconds: isSlow ? 0.4 : 20) }
    #expect(error.code == .plugin && error.exitCode == .plugin)
    #expect(error.message.contains(words), "\(error)")
    if body.contains("69") { #expect(error.hint == "Install the toy.") }
    if body.contains("boom") { #expect(error.hint?.contains("boom") == true) }
  }

  @Test func errorsOfTheFileAreErrorsOfTheInput() throws {
    let error = try #require(throws: OmicsError.self) {
      try read("echo 'E! line 2: not a toy' >&2; echo 'E! neither this' >&2; exit 3")
    }
    #expect(error.code == .malformed && error.exitCode == .invalidInput)
    #expect(error.location == SourceLocation(file: "dir/a.toy", line: 2))
    #expect(error.causes.count == 1)
  }

  @Test(arguments: ["echo yes", "printf '2\\tv\\te\\n'", "exit 5", "true"])
  func wrongJudgementsArePluginErrors(_ recognize: String) throws {
    let error = try #require(throws: OmicsError.self) { try read("cat \"$here/good\"", recognize: recognize) }
    #expect(error.code == .plugin)
  }

  @Test func aJudgementOfZeroIsNotMine() throws {
    let error = try #require(throws: OmicsError.self) { try read("cat \"$here/good\"", recognize: "echo 0") }
    #expect(error.code == .unknownFormat)
  }

  @Test func aProgramThatIsNotTrustedIsNotStarted() throws {
    let error = try #require(throws: OmicsError.self) {
      try read(
        "cat \"$here/good\"", authorize: { () throws(OmicsError) in throw OmicsError(.plugin, "it has changed") })
    }
    #expect(error.message == "it has changed")
  }
}
