public import Schema

/// `knn`: missing values from the most similar rows.
public enum NearestNeighbourMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "knn", definition: "a missing value becomes the mean of that sample's values in the k most similar rows",
    takes: .logarithms, gives: .matrix,
    settings: [
      MethodSetting(
        "rule", "", .text, "impute (impute.knn) or sklearn (KNNImputer); sklearn when n_neighbors or weights is given"),
      MethodSetting("k", "10", .whole, "neighbours, by the rule impute"),
      MethodSetting("rowmax", "0.5", .number, "rows with a larger missing share get sample means (rule impute)"),
      MethodSetting("colmax", "0.8", .number, "samples with a larger missing share are refused (rule impute)"),
      MethodSetting("exact", "false", .flag, "repeat impute 1.72's slip in the mean of the first sample"),
      MethodSetting("n_neighbors", "5", .whole, "neighbours, by the rule sklearn"),
      MethodSetting("weights", "uniform", .word(["uniform", "distance"]), "weights of neighbours (rule sklearn)"),
    ], paper: "Troyanskaya et al. 2001, doi:10.1093/bioinformatics/17.6.520",
    reference: "impute 1.72 impute.knn without its split of more than maxp rows; scikit-learn 1.9 KNNImputer",
    edges: "rule impute: neighbours are chosen once a row, rows beyond rowmax are nobody's neighbours; rule sklearn: "
      + "neighbours are chosen for each hole among rows that have the value; equal distances go by row order; "
      + "weights=distance: distances are sums of squares, where the reference subtracts products and rounds beside a "
      + "near twin (its weights differ by up to 5e-8); which values were filled is written as OUT.imputed.tsv")

  /// The matrix.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    try CensoredImputation.checkSamples(input)
    let isScikit: Bool
    switch settings.text("rule") {
    case "": isScikit = settings.isGiven("n_neighbors") || settings.isGiven("weights")
    case "impute": isScikit = false
    case "sklearn": isScikit = true
    case let other: throw OmicsError(.usage, "setting rule takes impute or sklearn, found \"\(other)\"")
    }
    if isScikit {
      let values = try NearestNeighbours.scikit(
        input.values, samples: input.samples, k: try settings.whole("n_neighbors", in: 1...1_000_000),
        byDistance: settings.text("weights") == "distance")
      return CensoredImputation.outcome(input, values)
    }
    let values = try NearestNeighbours.impute(
      input.values, samples: input.samples, k: try settings.whole("k", in: 1...1_000_000),
      rowMax: try settings.number("rowmax", in: 0...1), colMax: try settings.number("colmax", in: 0...1),
      isExact: settings.flag("exact"))
    return CensoredImputation.outcome(input, values)
  }
}
