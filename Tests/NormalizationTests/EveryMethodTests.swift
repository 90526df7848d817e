import Foundation
import Normalization
import Numerics
import Schema
import Testing

/// What every method of the registry owes: the same result whatever the threads and the order of rows and samples, missing
/// values that stay so, never an infinite number, and an outcome or a refusal for the oddest tables.
@Suite(.serialized) struct EveryMethodTests {
  /// A method with settings, `name key=value …`.
  struct Call: CustomTestStringConvertible, Sendable {
    var name: String
    var set: [String: String]
    var testDescription: String { ([name] + set.keys.sorted().map { "\($0)=\(set[$0] ?? "")" }).joined(separator: " ") }

    init(_ text: String) {
      let words = text.split(separator: " ").map(String.init)
      name = words[0]
      set = [:]
      for word in words.dropFirst() {
        let parts = word.split(separator: "=").map(String.init)
        set[parts[0]] = parts[1]
      }
    }
  }

  /// Every method but those of transcript files, and the variants that compute another way.
  static let calls: [Call] =
    MethodRegistry.cards.filter { $0.takes != .quantifications }.map { Call($0.name) }
    + [
      "tmm do_weighting=false", "quantile ties=false", "cyclic-loess method=affy", "vsn lts_quantile=0.6",
      "knn rule=sklearn", "knn weights=distance", "combat par_prior=false", "combat mean_only=true",
      "combat mode=tight",
      "combat incomplete=mean-only", "combat incomplete=per-batch", "combat ref_batch=y", "vst fit_type=mean",
      "vst fit_type=local", "directlfq deactivate_normalization=true", "logcpm log=false",
    ].map(Call.init)

  static let count = 9
  static let batches = ["x", "x", "x", "y", "y", "y", "z", "z", "z"]
  static let groups = ["a", "b", "a", "b", "a", "b", "a", "b", "a"]

  /// 80 rows of a kind: ties, gaps, a constant row, an empty row, a row seen once, a row that a batch lacks.
  static func input(_ need: ValueNeed, seed: UInt64 = 17) -> MethodInput {
    var stream = RandomStream(seed: seed, name: "every-method")
    let rows = 80
    var values = Matrix(rows: rows, columns: count)
    for row in 0..<rows {
      let level = 20 + 3 * stream.normal()
      for column in 0..<count {
        let value = level + stream.normal() + (batches[column] == "y" ? 1 : 0)
        values[row, column] = stream.uniform() < 0.15 ? .nan : (value * 4).rounded() / 4
      }
    }
    for column in 0..<count {
      values[0, column] = .nan
      values[1, column] = 20
      values[2, column] = column == 4 ? 21 : .nan
      if batches[column] == "z" { values[3, column] = .nan }
    }
    var measure = Measure.expression
    var scale = Scale.log2
    switch need {
    case .counts, .wholeCounts:
      measure = .rawCount
      scale = .linear
      for index in values.values.indices {
        let value = values.values[index]
        values.values[index] = value.isNaN ? 0 : (exp2(value) / 4096 + 40 * stream.uniform()).rounded()
      }
      for column in 0..<count { values[1, column] = 20 }
    case .linear:
      measure = .intensity
      scale = .linear
      for index in values.values.indices { values.values[index] = exp2(values.values[index]) }
    default: break
    }
    var input = MethodInput(
      values: values, ids: (0..<rows).map { "r\($0)" }, samples: (0..<count).map { "s\($0)" }, measure: measure,
      scale: scale)
    input.batches = batches
    input.groups = groups
    input.design = Self.groupDesign(input)
    input.featureGroups = (0..<rows).map { "g\($0 / 5)" }
    return input
  }

  /// An intercept and the second group.
  static func groupDesign(_ input: MethodInput) -> DesignColumns {
    let labels = input.groups ?? []
    return DesignColumns(
      matrix: Matrix(columns: [labels.map { _ in 1 }, labels.map { $0 == "b" ? 1 : 0 }], rows: labels.count),
      names: ["(Intercept)", "groupb"], formula: "~ group")
  }

  /// The input with what the method has no use for taken out.
  static func input(_ card: MethodCard) -> MethodInput { fitting(input(card.takes), card) }

  static func fitting(_ input: MethodInput, _ card: MethodCard) -> MethodInput {
    var input = input
    let parts = card.requires.union(card.accepts)
    if !parts.contains(.batch) { input.batches = nil }
    if !parts.contains(.group) { input.groups = nil }
    // A method that takes groups and a model takes them as one model.
    if !parts.contains(.design) || input.groups != nil { input.design = nil }
    if !parts.contains(.featureColumn) { input.featureGroups = nil }
    return input
  }

  static func apply(_ call: Call, _ input: MethodInput) throws -> MethodOutcome {
    let method = try #require(MethodRegistry.method(call.name))
    return try MethodRegistry.apply(method, input, MethodSettings(method.card, given: call.set))
  }

  /// An outcome as rows and columns by name.
  struct Named {
    var rows: [String]
    var columns: [String]
    var values: Matrix

    init(_ outcome: MethodOutcome, _ input: MethodInput) {
      switch outcome.output {
      case .matrix(let matrix): (rows, columns, values) = (input.ids, input.samples, matrix)
      case .factors(let factors):
        (rows, columns, values) = (input.samples, ["factor"], Matrix(rows: factors.count, columns: 1, values: factors))
      case .rowFigures(let names, let matrix): (rows, columns, values) = (input.ids, names, matrix)
      case .keptRows(let kept):
        (rows, columns, values) = (kept.map { input.ids[$0] }, input.samples, input.values.selectingRows(kept))
      case .summarisedRows(let ids, let matrix): (rows, columns, values) = (ids, input.samples, matrix)
      }
    }

