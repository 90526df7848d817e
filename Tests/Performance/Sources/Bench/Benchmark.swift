/// One figure: a command over an input that is generated, beside the plainest program over the same bytes.
struct Benchmark: Sendable {
  /// `format/verb`, as chosen with `--only`.
  var name: String
  /// Makes the input in a folder, unless it is there, and gives its path.
  var prepare: @Sendable (Workbench) throws -> String
  /// The arguments after the name of the command, for an input path and a scratch path.
  var arguments: @Sendable (_ input: String, _ scratch: String) -> [String]
  /// The program that sets the floor; `nil` where there is none.
  var floor: Floor?
  /// What is promised.
  var promise = Promise()

  /// The cheapest program that touches the same bytes.
  struct Floor: Sendable {
    /// As printed.
    var label: String
    /// The program and its arguments.
    var arguments: @Sendable (_ input: String) -> [String]
  }

  /// The bounds of a benchmark; what is `nil` is not promised.
  struct Promise: Sendable {
    /// CPU seconds.
    var cpuSeconds: Double?
    /// CPU as a multiple of the floor's.
    var floorRatio: Double?
    /// Highest resident set in MiB.
    var peakMiB: Double?
    /// Wall seconds.
    var wallSeconds: Double?
  }
}

/// Where a benchmark finds its things.
struct Workbench: Sendable {
  /// The command.
  var binary: String
  /// The checkout.
  var checkout: String
  /// The folder of generated inputs.
  var inputs: String
  /// 1 for the sizes the promises speak of; less for a quick look.
  var scale: Double

  /// A count at this scale, at least 1.
  func count(_ full: Int) -> Int { max(1, Int((Double(full) * scale).rounded())) }
}
