import Foundation
import Testing

/// The checkout, found from this file.
let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

func text(_ path: String) throws -> String {
  try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
}

func names(_ path: String) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(path).path)
    .filter { !$0.hasPrefix(".") }.sorted()
}

func swiftFiles(_ folder: String) -> [String] {
  let all = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
  return (all?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".swift") && !$0.contains(".build") }
    .map { "\(folder)/\($0)" }.sorted()
}

func captures(_ pattern: String, _ text: String) throws -> [[String]] {
  let regex = try NSRegularExpression(pattern: pattern, options: [.anchorsMatchLines])
  return regex.matches(in: text, range: NSRange(text.startIndex..., in: text)).map { match in
    (1..<match.numberOfRanges).map { Range(match.range(at: $0), in: text).map { String(text[$0]) } ?? "" }
  }
}

func imports(_ path: String) throws -> [String] {
  try captures(#"^(?:@\w+ )?(?:public |internal |package |private )?import (?:\w+ )?(\w+)$"#, text(path)).map { $0[0] }
}

let siblings: Set<String> = [
  "ReaderKit", "Writers", "Mapping", "Normalization", "Design", "Fusion", "Deconvolution", "Provenance", "Drift",
  "Report", "Workspace",
]
let readBytes: Set<String> = ["ReaderKit", "Writers", "Mapping", "Provenance", "Drift", "Workspace"]
let compute: Set<String> = ["Normalization", "Design", "Fusion", "Deconvolution"]

/// What a module of ours may import of ours.
func allowed(_ room: String) -> Set<String> {
  switch room {
  case "Schema": []
  case "OmicsIO": ["Schema", "CLibXML2", "CZlib", "CHDF5", "CZstd", "CCrypto", "CLaunch"]
  case "Numerics": ["Schema", "CBlas"]
  case "plumbline": ["Pipeline", "Report", "Schema"]
  case "Pipeline": siblings.union(["Schema", "OmicsIO", "Numerics"])
  default:
    Set(["Schema"]).union(readBytes.contains(room) ? ["OmicsIO"] : []).union(compute.contains(room) ? ["Numerics"] : [])
  }
}

let ours = siblings.union([
  "Schema", "OmicsIO", "Numerics", "Pipeline", "plumbline", "CLibXML2", "CZlib", "CZstd", "CHDF5", "CBlas", "CCrypto",
  "CLaunch",
])

@Suite struct FloorTests {
  @Test func arrowsPointDown() throws {
    for room in try names("Sources") where !room.hasSuffix(".md") {
      for file in swiftFiles("Sources/\(room)") {
        for name in try imports(file) {
          let isReader = name.hasSuffix("Reader")
          if isReader { #expect(room == "Pipeline", "\(file) imports \(name)") }
          if ours.contains(name) { #expect(allowed(room).contains(name), "\(file) imports \(name)") }
          if room == "Schema" { #expect(Bool(false), "\(file) imports \(name)") }
        }
      }
    }
  }

  @Test func readersKnowTheirContractOnly() throws {
    for folder in try readerFolders() {
      for file in swiftFiles("Plugins/\(folder)/Reader") {
        for name in try imports(file) where ours.contains(name) || name.hasSuffix("Reader") {
          #expect(["ReaderKit", "OmicsIO", "Schema"].contains(name), "\(file) imports \(name)")
        }
      }
    }
  }
}

func readerFolders() throws -> [String] {
  try names("Plugins").filter { !swiftFiles("Plugins/\($0)/Reader").isEmpty }
}

@Suite struct ListTests {
  @Test func readersAgree() throws {
    let folders = try readerFolders()
    let list = try captures(#"^let readers = \[(.*)\]"#, text("Package.swift")).first?.first ?? ""
    let registry = try captures(#"(\w+)FileReader\.self"#, text("Sources/Pipeline/BuiltInReaders.swift")).map { $0[0] }
    #expect(try captures(#""(\w+)""#, list).map { $0[0] }.sorted() == folders)
    #expect(registry.sorted() == folders)
  }

  @Test func exitCodesAreDocumented() throws {
    let code = try text("Sources/Schema/ExitCode.swift")
    let meanings = try captures(#"case \.(\w+): "([^"]+)""#, code)
    let expected = try captures(#"case (\w+) = (\d+)"#, code).map { pair in
      [pair[1], meanings.first { $0[0] == pair[0] }?[1] ?? ""]
    }
    #expect(!expected.isEmpty)
    #expect(try captures(#"^\| (\d+) \| (.+) \|$"#, text("README.md")) == expected)
  }

  @Test func settingsAreDocumented() throws {
    let code = try text("Sources/Pipeline/Study/RunSettings.swift")
    let expected = try captures(#"key: "([^"]+)", standard: "([^"]*)""#, code)
    let readme = try text("README.md").components(separatedBy: "## Settings").last ?? ""
    #expect(!expected.isEmpty)
    #expect(try captures(#"^\| `([^`]+)` \| `([^`]*)` \|"#, readme) == expected)
  }
}

@Suite struct FileTests {
  static let all = swiftFiles("Sources") + swiftFiles("Plugins") + swiftFiles("Tests")

  @Test func filesAreSmallAndNamedForAConcept() throws {
    #expect(!Self.all.isEmpty)
    for file in Self.all {
      let lines = try text(file).split(separator: "\n", omittingEmptySubsequences: false).count - 1
      #expect(lines <= 400, "\(file) has \(lines) lines")
      let name = file.split(separator: "/").last ?? ""
      for word in ["Utils", "Helper", "Manager", "Common.swift"] { #expect(!name.contains(word), "\(file)") }
    }
  }

  @Test func sourcesNeverTrapAndHoldNoUnfinishedWork() throws {
    let sources = Self.all.filter { !$0.hasPrefix("Tests/") && !$0.contains("/Tests/") }
    let words = ["fatalError(", "preconditionFailure(", "try!", "as!", "TO" + "DO", "FIX" + "ME"]
    for file in sources {
      let content = try text(file)
      for word in words { #expect(!content.contains(word), "\(file) holds \(word)") }
    }
  }

  /// The top level holds what README.md names, and what a build or a run leaves there; nothing that a tool dropped.
  @Test func theTopLevelIsFixed() throws {
    let known: Set<String> = [
      "Package.swift", "Package.resolved", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile",
      "Sources", "Tests", "Plugins", "Mappings", "Fixtures", "runs",
    ]
    #expect(try names("").filter { !known.contains($0) }.isEmpty)
  }

  @Test func everyFolderHasItsContract() throws {
    for top in [".", "Sources", "Plugins", "Tests", "Mappings", "Fixtures"] {
      #expect(try names(top).contains("README.md"), "\(top)")
    }
    for folder in try names("Sources") where folder != "README.md" && !swiftFiles("Sources/\(folder)").isEmpty {
      #expect(try names("Sources/\(folder)").contains("README.md"), "Sources/\(folder)")
    }
    for folder in try names("Plugins") where folder != "README.md" {
      #expect(try names("Plugins/\(folder)").contains("README.md"), "Plugins/\(folder)")
      #expect(try names("Plugins/\(folder)").contains("plugin.yaml"), "Plugins/\(folder)")
    }
  }
}
