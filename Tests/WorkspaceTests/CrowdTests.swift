import Foundation
import Testing

/// Processes on one workspace: three here, eight with 1,000 operations each by `make torture`.
@Suite struct CrowdTests {
  private static let operations = Int(ProcessInfo.processInfo.environment["PLUMBLINE_CROWD"] ?? "")

  private func start(arguments: [String]) throws -> (process: Process, output: Pipe) {
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    let (process, output) = (Process(), Pipe())
    process.executableURL = tests.appendingPathComponent("WorkspaceHammer")
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = output
    try process.run()
    return (process, output)
  }

  private func finish(_ started: (process: Process, output: Pipe)) -> (code: Int32, text: String) {
    let data = started.output.fileHandleForReading.readDataToEndOfFile()
    started.process.waitUntilExit()
    return (started.process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  /// With room for all values, and with room for a few so that processes evict what others read.
  @Test(arguments: [nil, 200_000]) func nothingIsLostAndNothingIsTorn(_ cap: Int?) throws {
    let folder = try TemporaryFolder()
    let (processes, operations) = (Self.operations == nil ? 3 : 8, Self.operations ?? 40)
    let more = cap.map { [String($0)] } ?? []
    let began = Date()
    let crowd = try (0..<processes).map { number in
      try start(arguments: ["work", folder.path, String(number), String(operations)] + more)
    }
    for started in crowd {
      let result = finish(started)
      #expect(result.code == 0, "\(result.text)")
    }
    let seconds = Date().timeIntervalSince(began)
    let found = finish(try start(arguments: ["check", folder.path, String(processes), String(operations)] + more))
    #expect(found.code == 0, "\(found.text)")
    print("\(processes) processes x \(operations) operations in \(Int(seconds)) s, cap \(cap ?? 0): \(found.text)")
  }
}
