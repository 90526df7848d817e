internal import ArgumentParser

/// `--threads`, for verbs that compute.
struct ThreadOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("How many threads; never changes a result.", valueName: "N"))
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads takes a number above 0") }
  }
}
