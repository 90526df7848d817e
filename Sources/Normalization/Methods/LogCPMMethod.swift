public import Schema

/// `logcpm`: log2 counts per million with effective library sizes.
public enum LogCPMMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "logcpm",
    definition: "log2((x + prior_j) / (L_j + 2 prior_j) 1e6), prior_j = prior L_j / mean(L), L effective",
    takes: .counts, gives: .matrix,
    settings: [
      MethodSetting("prior_count", "2", .number, "count added to avoid log of zero, scaled by library size"),
      MethodSetting("log", "true", .flag, "false gives plain counts per million"),
      MethodSetting(
        "factors", "tmm", .word(["tmm", "tmmwsp", "rle", "upperquartile", "none"]),
        "factors that make library sizes effective"),
    ], paper: "Robinson & Oshlack 2010, doi:10.1186/gb-2010-11-3-r25", reference: "edgeR 3.40 cpm",
    edges: "the prior was 0.25 before edgeR 3.12; an empty library is refused")

  /// The matrix.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    let method = LibraryFactors.Method(rawValue: settings.text("factors")) ?? .none
    let factors = try LibraryFactors.factors(input.values, method: method, samples: input.samples)
    let sizes = try LibraryFactors.librarySizes(input.values, samples: input.samples)
    let effective = zip(sizes, factors).map { $0 * $1 }
    let prior = try settings.number("prior_count", in: 0...1e6)
    let log = settings.flag("log")
    guard !log || prior > 0 else {
      throw OmicsError(.usage, "setting prior_count must be above 0 for logarithms: log 0 is no number")
    }
    let values =
      log
      ? LogCPM.compute(input.values, librarySizes: effective, priorCount: prior)
      : LogCPM.countsPerMillion(input.values, librarySizes: effective)
    return MethodOutcome(.matrix(values), measure: .cpm, scale: log ? .log2 : .linear, sampleFactors: factors)
  }
}
