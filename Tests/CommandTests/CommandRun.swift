import Foundation

/// One run of the command from the checkout's root.
struct CommandRun {
  var output: String
  var errors: String
  var code: Int32

  init(arguments: [String], input: String, temporary: String) throws {
    let process = Process()
    process.executableURL = Checkout.command
    process.arguments = arguments
    process.currentDirectoryURL = Checkout.root
    var environment = ProcessInfo.processInfo.environment
    environment["COLUMNS"] = "120"
    environment["LC_ALL"] = "C"
    for key in ["PLUMBLINE_SEED", "PLUMBLINE_TABLES", "PLUMBLINE_WORKSPACE"] { environment[key] = nil }
    // Nobody's own workspace is touched.
    environment["XDG_DATA_HOME"] = temporary
    process.environment = environment
    let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = stdout
    process.standardError = stderr
    try process.run()
    stdin.fileHandleForWriting.write(Data(input.utf8))
    try stdin.fileHandleForWriting.close()
    let box = ErrorBox()
    let reader = Thread { box.fill(stderr.fileHandleForReading.readDataToEndOfFile()) }
    reader.start()
    let out = stdout.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    output = String(decoding: out, as: UTF8.self)
    errors = String(decoding: box.wait(), as: UTF8.self)
    code = process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
  }
}

/// Standard error, read on a thread of its own so that neither pipe fills up.
private final class ErrorBox: @unchecked Sendable {
  private let done = DispatchSemaphore(value: 0)
  private var data = Data()

  func fill(_ data: Data) {
    self.data = data
    done.signal()
  }

  func wait() -> Data {
    done.wait()
    return data
  }
}
