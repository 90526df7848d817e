import Foundation
import OmicsIO
import Provenance
import Testing

@Suite struct OutputVerificationTests {
  @Test func sameChangedAbsent() throws {
    let folder = NSTemporaryDirectory() + "/plumbline-verify-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/ranking.tsv"
    let bytes = Array("rank\ttarget\n".utf8)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let digest = SHA256Digest.hex(of: bytes)

    func finding(_ path: String, _ digest: String) -> VerifiedFile.Finding {
      OutputVerification.check(name: "ranking.tsv", role: "output", path: path, sha256: digest)
        .finding
    }
    #expect(finding(path, digest) == .same)
    #expect(finding(path, SHA256Digest.hex(of: Array("x".utf8))) == .changed)
    #expect(finding(folder + "/absent", digest) == .absent)
    try Data(bytes.dropLast()).write(to: URL(fileURLWithPath: path))
    #expect(finding(path, digest) == .changed)
  }

  @Test func nameAndRoleAreKept() {
    let file = OutputVerification.check(
      name: "n", role: "component", path: "/nowhere/at/all", sha256: "")
    #expect(file == VerifiedFile(name: "n", role: "component", finding: .absent))
  }
}
