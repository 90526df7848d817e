import Normalization
import Numerics
import Schema
import Testing

/// Imputation against impute 1.72.3, scikit-learn 1.9.1 and the published formulas of imputeLCMD.
@Suite struct ImputationTests {
  private func input() throws -> MethodInput { try GoldenMatrix("protein_input_na.tsv.gz").input(.intensity, .log2) }

  @Test func nearestNeighbours() throws {
    let cases: [(String, [String: String], Double)] = [
      ("impute_knn_k10_rowmax0.5_colmax0.8", ["exact": "true"], 1e-6),
      (
        "impute_knn_k5_norowlimit_nosplit", ["exact": "true", "k": "5", "rowmax": "0.99", "colmax": "0.99"], 1e-6
      ),
      ("sklearn_knn_k5_uniform", ["rule": "sklearn"], 1e-9),
    ]
    for (file, set, tolerance) in cases {
      let golden = try GoldenMatrix("\(file).thin.tsv.gz").matrix.values
      #expect(relativeDifference(thinnedRows(try applied("knn", try input(), set), 5), golden) < tolerance, "\(file)")
    }
  }

  /// Weights by distance agree to 1e-9, but for rows with a near twin. The reference takes a squared distance as a
  /// difference of products near 4,000, which leaves 1e-12 of it to rounding: beside a distance of 0.001 that shows. Its
  /// own result there depends on the processor (scikit-learn 1.9.1 misses its golden by up to 5e-8 on another one).
  @Test func neighboursByDistance() throws {
    let input = try input()
    let outcome = try applied("knn", input, ["n_neighbors": "10", "weights": "distance"])
    let golden = try GoldenMatrix("sklearn_knn_k10_distance.thin.tsv.gz")
    guard case .matrix(let values) = outcome.output else { return }
    var twins = 0
    for (position, row) in stride(from: 0, to: input.ids.count, by: 5).enumerated() {
      let own = input.values.row(row)
      guard own.contains(where: { $0.isNaN }) else { continue }
      let nearest = (0..<input.ids.count).filter { $0 != row }.map { other -> Double in
        let pairs = zip(own, input.values.row(other)).filter { !$0.0.isNaN && !$0.1.isNaN }
        guard !pairs.isEmpty else { return .infinity }
        return (pairs.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } * 9 / Double(pairs.count)).squareRoot()
      }.min()
      let isTwin = (nearest ?? 1) < 0.005
      if isTwin { twins += 1 }
      let difference = relativeDifference(values.row(row), golden.matrix.row(position))
      #expect(difference < (isTwin ? 5e-8 : 1e-9), "\(input.ids[row])")
    }
    #expect(twins > 0 && twins < 10)
  }

  @Test func lowestValues() throws {
    let golden = try GoldenMatrix("mindet_q0.01.thin.tsv.gz").matrix.values
    #expect(relativeDifference(thinnedRows(try applied("mindet", try input()), 5), golden) < 1e-12)
  }

  @Test func parameters() throws {
    let golden = try GoldenMatrix("lcmd_parameters.tsv")
    let qrilc = try applied("qrilc", try input()).sideTables.first { $0.name == "laws" }
    let minprob = try applied("minprob", try input()).sideTables.first { $0.name == "laws" }
    let (q, m) = (try #require(qrilc).values, try #require(minprob).values)
    for (column, name) in ["p_missing", "qrilc_mean", "qrilc_sd_slope", "qrilc_upper_bound"].enumerated() {
      #expect(relativeDifference(q.column(column), golden.numbers(name)) < 1e-10, "\(name)")
    }
    #expect(relativeDifference(m.column(1), golden.numbers("minprob_mean_q0.01")) < 1e-10)
    #expect(relativeDifference(m.column(2), golden.numbers("minprob_sd")) < 1e-10)
  }

  /// Means within four standard errors of the reference's draws, standard deviations within 3 %.
  @Test(arguments: ["qrilc", "minprob"]) func draws(method: String) throws {
    let golden = try GoldenMatrix("lcmd_draw_distribution_seed42.tsv")
    let prefix = method == "qrilc" ? "intended_sd" : "minprob"
    let (means, spreads) = (golden.numbers("\(prefix).mean"), golden.numbers("\(prefix).sd"))
    let laws = try #require(try applied(method, try input()).sideTables.first { $0.name == "laws" }).values
    for sample in golden.ids.indices {
      let law = LeftCensoredDraws.Parameters(
        missing: laws[sample, 0], mean: laws[sample, 1], deviation: laws[sample, 2], bound: laws[sample, 3])
      let count = 20_000
      let drawn = LeftCensoredDraws.filled(
        Matrix(rows: count, columns: 1, repeating: .nan), [law], method: method, seed: 42,
        ids: (0..<count).map { "r\($0)" }, samples: [golden.ids[sample]])
      let error = spreads[sample] * (1 / Double(count) + 1 / 20_000).squareRoot()
      #expect(abs(Descriptive.mean(drawn.values) - means[sample]) < 4 * error)
      #expect(abs(Descriptive.standardDeviation(drawn.values) / spreads[sample] - 1) < 0.03)
    }
  }

  @Test func drawsKnowNoOrder() throws {
    let input = try input()
    var turned = input
    let order = Array((0..<input.ids.count).reversed())
    turned.values = input.values.selectingRows(order)
    turned.ids = order.map { input.ids[$0] }
    for method in ["qrilc", "minprob"] {
      guard case .matrix(let a) = try applied(method, input).output,
        case .matrix(let b) = try applied(method, turned).output
      else { continue }
      #expect(a.selectingRows(order) == b)
    }
  }
}
