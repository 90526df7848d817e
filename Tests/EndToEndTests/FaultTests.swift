import Foundation
import Numerics
import Testing

/// Full disks, failing devices, kills and crowds: what is under a final name is complete, and the next run is right.
///
/// `PLUMBLINE_FAULTS` sets how many faults and kills are tried; CI tries a few that are spread over the run.
@Suite(.serialized) struct FaultTests {
  static let faults = Int(ProcessInfo.processInfo.environment["PLUMBLINE_FAULTS"] ?? "") ?? 4

  /// The preloaded library that fails the n-th call, compiled once.
  private static let library: Result<String, any Error> = Result {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("plumbline-fault-\(getpid()).so").path
    let source = "\(Command.root.path)/Tests/EndToEndTests/Faults/fault.c"
    let compiler = try Command.start(
      URL(fileURLWithPath: "/usr/bin/env"), ["clang", "-shared", "-fPIC", "-O1", "-o", path, source, "-ldl"]
    ).finish()
    guard compiler.code == 0 else { throw Uncompiled(text: compiler.text) }
    return path
  }
  private struct Uncompiled: Error { var text: String }

  private func run(
    _ study: SimulatedStudy, to name: String, folder: String, at: Int?, workspace: String
  ) throws -> Command.Result {
    let library = try Self.library.get()
    let count = study.path("calls")
    try? FileManager.default.removeItem(atPath: count)
    let prelude =
      "export FAULT_FOLDER='\(folder)' FAULT_COUNT='\(count)' PLUMBLINE_WORKSPACE='\(workspace)' LD_PRELOAD='\(library)'"
      + (at.map { " FAULT_AT=\($0)" } ?? "")
    return try Command.run(
      after: prelude, "run", study.path("study/study.yaml"), "-o", study.path(name), "-q", "--threads", "1")
  }

  private func calls(_ study: SimulatedStudy) -> Int {
    FileManager.default.contents(atPath: study.path("calls"))?.count ?? 0
  }