    /// The values in the order of other names; nil where names differ.
    func ordered(_ rows: [String], _ columns: [String]) -> [Double]? {
      guard rows.count == self.rows.count, columns.count == self.columns.count else { return nil }
      let r = rows.compactMap(self.rows.firstIndex(of:))
      let c = columns.compactMap(self.columns.firstIndex(of:))
      guard r.count == rows.count, c.count == columns.count else { return nil }
      return values.selectingRows(r).selectingColumns(c).values
    }
  }

  @Test(arguments: calls) func threadsDoNotMatter(call: Call) throws {
    let input = Self.input(try #require(MethodRegistry.method(call.name)).card)
    defer { ThreadLimit.set(0) }
    ThreadLimit.set(1)
    let one = Named(try Self.apply(call, input), input)
    ThreadLimit.set(3)
    let three = Named(try Self.apply(call, input), input)
    #expect(one.rows == three.rows)
    #expect(one.values.values.map(\.bitPattern) == three.values.values.map(\.bitPattern))
  }

  /// All but quantiles without a rule for ties, which fall by sorting order as in the reference.
  @Test(arguments: calls.filter { $0.set["ties"] != "false" }) func rowOrderDoesNotMatter(call: Call) throws {
    let input = Self.input(try #require(MethodRegistry.method(call.name)).card)
    var stream = RandomStream(seed: 5, name: "rows")
    let order = stream.permutation(input.ids.count)
    var shuffled = input
    shuffled.values = input.values.selectingRows(order)
    shuffled.ids = order.map { input.ids[$0] }
    shuffled.featureGroups = input.featureGroups.map { groups in order.map { groups[$0] } }
    try expectSame(call, input, shuffled)
  }

  @Test(arguments: calls) func sampleOrderDoesNotMatter(call: Call) throws {
    let input = Self.input(try #require(MethodRegistry.method(call.name)).card)
    let order = [4, 8, 0, 3, 7, 1, 6, 2, 5]
    var shuffled = input
    shuffled.values = input.values.selectingColumns(order)
    shuffled.samples = order.map { input.samples[$0] }
    shuffled.batches = input.batches.map { labels in order.map { labels[$0] } }
    shuffled.groups = input.groups.map { labels in order.map { labels[$0] } }
    shuffled.design = input.design.map { design in
      DesignColumns(matrix: design.matrix.selectingRows(order), names: design.names, formula: design.formula)
    }
    try expectSame(call, input, shuffled)
  }

  private func expectSame(_ call: Call, _ input: MethodInput, _ other: MethodInput) throws {
    let plain = Named(try Self.apply(call, input), input)
    let turned = try #require(Named(try Self.apply(call, other), other).ordered(plain.rows, plain.columns))
    var largest = 0.0
    for (a, b) in zip(turned, plain.values.values) where !(a.isNaN && b.isNaN) {
      // Whole numbers that come out of a rounding.
      if call.name == "combat-seq", abs(a - b) <= 1 { continue }
      largest = a.isNaN != b.isNaN ? .infinity : max(largest, abs(a - b) / max(1, abs(b)))
    }
    #expect(largest < 1e-9, "\(call.testDescription): \(largest)")
  }

  @Test(arguments: calls) func valuesAreFiniteAndGapsStay(call: Call) throws {
    let card = try #require(MethodRegistry.method(call.name)).card
    let input = Self.input(card)
    let outcome = try Self.apply(call, input)
    #expect(!Named(outcome, input).values.values.contains { $0.isInfinite })
    guard case .matrix(let values) = outcome.output else { return }
    let isImputation = ["knn", "mindet", "minprob", "qrilc"].contains(call.name)
    for (after, before) in zip(values.values, input.values.values) {
      #expect(after.isNaN == (before.isNaN && !isImputation))
      if isImputation, !before.isNaN { #expect(after == before) }
    }
  }

  /// One row, one sample, an empty sample, nothing but missing, one value throughout, batches and groups of one sample.
  @Test(arguments: calls) func oddTablesAreTakenOrRefused(call: Call) throws {
    let card = try #require(MethodRegistry.method(call.name)).card
    let whole = Self.input(card.takes)
    let empty = card.takes == .counts || card.takes == .wholeCounts ? 0 : Double.nan
    for kind in ["row", "sample", "empty sample", "empty", "constant", "single batch", "single group", "no rows"] {
      var input = whole
      switch kind {
      case "row", "no rows":
        let rows = kind == "row" ? [5] : []
        input.values = input.values.selectingRows(rows)
        input.ids = rows.map { input.ids[$0] }
        input.featureGroups = rows.map { _ in "g" }
      case "sample":
        input.values = input.values.selectingColumns([0])
        input.samples = ["s0"]
        input.batches = ["x"]
        input.groups = ["a"]
        input.design = Self.groupDesign(input)
      case "empty sample": input.values.setColumn(2, to: [Double](repeating: empty, count: input.ids.count))
      case "empty": input.values = Matrix(rows: input.ids.count, columns: Self.count, repeating: empty)
      case "constant": input.values = Matrix(rows: input.ids.count, columns: Self.count, repeating: 12)
      case "single batch": input.batches = ["x", "x", "x", "x", "y", "y", "y", "y", "z"]
      default:
        input.groups = ["a", "a", "a", "a", "a", "a", "a", "a", "b"]
        input.design = Self.groupDesign(input)
      }
      input = Self.fitting(input, card)
      do {
        let values = Named(try Self.apply(call, input), input).values.values
        #expect(!values.contains { $0.isInfinite }, "\(kind)")
      } catch let error as OmicsError {
        #expect(!error.message.isEmpty && error.code != .fault, "\(kind): \(error.message)")
      }
    }
  }
}
