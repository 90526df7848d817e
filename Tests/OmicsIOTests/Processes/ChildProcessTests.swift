import Glibc
import OmicsIO
import Schema
import Testing

@Suite struct ChildProcessTests {
  private struct Result {
    var ending: ChildProcess.Ending
    var output = ""
    var errors = ""
  }

  private func shell(
    _ script: String, input: String? = nil, environment: [String: String] = [:],
    limits: ChildProcess.Limits = .init(seconds: 20)
  ) throws -> Result {
    var output: [UInt8] = []
    var errors: [UInt8] = []
    let child = ChildProcess(
      executable: "/bin/sh", arguments: ["-c", script], environment: environment, folder: "/", input: input,
      limits: limits)
    let ending = try child.run(output: { output += $0 }, errors: { errors += $0 })
    return Result(
      ending: ending, output: String(decoding: output, as: UTF8.self), errors: String(decoding: errors, as: UTF8.self))
  }

  @Test func outputErrorsAndCodeComeBack() throws {
    let result = try shell("echo one; echo two >&2; exit 3")
    #expect(result.ending == .exited(3))
    #expect(result.output == "one\n")
    #expect(result.errors == "two\n")
  }

  @Test func onlyTheGivenEnvironmentIsSeen() throws {
    let result = try shell("/usr/bin/env | /usr/bin/sort", environment: ["LANG": "C", "A": "1"])
    #expect(result.output.contains("A=1\n"))
    #expect(!result.output.contains("HOME="))
  }

  @Test func theInputIsTheFile() throws {
    #expect(try shell("read line; echo \"$line\"", input: #filePath).output == "import Glibc\n")
    #expect(try shell("cat").output == "")
  }

  @Test func longOutputOnBothStreamsDoesNotBlock() throws {
    let result = try shell("head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero")
    #expect(result.output.utf8.count == 300_000)
    #expect(result.errors.utf8.count == 300_000)
  }

  @Test func aHangingChildIsEndedWithItsChildren() throws {
    let result = try shell("sleep 100 & sleep 100", limits: .init(seconds: 0.3))
    #expect(result.ending == .outOfTime)
  }

  @Test func aChildThatClosesItsStreamsIsStillTimed() throws {
    #expect(try shell("exec >&- 2>&-; sleep 100", limits: .init(seconds: 0.3)).ending == .outOfTime)
  }

  @Test func aFloodIsEnded() throws {
    #expect(try shell("yes", limits: .init(seconds: 20, output: 100_000)).ending == .flooded)
  }

  @Test func fileSizeAndSignalsAreSeen() throws {
    #expect(try shell("kill -SEGV $$").ending == .signalled(SIGSEGV))
    let path = "/tmp/plumbline-child-\(getpid())"
    defer { unlink(path) }
    let result = try shell("exec head -c 100000 /dev/zero > \(path)", limits: .init(seconds: 20, fileSize: 4096))
    #expect(result.ending == .signalled(SIGXFSZ))
  }

  @Test func noDescriptorOfTheParentIsOpen() throws {
    let pipe = UnsafeMutablePointer<Int32>.allocate(capacity: 2)
    defer { pipe.deallocate() }
    #expect(Glibc.pipe(pipe) == 0)
    defer {
      close(pipe[0])
      close(pipe[1])
    }
    // What remains open is the folder that ls itself reads.
    #expect(try shell("ls /proc/self/fd | wc -l").output.filter(\.isNumber) == "4")
  }

  @Test func aProgramThatIsNotThereSaysSo() throws {
    #expect(throws: OmicsError.self) {
      _ = try ChildProcess(executable: "/no/such/program", folder: "/").run(output: { _ in }, errors: { _ in })
    }
  }

  @Test func anErrorOfTheTakerEndsTheChild() throws {
    #expect(throws: OmicsError.self) {
      _ = try ChildProcess(executable: "/bin/sh", arguments: ["-c", "yes"], folder: "/").run(
        output: { _ throws(OmicsError) in throw OmicsError(.value, "enough") }, errors: { _ in })
    }
  }
}
