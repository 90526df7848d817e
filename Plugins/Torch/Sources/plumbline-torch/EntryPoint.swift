internal import FusionEngines
internal import Glibc
internal import Schema

/// `plumbline-torch run STUDY.h5mu SETTINGS.json OUT/`: the engine contract of plumbline.
@main
struct EntryPoint {
  static func main() {
    let words = CommandLine.arguments
    guard words.count == 5, words[1] == "run" else {
      say("usage: plumbline-torch run STUDY.h5mu SETTINGS.json OUT/")
      exit(ExitCode.usage.rawValue)
    }
    do throws(EngineFailure) {
      let request: EngineRequest
      let input: StudyInput
      do throws(OmicsError) {
        request = try EngineRequest(path: words[3])
        input = try StudyInput(study: words[2], request: request)
      } catch { throw .omics(error) }
      try EngineRun(request, input: input, say: say).run(output: words[4])
    } catch {
      say("error: \(error)")
      if case .omics(let cause) = error { exit(cause.exitCode.rawValue) }
      exit(ExitCode.fault.rawValue)
    }
  }

  private static func say(_ words: String) {
    let bytes = Array((words + "\n").utf8)
    bytes.withUnsafeBytes { _ = write(2, $0.baseAddress, $0.count) }
  }
}
