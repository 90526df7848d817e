public import Numerics
public import Schema

/// How many components beyond a model hold more variance than those of permuted rows: factors that no column names.
///
/// Buja & Eyuboglu 1992, doi:10.1207/s15327906mbr2704_2, in the rule of sva 3.46 `num.sv(method = "be")`: a component counts
/// while at most a tenth of the permutations reach its share. Every row is permuted by a stream of its own, named by its
/// id: the order of rows does not matter.
public enum HiddenFactors {
  /// The number of factors of log values (features x samples) beyond a design (samples x coefficients).
  ///
  /// Rows with missing values or without any variance beyond the design do not count.
  public static func count(
    _ values: Matrix, ids: [String], design: Matrix, permutations: Int = 20, seed: UInt64, threads: Int? = nil
  ) throws(OmicsError) -> Int {
    let model = PivotedQR(design)
    let kept = (0..<values.rows).filter { row in !values.row(row).contains { $0.isNaN } }
    let residuals = kept.map { model.residuals(values.row($0)) }
    let free = min(kept.count, values.columns) - model.rank
    guard free > 0, permutations > 0 else { return 0 }
    let seen = try shares(residuals, free)
    var reached = [Int](repeating: 0, count: free)
    for round in 0..<permutations {
      let turned: [[Double]] = parallelMap(count: kept.count, threads: threads) { index in
        var stream = RandomStream(seed: seed, name: "hidden-factors\t\(ids[kept[index]])", index: UInt64(round))
        var row = residuals[index]
        stream.shuffle(&row)
        return model.residuals(row)
      }
      for (place, share) in try shares(turned, free).enumerated() where share >= seen[place] { reached[place] += 1 }
    }
    return reached.prefix { 10 * $0 <= permutations }.count
  }

  /// The shares of the leading components, largest first.
  private static func shares(_ rows: [[Double]], _ count: Int) throws(OmicsError) -> [Double] {
    let samples = rows.first?.count ?? 0
    let eigen = try SymmetricEigen(Matrix(columns: rows, rows: samples).outerProduct())
    let leading = eigen.values.map { max(0, $0) }.sorted(by: >).prefix(count)
    let total = leading.reduce(0, +)
    return leading.map { total > 0 ? $0 / total : 0 }
  }
}
