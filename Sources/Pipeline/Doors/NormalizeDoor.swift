internal import Normalization
internal import Numerics
internal import OmicsIO
internal import ReaderKit
public import Schema

/// The verb `normalize`.
public enum NormalizeDoor {
  /// A method as the verb names it, with its card.
  public struct Card: Sendable, Hashable {
    /// The method's name.
    public var name: String
    /// What it is.
    public var definition: String
    /// What values it takes.
    public var takes: String
    /// Its settings with their defaults, by the reference tool's argument names.
    public var settings: [String: String]
    /// The paper.
    public var paper: String
    /// The reference whose numbers it reproduces.
    public var reference: String
    /// What happens at the edges.
    public var edges: String
  }

  /// The cards of all methods, by name.
  public static let cards: [Card] = [
    Card(
      name: "filter-by-expression", definition: "keeps genes with enough counts in enough samples", takes: "counts",
      settings: ["min_count": "10", "min_total_count": "15", "large_n": "10", "min_prop": "0.7"],
      paper: "Chen, Lun & Smyth 2016, doi:10.12688/f1000research.8987.2", reference: "edgeR 3.40 filterByExpr",
      edges: "without --group every sample counts as required; writes the kept rows as they are"),
    Card(
      name: "logcpm", definition: "log2((x + prior) / (L + 2 prior) 1e6) with effective libraries", takes: "counts",
      settings: ["prior_count": "2", "factors": "tmm"], paper: "Robinson & Oshlack 2010, doi:10.1186/gb-2010-11-3-r25",
      reference: "edgeR 3.40 cpm(log = TRUE)", edges: "factors is tmm, rle, upperquartile or none"),
    Card(
      name: "median", definition: "x - median of the sample + mean of the medians", takes: "log values", settings: [:],
      paper: "", reference: "its definition", edges: "a sample without values is refused; missing stays missing"),
    Card(
      name: "rle", definition: "median ratio to the geometric mean, as a factor", takes: "counts", settings: [:],
      paper: "Anders & Huber 2010, doi:10.1186/gb-2010-11-10-r106", reference: "edgeR 3.40 calcNormFactors",
      edges: "genes with a zero in any sample do not count"),
    Card(
      name: "tmm", definition: "trimmed mean of M-values, as a factor", takes: "counts",
      settings: [
        "logratio_trim": "0.3", "sum_trim": "0.05", "do_weighting": "true", "acutoff": "-1e10", "ref_column": "",
      ],
      paper: "Robinson & Oshlack 2010, doi:10.1186/gb-2010-11-3-r25", reference: "edgeR 3.40 calcNormFactors",
      edges: "one sample, or no gene left: factor 1; ref_column counts from 1"),
    Card(
      name: "upperquartile", definition: "upper quartile of each library, as a factor", takes: "counts",
      settings: ["p": "0.75"], paper: "Bullard et al. 2010, doi:10.1186/1471-2105-11-94",
      reference: "edgeR 3.40 calcNormFactors", edges: "a quantile of zero is refused"),
  ]

  /// The card of a method.
  ///
  /// - Throws: `usage` with the nearest name.
  public static func card(_ name: String) throws(OmicsError) -> Card {
    if let card = cards.first(where: { $0.name == name }) { return card }
    let names = cards.map(\.name)
    throw OmicsError(
      .usage, "there is no method \"\(name)\"",
      hint: NearestMatch.of(name, among: names).map { "Did you mean \"\($0)\"?" }
        ?? "Methods: \(names.joined(separator: ", ")).")
  }

