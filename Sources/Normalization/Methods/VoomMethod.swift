internal import Numerics
public import Schema

/// `voom`: log2 counts per million with precision weights.
public enum VoomMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "voom",
    definition: "log2((x + 0.5) / (L + 1) 1e6) with effective libraries, and a precision weight for every value",
    takes: .counts, gives: .matrix, accepts: [.design, .group],
    settings: [
      MethodSetting("span", "0.5", .number, "share of rows in a window of the mean-variance trend"),
      MethodSetting(
        "factors", "tmm", .word(["tmm", "tmmwsp", "rle", "upperquartile", "none"]),
        "factors that make library sizes effective"),
      MethodSetting.base,
    ], paper: "Law et al. 2014, doi:10.1186/gb-2014-15-2-r29", reference: "limma 3.54 voom",
    edges: "weights are written as OUT.weights.tsv for effects --weights; without --design the model is the group, or "
      + "the intercept alone; without replication all weights are 1, with a warning; rows without counts do not shape "
      + "the trend; filter rows first")

  /// The matrix and its weights.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    let method = LibraryFactors.Method(rawValue: settings.text("factors")) ?? .none
    let factors = try LibraryFactors.factors(input.values, method: method, samples: input.samples)
    let sizes = try LibraryFactors.librarySizes(input.values, samples: input.samples)
    let design = input.design ?? input.groupDesign
    let result = try Voom.transform(
      input.values, librarySizes: zip(sizes, factors).map { $0 * $1 }, design: design.matrix,
      span: try settings.number("span", in: 0...1))
    var notes: [Diagnostic] = []
    if !result.hasTrend {
      notes.append(
        Diagnostic(
          .warning, "no-replication",
          "the design \(design.formula) leaves no residual degrees of freedom: all weights are 1"))
    }
    return MethodOutcome(
      .matrix(result.values), measure: .cpm, scale: .log2, sampleFactors: factors,
      sideTables: [
        MethodOutcome.SideTable(
          name: "weights", columns: ["feature"] + input.samples, ids: input.ids, values: result.weights)
      ], diagnostics: notes)
  }
}
