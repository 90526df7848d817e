import Foundation
import Normalization
import Numerics
import Schema
import Testing

/// Every method of the registry beside the plain version of its definition, on random values with ties, gaps, constant
/// and empty rows; batches and groups of one sample among them.
@Suite struct PlainMethodTests {
  private func outcome(_ text: String, _ change: (inout MethodInput) -> Void = { _ in }) throws -> (
    input: MethodInput, found: [[Double]], whole: MethodOutcome
  ) {
    let call = EveryMethodTests.Call(text)
    let card = try #require(MethodRegistry.method(call.name)).card
    var input = EveryMethodTests.input(card)
    change(&input)
    let outcome = try EveryMethodTests.apply(call, input)
    return (input, PlainMethods.rows(EveryMethodTests.Named(outcome, input).values), outcome)
  }

  private func expectEqual(_ found: [[Double]], _ plain: [[Double]], _ tolerance: Double = 1e-9) {
    #expect(found.count == plain.count)
    var largest = 0.0
    for (a, b) in zip(found.flatMap { $0 }, plain.flatMap { $0 }) where !(a.isNaN && b.isNaN) {
      largest = a.isNaN != b.isNaN ? .infinity : max(largest, abs(a - b) / max(1, abs(b)))
    }
    #expect(largest < tolerance, "\(largest)")
  }

  @Test func factors() throws {
    let rle = try outcome("rle")
    expectEqual(rle.found, PlainMethods.relativeLog(rle.input.values).map { [$0] })
    let quartiles = try outcome("upperquartile")
    expectEqual(quartiles.found, PlainMethods.upperQuartile(quartiles.input.values).map { [$0] })
    let tmm = try outcome("tmm")
    expectEqual(tmm.found, PlainFactors.tmm(tmm.input.values).map { [$0] })
    let logs = try outcome("logcpm")
    expectEqual(logs.found, PlainMethods.logCPM(logs.input.values))
  }

  @Test func levels() throws {
    let median = try outcome("median")
    expectEqual(median.found, PlainMethods.centred(PlainMethods.rows(median.input.values)))
    let scaled = try outcome("median-values")
    expectEqual(scaled.found, PlainMethods.scaled(PlainMethods.rows(scaled.input.values)))
    let loess = try outcome("cyclic-loess")
    expectEqual(loess.found, PlainMethods.cyclicLoess(PlainMethods.rows(loess.input.values)))
  }

  private static let batches = [
    EveryMethodTests.batches, ["x", "x", "x", "y", "y", "y", "z", "z", "w"],
  ]

  @Test(arguments: batches) func batchEffects(batches: [String]) throws {
    let found = try outcome("remove-batch-effect") { $0.batches = batches }
    let kept = EveryMethodTests.groups.map { [1.0, $0 == "b" ? 1 : 0] }
    expectEqual(
      found.found,
      PlainMethods.withoutBatches(PlainMethods.rows(found.input.values), batches: batches, kept: kept))
  }

  @Test(
    arguments: [
      "combat", "combat par_prior=false", "combat mean_only=true", "combat ref_batch=y", "combat mode=tight",
    ], batches) func combat(text: String, batches: [String]) throws
  {
    let set = EveryMethodTests.Call(text).set
    for isComplete in [true, false] {
      let found = try outcome(text) { input in
        input.batches = batches
        guard isComplete else { return }
        for index in input.values.values.indices where input.values.values[index].isNaN {
          input.values.values[index] = 20 + Double(index % 7) / 4
        }
      }
      let plain = PlainComBat(
        batches: batches, covariates: EveryMethodTests.groups.map { [$0 == "b" ? 1 : 0] },
        isParametric: set["par_prior"] != "false", isMeanOnly: set["mean_only"] == "true", reference: set["ref_batch"],
        isTight: set["mode"] == "tight")
      expectEqual(found.found, plain.adjusted(PlainMethods.rows(found.input.values)))
    }
  }

  @Test(arguments: [
    "sum", "topn", "median-polish", "robust", "directlfq", "directlfq deactivate_normalization=true",
  ])
  func summaries(text: String) throws {
    let found = try outcome(text)
    let apart = Set(found.whole.sideTables.first { $0.name == "disconnected" }?.ids ?? [])
    guard case .summarisedRows(let ids, _) = found.whole.output else { return }
    let isLinear = found.input.scale == .linear
    var rows = PlainMethods.rows(found.input.values).map { row in row.map { isLinear ? log2($0) : $0 } }
    if text == "directlfq" { rows = PlainMethods.columns(PlainMethods.aligned(PlainMethods.columns(rows))) }
    for (index, id) in ids.enumerated() where !apart.contains(id) {
      // Ions in the order of their names.
      let members = rows.indices.filter { found.input.featureGroups?[$0] == id }.sorted {
        found.input.ids[$0] < found.input.ids[$1]
      }
      let block = members.map { rows[$0] }
      let plain: [Double]
      switch found.whole.output {
      case _ where text == "sum": plain = PlainMethods.sum(block)
      case _ where text == "topn": plain = PlainMethods.top(block, 3)
      case _ where text == "median-polish": plain = PlainMethods.medianPolish(block)
      case _ where text == "robust": plain = PlainMethods.robust(block)
      default: plain = PlainMethods.directLFQ(block)
      }
      expectEqual([found.found[index]], [plain])
    }
  }