  /// Normalises a table and writes the result.
  public static func run(
    _ path: String, method: String, samples: String?, group: String?, set: [String: String], input: InputOptions,
    to output: String, force: Bool
  ) throws(OmicsError) {
    let card = try card(method)
    for key in set.keys.sorted() where card.settings[key] == nil {
      let known = card.settings.keys.sorted()
      throw OmicsError(
        .usage, "method \(method) has no setting \"\(key)\"",
        hint: known.isEmpty ? "It has none." : "It takes: \(known.joined(separator: ", ")).")
    }
    let settings = card.settings.merging(set) { $1 }
    let matrix = try MatrixDoor(path, input, assumed: method == "median" ? (.expression, .log2) : nil)
    if method != "median", !(matrix.measure.isCount && matrix.scale == .linear) {
      throw OmicsError(
        .refused, "method \(method) takes counts, found \(matrix.measure.rawValue) on a \(matrix.scale.rawValue) scale",
        hint: "Say --option measure=rawCount if these are counts.")
    }
    let bytes: [UInt8]
    switch method {
    case "tmm", "rle", "upperquartile":
      bytes = factorTable(matrix, try factors(method, matrix.values, settings))
    case "logcpm":
      let factors = try factors(settings["factors"] ?? "tmm", matrix.values, settings)
      let sizes = try LibraryFactors.librarySizes(matrix.values)
      bytes = table(
        matrix,
        LogCPM.compute(
          matrix.values, librarySizes: sizes.indices.map { sizes[$0] * factors[$0] },
          priorCount: try number("prior_count", settings)))
    case "filter-by-expression":
      var limits = ExpressionFilter.Settings()
      limits.minCount = try number("min_count", settings)
      limits.minTotalCount = try number("min_total_count", settings)
      limits.largeN = try number("large_n", settings)
      limits.minProp = try number("min_prop", settings)
      var groups: [String]?
      if let group {
        guard let samples else {
          throw OmicsError(.usage, "--group needs the sample sheet", hint: "Pass --samples SHEET.")
        }
        guard let column = try matrix.sheet(samples).table.column(group) else {
          throw OmicsError(.missing, "the sample sheet has no column \"\(group)\"", at: SourceLocation(file: samples))
        }
        groups = column
      }
      let keep = ExpressionFilter.keep(
        matrix.values, librarySizes: try LibraryFactors.librarySizes(matrix.values), groups: groups, settings: limits)
      bytes = table(matrix, matrix.values, keep: keep)
    default: bytes = table(matrix, try MedianCentring.compute(matrix.values, samples: matrix.samples).0)
    }
    try OutputFile.write(bytes, to: output, force: force)
  }

  private static func factors(
    _ name: String, _ counts: Matrix, _ settings: [String: String]
  ) throws(OmicsError) -> [Double] {
    guard let method = LibraryFactors.Method(rawValue: name) else {
      throw OmicsError(.usage, "factors is tmm, rle, upperquartile or none, found \"\(name)\"")
    }
    var options = LibraryFactors.Settings()
    if settings["logratio_trim"] != nil {
      options.logratioTrim = try number("logratio_trim", settings)
      options.sumTrim = try number("sum_trim", settings)
      options.acutoff = try number("acutoff", settings)
      options.doWeighting = settings["do_weighting"] == "true"
    }
    if settings["p"] != nil { options.quantile = try number("p", settings) }
    if let text = settings["ref_column"], !text.isEmpty {
      guard let column = Int(text), (1...counts.columns).contains(column) else {
        throw OmicsError(.usage, "ref_column takes a column from 1 to \(counts.columns), found \"\(text)\"")
      }
      options.referenceColumn = column - 1
    }
    return try LibraryFactors.factors(counts, method: method, settings: options)
  }

  private static func number(_ key: String, _ settings: [String: String]) throws(OmicsError) -> Double {
    guard let value = Double(settings[key] ?? ""), value.isFinite else {
      throw OmicsError(.usage, "\(key) takes a number, found \"\(settings[key] ?? "")\"")
    }
    return value
  }

  private static func factorTable(_ matrix: MatrixDoor, _ factors: [Double]) -> [UInt8] {
    var table = TableText(["sample", "factor"])
    for (sample, factor) in zip(matrix.samples, factors) { table.append([.text(sample), .number(factor)]) }
    return table.bytes
  }

  private static func table(_ matrix: MatrixDoor, _ values: Matrix, keep: [Bool]? = nil) -> [UInt8] {
    var table = TableText(["feature"] + matrix.samples)
    for (row, id) in matrix.ids.enumerated() where keep?[row] ?? true {
      table.append([.text(id)] + (0..<values.columns).map { .number(values[row, $0]) })
    }
    return table.bytes
  }
}
