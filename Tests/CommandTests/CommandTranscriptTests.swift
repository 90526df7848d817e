import Foundation
import Testing

/// Every transcript in `Transcripts/`: what a user types and what comes back, word by word (see README.md).
@Suite struct CommandTranscriptTests {
  static let names: [String] = {
    let folder = Checkout.root.appendingPathComponent("Tests/CommandTests/Transcripts").path
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".txt") }
      .sorted()
  }()

  @Test(arguments: names)
  func transcript(name: String) throws {
    let url = Checkout.root.appendingPathComponent("Tests/CommandTests/Transcripts/\(name)")
    let text = try String(contentsOf: url, encoding: .utf8)
    let transcript = try Transcript(text)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plumbline-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let played = try transcript.play(temporary: folder.path)
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      if played != text { try played.write(to: url, atomically: true, encoding: .utf8) }
    } else {
      #expect(played == text, "\(name) differs; RECORD=1 rewrites it")
    }
  }

  @Test func thereAreTranscripts() { #expect(Self.names.count >= 5) }
}
