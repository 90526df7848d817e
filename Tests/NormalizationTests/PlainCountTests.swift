import Foundation
import Normalization
import Numerics
import Schema
import Testing

/// ComBat-seq, trends of dispersions and tximport beside their plain versions, on random counts with zeros, ties, constant
/// and empty rows.
@Suite struct PlainCountTests {
  private static let layouts = [EveryMethodTests.batches, ["x", "x", "x", "x", "y", "y", "y", "z", "z"]]

  /// Counts that move by more than one move by less than a ten-thousandth, but in rows whose groups hardly meet in a batch:
  /// there the top of the likelihood is so flat that its place is known to one in fifty.
  private func expectSame(_ found: Matrix, _ plain: [[Double]], _ input: MethodInput) {
    #expect(found.rows == plain.count && found.values != input.values.values)
    var apart: [Double] = []
    for (row, values) in plain.enumerated() {
      for (column, value) in values.enumerated() {
        let difference = abs(found[row, column] - value)
        apart.append(difference <= 1 ? 0 : difference / value)
      }
    }
    #expect(apart.allSatisfy { $0 < 0.02 }, "\(apart.max() ?? 0)")
    #expect(apart.count { $0 > 1e-4 } <= apart.count / 100)
    #expect(plain.indices.filter { plain[$0] != input.values.row($0) }.count > 45)
  }

