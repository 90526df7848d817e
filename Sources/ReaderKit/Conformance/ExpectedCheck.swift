import OmicsIO
import Schema

/// Compares what a case gave with `expected/` or `expected.error`, or records it.
struct ExpectedCheck {
  private let item: ConformanceCase
  private var folder: String { item.folder + "/expected" }

  init(_ item: ConformanceCase) { self.item = item }

  func run(_ outcome: PluginConformance.Outcome, recording: Bool) throws(OmicsError) {
    if let expected = item.error { return try check(outcome, expected) }
    guard case .files(let files) = outcome else {
      if case .error(let error) = outcome { throw error }
      return
    }
    if recording { return try record(files) }
    guard ConformanceFolder.isFolder(folder) else {
      throw OmicsError(
        .missing, "there is no expected/ yet", hint: "Run the tests with RECORD=1 and read what it writes.")
    }
    var expected: [CanonicalText.File] = []
    for name in try ConformanceFolder.names(in: folder) {
      expected.append(.init(name: name, bytes: try ConformanceFolder.bytes(of: "\(folder)/\(name)")))
    }
    let found = files.sorted { $0.name < $1.name }
    expected.sort { $0.name < $1.name }
    guard found == expected else {
      throw OmicsError(.verification, Self.difference(found, expected))
    }
    let dataset = try CanonicalText.dataset(of: expected)
    guard try CanonicalText.files(of: dataset).sorted(by: { $0.name < $1.name }) == expected else {
      throw OmicsError(.verification, "reading expected/ and writing it again changes it")
    }
  }

  private func check(
    _ outcome: PluginConformance.Outcome, _ expected: ConformanceCase.ExpectedError
  ) throws(OmicsError) {
    guard case .error(let error) = outcome else {
      throw OmicsError(.verification, "read, although it must be refused with \(expected.code)")
    }
    let text = ([error] + error.causes).map { "\($0)" }.joined(separator: "\n")
    guard error.code.rawValue == expected.code, text.contains(expected.fragment) else {
      throw OmicsError(
        .verification, "\(error.code.rawValue) \"\(text)\" instead of \(expected.code) \"\(expected.fragment)\"")
    }
    guard error.location != nil || error.code == .usage else {
      throw OmicsError(.verification, "the error does not say where: \(text)")
    }
  }

  private func record(_ files: [CanonicalText.File]) throws(OmicsError) {
    let target = try AtomicFolder(folder, force: true)
    do throws(OmicsError) {
      for file in files {
        let sink = try target.file(file.name)
        try sink.append(file.bytes)
        try sink.close()
      }
    } catch {
      target.abort()
      throw error
    }
    _ = try target.commit()
  }

  /// The first difference between two lists of files, in words.
  static func difference(_ found: [CanonicalText.File], _ expected: [CanonicalText.File]) -> String {
    for file in found {
      guard let other = expected.first(where: { $0.name == file.name }) else { return "unexpected \(file.name)" }
      guard other.bytes != file.bytes else { continue }
      let one = file.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      let two = other.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      for line in 0..<max(one.count, two.count) {
        let left = line < one.count ? String(decoding: one[line].prefix(300), as: UTF8.self) : "(end)"
        let right = line < two.count ? String(decoding: two[line].prefix(300), as: UTF8.self) : "(end)"
        if left != right { return "\(file.name):\(line + 1): \"\(left)\" instead of \"\(right)\"" }
      }
      return "\(file.name) differs"
    }
    for file in expected where !found.contains(where: { $0.name == file.name }) { return "no \(file.name)" }
    return "another order of files"
  }
}
