import Foundation
import OmicsIO

/// The built command and one run of it.
enum Command {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The command beside the tests, or the one that `PLUMBLINE_BINARY` names, such as a release build.
  static var executable: URL {
    if let named = ProcessInfo.processInfo.environment["PLUMBLINE_BINARY"] { return URL(fileURLWithPath: named) }
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    let beside = tests.appendingPathComponent("plumbline")
    if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
    return root.appendingPathComponent(".build/debug/plumbline")
  }

  /// A workspace for all tests of this process, so that nobody's own is touched.
  static let workspace = FileManager.default.temporaryDirectory
    .appendingPathComponent("plumbline-workspace-\(ProcessInfo.processInfo.processIdentifier)").path

  static let environment: [String: String] = {
    var environment = ProcessInfo.processInfo.environment
    environment["PLUMBLINE_WORKSPACE"] = workspace
    atexit { try? FileManager.default.removeItem(atPath: Command.workspace) }
    return environment
  }()

  /// SHA-256 of a file.
  static func sha256(_ path: String) throws -> String { try SHA256Digest.hex(ofFile: path) }

  struct Result {
    var code: Int32
    var text: String
  }

  /// Runs the command; `text` holds standard output and standard error as they came.
  static func run(_ arguments: String...) throws -> Result { try start(executable, arguments).finish() }

  /// Runs the command in a shell after `prelude`.
  static func run(after prelude: String, _ arguments: String...) throws -> Result {
    let script = "\(prelude); exec \"$0\" \"$@\""
    return try start(URL(fileURLWithPath: "/bin/sh"), ["-c", script, executable.path] + arguments).finish()
  }

  /// A run that goes on while the test does something.
  final class Running {
    let process = Process()
    private let pipe = Pipe()

    init(_ executable: URL, _ arguments: [String]) throws {
      process.executableURL = executable
      process.arguments = arguments
      process.currentDirectoryURL = Command.root
      process.environment = Command.environment
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = pipe
      process.standardError = pipe
      try process.run()
    }

    func finish() -> Result {
      let data = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      let code =
        process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
      return Result(code: code, text: String(decoding: data, as: UTF8.self))
    }
  }

  static func start(_ executable: URL, _ arguments: [String]) throws -> Running { try Running(executable, arguments) }
}