  /// The rows below 20,000: the plain version counts up to each value.
  private func small() throws -> MethodInput {
    var input = EveryMethodTests.input(try #require(MethodRegistry.method("combat-seq")).card)
    let rows = input.ids.indices.filter { row in input.values.row(row).allSatisfy { $0 < 20_000 } }
    (input.values, input.ids) = (input.values.selectingRows(rows), rows.map { input.ids[$0] })
    return input
  }

  @Test(arguments: layouts, [true, false]) func comBatSeq(labels: [String], isGrouped: Bool) throws {
    var input = try small()
    input.batches = labels
    if !isGrouped { input.groups = nil }
    guard case .matrix(let found) = try EveryMethodTests.apply(.init("combat-seq"), input).output else { return }
    let kept = (0..<EveryMethodTests.count).map { isGrouped ? [EveryMethodTests.groups[$0] == "b" ? 1.0 : 0] : [] }
    expectSame(
      found, PlainCounts.comBatSeq(PlainMethods.rows(input.values), .init(labels: labels, kept: kept)), input)
  }

  @Test func comBatSeqShrunken() throws {
    var input = try small()
    input.groups = nil
    let call = EveryMethodTests.Call("combat-seq shrink=true shrink_disp=true")
    guard case .matrix(let found) = try EveryMethodTests.apply(call, input).output else { return }
    let batches = PlainCounts.Batches(
      labels: EveryMethodTests.batches, kept: input.samples.map { _ in [] }, shrinks: true)
    expectSame(found, PlainCounts.comBatSeq(PlainMethods.rows(input.values), batches), input)
  }

  /// Counts whose dispersion is 0.05 + 3 / mean.
  private func counts(_ seed: UInt64, rows: Int = 150) -> Matrix {
    var stream = RandomStream(seed: seed, name: "trend")
    var x = Matrix(rows: rows, columns: 8)
    for row in 0..<rows {
      let mean = exp(2 + 6 * stream.uniform())
      let spread = (0.05 + 3 / mean).squareRoot()
      for column in 0..<8 {
        let level = mean * exp(spread * stream.normal() - spread * spread / 2)
        x[row, column] = max(0, (level + level.squareRoot() * stream.normal()).rounded())
      }
    }
    for column in 0..<8 { (x[3, column], x[4, column]) = (0, 20) }
    return x
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func trends(seed: UInt64) throws {
    let x = counts(seed)
    let ones = [Double](repeating: 1, count: 8)
    let one = Matrix(rows: 8, columns: 1, repeating: 1)
    let estimates = try DispersionEstimates(x, sizeFactors: ones, design: one, kind: .parametric)
    let told = (0..<x.rows).filter { estimates.geneWise[$0] > 1e-6 }
    let (means, spreads) = (told.map { estimates.baseMean[$0] }, told.map { estimates.geneWise[$0] })
    #expect(told.count > 100 && !estimates.hasFallenBack)
    let plain = try #require(PlainCounts.parametricTrend(means, spreads))
    guard case .parametric(let a, let e) = estimates.trend else { return }
    #expect(abs(a / plain.0 - 1) < 1e-3 && abs(e / plain.1 - 1) < 1e-3)
    let curve = PlainCounts.localTrend(means.map { log($0) }, spreads.map { log($0) }, means)
    let local = try estimates.refitted(.local)
    for row in 0..<x.rows where !estimates.geneWise[row].isNaN {
      #expect(abs(local.fitted[row] / exp(curve(log(estimates.baseMean[row]))) - 1) < 1e-7, "row \(row)")
    }
    let sorted = spreads.sorted()
    let cut = Int(0.001 * Double(sorted.count))
    let trimmed = PlainMethods.mean(Array(sorted[cut..<sorted.count - cut]))
    #expect(try abs(estimates.refitted(.mean).fitted[5] / trimmed - 1) < 1e-12)
  }

  /// The transformation of a local trend is the integral of 1 / standard deviation, log2 between two quantiles of the means.
  @Test func localStabilisation() throws {
    let x = counts(9)
    let one = Matrix(rows: 8, columns: 1, repeating: 1)
    let ones = [Double](repeating: 1, count: 8)
    let trend = try DispersionEstimates(x, sizeFactors: ones, design: one, kind: .local).trend
    let found = VarianceStabilization.transform(x, trend: trend, meanInverseSize: 1)
    let steps = 200_000
    let end = asinh(x.values.max() ?? 0)
    var heights = [0.0]
    for step in 0..<steps {
      let place = (Double(step) + 0.5) * end / Double(steps)
      let u = sinh(place)
      heights.append(heights[step] + end / Double(steps) * cosh(place) / (trend(u) * u * u + u).squareRoot())
    }
    func integral(_ u: Double) -> Double { heights[Int((asinh(u) / end * Double(steps)).rounded())] }
    let means = PlainMethods.rows(x).map(PlainMethods.mean)
    let (low, high) = (PlainFactors.quantile(means, 0.95), PlainFactors.quantile(means, 0.999))
    let slope = (log2(high) - log2(low)) / (integral(high) - integral(low))
    for index in x.values.indices where x.values[index] >= 1 {
      #expect(abs(found.values[index] - log2(low) - slope * (integral(x.values[index]) - integral(low))) < 1e-2)
    }
  }

  /// Genes of random transcripts: one without TPM in some samples, one without any, one of a single transcript, transcripts
  /// without a gene.
  @Test(arguments: ["no", "scaledTPM", "lengthScaledTPM", "dtuScaledTPM"], [true, false])
  func transcripts(rule: String, areGiven: Bool) throws {
    if rule == "dtuScaledTPM", !areGiven { return }
    var stream = RandomStream(seed: 8, name: "transcripts")
    let ids = (0..<40).map { "t\($0)" }
    let genes = ids.indices.map { $0 == 39 ? "single" : "g\($0 / 4)" }
    let isLeftOut = { (row: Int) in rule != "dtuScaledTPM" && row % 13 == 5 }
    var input = MethodInput(
      values: Matrix(rows: 0, columns: 3), ids: [], samples: ["a", "b", "c"], measure: .estimatedCount, scale: .linear)
    for sample in 0..<3 {
      let tpm = ids.indices.map { row in row < 4 || row < 8 && sample == 1 ? 0 : (400 * stream.uniform()).rounded() / 4
      }
      let lengths = ids.map { _ in 200 + 3000 * stream.uniform() }
      input.quantifications.append(
        TranscriptQuantification(
          sample: input.samples[sample], ids: ids, counts: zip(tpm, lengths).map { $0 * $1 / 1000 }, tpm: tpm,
          lengths: lengths))
    }
    let pairs = ids.indices.filter { !isLeftOut($0) }.map { [ids[$0], genes[$0]] }
    input.tables["tx2gene"] = SettingTable(file: "f", header: ["tx", "gene"], rows: pairs)
    let call = EveryMethodTests.Call("tximport counts_from_abundance=\(rule) tx_out=\(!areGiven)")
    let set = call.set.merging(["tx2gene": "f"]) { a, _ in a }
    let method = try #require(MethodRegistry.method("tximport"))
    let outcome = try MethodRegistry.apply(method, input, MethodSettings(method.card, given: set))
    guard case .summarisedRows(let found, let counts) = outcome.output else { return }
    let isByGene = areGiven && rule != "dtuScaledTPM"
    #expect(found == (isByGene ? Set(genes).sorted() : ids))
    let all = input.quantifications
    // By row: its transcripts; TPM and counts are sums, the length their TPM-weighted mean.
    let members = found.map { name in
      ids.indices.filter { isByGene ? genes[$0] == name && !isLeftOut($0) : ids[$0] == name }
    }
    let tpm = members.map { own in all.map { q in own.map { q.tpm[$0] }.reduce(0, +) } }
    var lengths = members.enumerated().map { row, own in
      all.indices.map { s in own.map { all[s].tpm[$0] * all[s].lengths[$0] }.reduce(0, +) / tpm[row][s] }
    }
    for row in lengths.indices {
      let known = PlainMethods.seen(lengths[row])
      let plain = PlainMethods.mean(members[row].map { t in PlainMethods.mean(all.map { $0.lengths[t] }) })
      let filler = known.isEmpty ? plain : exp(PlainMethods.mean(known.map { log($0) }))
      lengths[row] = lengths[row].map { $0.isNaN ? filler : $0 }
      if !isByGene { lengths[row] = all.map { $0.lengths[members[row][0]] } }
    }
    let long = lengths.map(PlainMethods.mean)
    let factors = found.indices.map { row -> Double in
      switch rule {
      case "lengthScaledTPM": long[row]
      case "dtuScaledTPM": PlainMethods.median(ids.indices.filter { genes[$0] == genes[row] }.map { long[$0] })
      default: 1
      }
    }
    for sample in 0..<3 {
      let sums = members.map { own in own.map { all[sample].counts[$0] }.reduce(0, +) }
      let scaled = found.indices.map { tpm[$0][sample] * factors[$0] }
      let share = sums.reduce(0, +) / scaled.reduce(0, +)
      let plain = rule == "no" ? sums : scaled.map { $0 * share }
      #expect(zip(counts.column(sample), plain).allSatisfy { abs($0 - $1) <= 1e-9 * max(1, $1) }, "sample \(sample)")
    }
    for (name, plain) in [("abundance", tpm), ("length", lengths)] {
      let side = try #require(outcome.sideTables.first { $0.name == name }).values
      for row in found.indices {
        #expect(
          zip(side.row(row), plain[row]).allSatisfy { abs($0 - $1) <= 1e-9 * max(1, $1) }, "\(name) \(found[row])")
      }
    }
  }
}