  private func leftovers(_ study: SimulatedStudy) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: study.path("out")).filter { $0 != "good" }
  }

  /// Numbers from 1 to `count`, `Self.faults` of them, first and last included.
  private func spread(_ count: Int) -> [Int] {
    guard count > Self.faults else { return Array(1...max(1, count)) }
    return (0..<Self.faults).map { 1 + $0 * (count - 1) / (Self.faults - 1) }
  }

  @Test func aFailingWriteCloseSyncOrRenameIsExitFiveAndLeavesNothing() throws {
    let study = try SimulatedStudy(draw: 21)
    _ = try study.make("study")
    try FileManager.default.createDirectory(atPath: study.path("out"), withIntermediateDirectories: true)
    let out = URL(fileURLWithPath: study.path("out")).resolvingSymlinksInPath().path
    let good = try run(study, to: "out/good", folder: out, at: nil, workspace: study.path("w"))
    #expect(good.code == 0, "\(good.text)")
    let total = calls(study)
    #expect(total > 50, "\(total) calls")
    print("faults: \(spread(total).count) of \(total) calls of one run")
    for number in spread(total) {
      let result = try run(study, to: "out/bad", folder: out, at: number, workspace: study.path("w"))
      // A fault after the last rename, as in the sync of the parent folder, may leave the whole folder.
      if result.code == 5 {
        let left = try leftovers(study)
        #expect(left.isEmpty || left == ["bad"], "call \(number): \(left)")
      } else {
        #expect(result.code == 0, "call \(number) of \(total): \(result.code) \(result.text)")
      }
      // What bears the final name is what a run without faults gives.
      if FileManager.default.fileExists(atPath: study.path("out/bad")) {
        #expect(
          FileManager.default.contents(atPath: study.path("out/bad/run.json"))
            == FileManager.default.contents(atPath: study.path("out/good/run.json")), "call \(number) of \(total)")
      }
      try? FileManager.default.removeItem(atPath: study.path("out/bad"))
      for name in try leftovers(study) { try FileManager.default.removeItem(atPath: study.path("out/\(name)")) }
    }
    #expect(try run(study, to: "out/next", folder: out, at: nil, workspace: study.path("w")).code == 0)
    #expect(
      FileManager.default.contents(atPath: study.path("out/next/run.json"))
        == FileManager.default.contents(atPath: study.path("out/good/run.json")))
  }

  @Test func aFailingWorkspaceCostsTimeAndNeverAResult() throws {
    let study = try SimulatedStudy(draw: 22)
    _ = try study.make("study")
    try FileManager.default.createDirectory(atPath: study.path("w"), withIntermediateDirectories: true)
    let workspace = URL(fileURLWithPath: study.path("w")).resolvingSymlinksInPath().path
    let good = try run(study, to: "good", folder: workspace, at: nil, workspace: workspace)
    #expect(good.code == 0, "\(good.text)")
    let total = calls(study)
    #expect(total > 10, "\(total) calls")
    let expected = FileManager.default.contents(atPath: study.path("good/run.json"))
    for number in spread(total) {
      try FileManager.default.removeItem(atPath: workspace)
      try FileManager.default.createDirectory(atPath: workspace, withIntermediateDirectories: true)
      for again in ["bad", "again"] {
        let result = try run(
          study, to: again, folder: workspace, at: again == "bad" ? number : nil, workspace: workspace)
        // A named workspace that cannot be opened at all is refused before any work.
        if again == "bad", result.code == 5 || result.code == 3 { continue }
        #expect(result.code == 0, "call \(number) of \(total): \(result.code) \(result.text)")
        #expect(FileManager.default.contents(atPath: study.path("\(again)/run.json")) == expected, "call \(number)")
        try FileManager.default.removeItem(atPath: study.path(again))
      }
    }
  }

  @Test func aKillAtAnyTimeLeavesTheFinalNameAbsentOrComplete() throws {
    let study = try SimulatedStudy(draw: 23)
    let file = try study.make("study")
    _ = try Command.run("run", file, "-o", study.path("warm"), "-q", "--no-cache")
    let began = Date()
    #expect(try Command.run("run", file, "-o", study.path("good"), "-q", "--no-cache").code == 0)
    let duration = Date().timeIntervalSince(began)
    let expected = FileManager.default.contents(atPath: study.path("good/run.json"))
    var (complete, cut) = (0, 0)
    for kill in 0..<Self.faults {
      let name = study.path("killed-\(kill)")
      let running = try Command.start(
        Command.executable, ["run", file, "-o", name, "-q", "--workspace", study.path("w")])
      var stream = RandomStream(seed: 23, name: "kill", index: UInt64(kill))
      Thread.sleep(forTimeInterval: duration * 1.2 * stream.uniform())
      Foundation.kill(running.process.processIdentifier, SIGKILL)
      _ = running.finish()
      if FileManager.default.fileExists(atPath: name) {
        complete += 1
        #expect(try Command.run("verify", name, "-q").code == 0, "kill \(kill)")
        #expect(FileManager.default.contents(atPath: "\(name)/run.json") == expected)
        try FileManager.default.removeItem(atPath: name)
      } else {
        cut += 1
      }
    }
    print("kills: \(Self.faults), final name complete \(complete), absent \(cut)")
    let next = try Command.run("run", file, "-o", study.path("next"), "-q", "--workspace", study.path("w"))
    #expect(next.code == 0, "\(next.text)")
    #expect(FileManager.default.contents(atPath: study.path("next/run.json")) == expected)
  }

  @Test func eightRunsOnOneWorkspaceLoseAndTearNothing() throws {
    let study = try SimulatedStudy(draw: 24)
    let file = try study.make("study")
    let running = try (0..<8).map { index in
      try Command.start(
        Command.executable,
        [
          "run", file, "-o", study.path("r\(index)"), "-q", "--workspace", study.path("w"), "--seed", "\(index % 3)",
          "--cache-size", index % 2 == 0 ? "1" : "100", "--threads", "1",
        ])
    }
    for (index, run) in running.enumerated() {
      let result = run.finish()
      #expect(result.code == 0, "run \(index): \(result.text)")
    }
    for index in 0..<8 {
      #expect(
        FileManager.default.contents(atPath: study.path("r\(index)/run.json"))
          == FileManager.default.contents(atPath: study.path("r\(index % 3)/run.json")))
    }
    let alone = try Command.run("run", file, "-o", study.path("alone"), "-q", "--no-cache", "--seed", "1")
    #expect(alone.code == 0)
    #expect(
      FileManager.default.contents(atPath: study.path("alone/run.json"))
        == FileManager.default.contents(atPath: study.path("r1/run.json")))
  }
}
