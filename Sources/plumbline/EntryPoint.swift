internal import ArgumentParser
internal import Glibc
internal import Pipeline
internal import Schema

/// Starts the command and turns every outcome into its exit code.
@main enum EntryPoint {
  static func main() {
    OutputCleanup.prepare()
    SignalHandling.install()
    exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  /// Runs one command line.
  static func run(_ arguments: [String]) -> Schema.ExitCode {
    do {
      var command = try Plumbline.parseAsRoot(arguments)
      try command.run()
      return .success
    } catch let outcome as CommandOutcome {
      return outcome.code
    } catch let error as OmicsError {
      Terminal.complain(error)
      return error.exitCode
    } catch {
      let isClean = Plumbline.exitCode(for: error) == .success
      let text = Plumbline.fullMessage(for: error)
      if isClean {
        Terminal.print(text)
        return .success
      }
      Terminal.note(text)
      return .usage
    }
  }
}

/// A command that ends with another code than success, all said already.
struct CommandOutcome: Error {
  var code: Schema.ExitCode
}
