import Foundation
import OmicsIO
import Pipeline
import Schema

/// `DataCheck DIR [TABLE]`: reads every file below a folder and holds its counts against what is expected of it.
@main struct DataCheckCommand {
  private var files = 0
  private var checked = 0
  private var mismatches = 0
  private var refused = 0

  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 2 || arguments.count == 3 else {
      FileHandle.standardError.write(Data("usage: DataCheck DIR [EXPECTATIONS.tsv]\n".utf8))
      exit(ExitCode.usage.rawValue)
    }
    let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "expectations.tsv")
    var command = DataCheckCommand()
    do throws(OmicsError) {
      try command.run(
        URL(fileURLWithPath: arguments[1]).standardizedFileURL.path,
        table: arguments.count == 3 ? arguments[2] : beside.path)
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      exit(error.exitCode.rawValue)
    }
    exit(command.mismatches == 0 ? 0 : 1)
  }

  private mutating func run(_ folder: String, table: String) throws(OmicsError) {
    guard let names = FileManager.default.subpaths(atPath: folder)?.sorted(), !names.isEmpty else {
      throw OmicsError(.unreadable, "no folder with files", at: SourceLocation(file: folder))
    }
    var expectations = Expectations()
    try expectations.addTable(table)
    for name in names where name.split(separator: "/").last == "expected.json" {
      try expectations.addJSON("\(folder)/\(name)")
    }
    for path in expectations.namedFiles where !FileManager.default.fileExists(atPath: path) {
      mismatches += 1
      print("absent\t\(path.dropFirst(folder.utf8.count + 1))")
    }
    for name in names where isData(name, in: folder) {
      check(name, "\(folder)/\(name)", expectations)
    }
    print("\(files) files, \(checked) checked counts, \(mismatches) mismatches, \(refused) refused")
  }

  /// Whether a name is a data file: not a folder, a description or the expectations.
  private func isData(_ name: String, in folder: String) -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder),
      !isFolder.boolValue
    else { return false }
    return !name.hasSuffix(".md") && name.split(separator: "/").last != "expected.json"
  }

  private mutating func check(_ name: String, _ path: String, _ expectations: Expectations) {
    files += 1
    let expected = expectations.counts(of: path)
    let dataset: Dataset
    do throws(OmicsError) {
      dataset = try Inspection(path).dataset
    } catch {
      var reason = error
      reason.location?.file = name
      let isExpected = expectations.refusal(of: path) == error.code.rawValue
      if isExpected { refused += 1 } else { mismatches += 1 }
      print("\(isExpected ? "refused, rightly" : "refused")\t\(name)\t\(expected.count) counts unchecked\t\(reason)")
      return
    }
    if let code = expectations.refusal(of: path) {
      mismatches += 1
      print("mismatch\t\(name)\trefused\texpected \(code)\tfound a dataset")
    }
    for count in expected {
      checked += 1
      let found = dataset.counts.first { $0.key == count.key }?.value
      if found != count.value {
        mismatches += 1
        print(
          "mismatch\t\(name)\t\(count.key)\texpected \(count.value)\tfound \(found.map(String.init) ?? "none")"
        )
      }
    }
  }
}