  @Test func neighbours() throws {
    let impute = try outcome("knn")
    expectEqual(impute.found, PlainMethods.imputeNeighbours(PlainMethods.rows(impute.input.values), 10))
    for (text, byDistance) in [("knn rule=sklearn", false), ("knn weights=distance", true)] {
      let scikit = try outcome(text)
      expectEqual(
        scikit.found, PlainMethods.scikitNeighbours(PlainMethods.rows(scikit.input.values), 5, byDistance: byDistance))
    }
  }

  @Test func lawsOfDraws() throws {
    let lowest = try outcome("mindet")
    let columns = PlainMethods.columns(PlainMethods.rows(lowest.input.values))
    let low = columns.map { PlainFactors.quantile(PlainMethods.seen($0), 0.01) }
    expectEqual(
      lowest.found, PlainMethods.rows(lowest.input.values).map { row in zip(row, low).map { $0.isNaN ? $1 : $0 } })
    let probable = try #require(try outcome("minprob").whole.sideTables.first { $0.name == "laws" }).values
    let spreads = PlainMethods.rows(lowest.input.values).filter { row in
      Double(row.count { $0.isNaN }) < 0.5 * Double(row.count) && PlainMethods.seen(row).count > 1
    }.map { PlainMethods.variance(PlainMethods.seen($0)).squareRoot() }
    expectEqual([probable.column(1)], [low])
    expectEqual([probable.column(2)], [low.map { _ in PlainMethods.median(spreads) }])
    let cut = try #require(try outcome("qrilc").whole.sideTables.first { $0.name == "laws" }).values
    for (sample, column) in columns.enumerated() {
      let missing = Double(column.count { $0.isNaN }) / Double(column.count)
      let normal = (0..<100).map { step in
        NormalDistribution.standard.quantile(lower: missing + 0.001 + Double(step) * (0.99 - missing) / 99)
      }
      let own = (0..<100).map { PlainFactors.quantile(PlainMethods.seen(column), 0.001 + 0.01 * Double($0)) }
      let line = PlainMethods.leastSquares(normal.map { [1, $0] }, own)
      expectEqual([Array(cut.row(sample)[0..<3])], [[missing] + line])
    }
  }

  /// Fold changes and their errors where the likelihood of two groups is highest, found by cutting thirds away.
  @Test(arguments: [EveryMethodTests.groups, ["a", "a", "a", "a", "a", "a", "a", "a", "b"]])
  func waldTests(groups: [String]) throws {
    let found = try outcome("wald independent_filtering=false cooks_cutoff=false") { $0.groups = groups }
    let spread = try outcome("dispersions") { $0.groups = groups }
    guard case .rowFigures(let names, let figures) = spread.whole.output else { return }
    let dispersions = figures.column(try #require(names.firstIndex(of: "dispersion")))
    let x = found.input.values
    let sizes = try #require(PlainFactors.ratio(x, poscounts: false))
    var compared = 0
    for row in 0..<x.rows where dispersions[row] > 0 {
      let a = dispersions[row]
      var (levels, information): ([Double], [Double]) = ([], [])
      for label in ["a", "b"] {
        let own = groups.indices.filter { groups[$0] == label }
        guard own.contains(where: { x[row, $0] > 0 }) else { break }
        func height(_ level: Double) -> Double {
          own.map { sample -> Double in
            let mu = sizes[sample] * exp(level)
            return x[row, sample] * log(mu) - (x[row, sample] + 1 / a) * log(1 + a * mu)
          }.reduce(0, +)
        }
        var (low, high) = (-10.0, 20.0)
        for _ in 0..<300 {
          let (left, right) = (low + (high - low) / 3, high - (high - low) / 3)
          if height(left) < height(right) { low = left } else { high = right }
        }
        levels.append(low)
        information.append(own.map { 1 / (1 / (sizes[$0] * exp(low)) + a) }.reduce(0, +))
      }
      guard levels.count == 2 else { continue }
      let error = (1 / information[0] + 1 / information[1]).squareRoot() / log(2)
      #expect(abs(found.found[row][1] - (levels[1] - levels[0]) / log(2)) < 1e-3, "row \(row)")
      #expect(abs(found.found[row][2] / error - 1) < 1e-3, "row \(row)")
      compared += 1
    }
    #expect(compared > 40)
  }
}
