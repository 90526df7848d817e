import Numerics
import Schema
import Testing

@testable import Fusion

struct ChannelTests {
  @Test("Residuals of protein take out one slope a row, equal to least squares with dummies")
  func discordance() throws {
    let cohort = StreamCohort.make(covariates: 0)
    let (rows, columns) = (cohort.targets.count, cohort.samples.count)
    let rna = Matrix(rows: rows, columns: columns, values: try #require(cohort.rna))
    let protein = Matrix(rows: rows, columns: columns, values: try #require(cohort.protein))
    let label = cohort.label.map(Double.init)
    let residuals = Discordance.residuals(
      rna: rna, protein: protein, label: label, batch: cohort.batch, samples: Array(0..<columns))
    var slopes: [Double] = []
    var squaredErrors: [Double] = []
    var used: [Double] = []
    for row in 0..<rows where row != 3 {
      let seen = (0..<columns).filter { !protein[row, $0].isNaN }
      var design = Matrix(rows: seen.count, columns: 5)
      for (position, sample) in seen.enumerated() {
        design.setRow(
          position,
          to: [
            1, cohort.batch[sample] == 1 ? 1 : 0, cohort.batch[sample] == 2 ? 1 : 0, label[sample], rna[row, sample],
          ])
      }
      let response = seen.map { protein[row, $0] }
      let fit = PivotedQR(design)
      slopes.append(fit.coefficients(response)[4])
      squaredErrors.append(
        fit.unscaledCovariance()[4, 4] * fit.residualSumOfSquares(response) / Double(seen.count - 5))
      let shrunk = (protein[row, seen[0]] - residuals[row, seen[0]]) / rna[row, seen[0]]
      // One slope serves the whole row; missing stays missing.
      for sample in 0..<columns {
        let expected = protein[row, sample] - shrunk * rna[row, sample]
        #expect(expected.isNaN ? residuals[row, sample].isNaN : abs(residuals[row, sample] - expected) < 1e-9)
      }
      used.append(shrunk)
    }
    let middle = OrderStatistics.median(slopes)
    let spread = slopes.map { ($0 - middle) * ($0 - middle) }.reduce(0, +) / Double(slopes.count - 1)
    let between = spread - Descriptive.mean(squaredErrors)
    #expect(between > 0.001)
    for index in slopes.indices {
      let expected = middle + (slopes[index] - middle) * between / (between + squaredErrors[index])
      #expect(abs(used[index] - expected) < 1e-9)
    }
  }

  @Test("A label effect that passes through RNA leaves no discordance; the label does not set the slope")
  func noDiscordanceThroughRNA() throws {
    var stream = RandomStream(seed: 9, name: "through RNA")
    let (rows, columns) = (200, 60)
    var rna = Matrix(rows: rows, columns: columns)
    var protein = rna
    let label = (0..<columns).map { Double($0 % 2) }
    for column in 0..<columns {
      for row in 0..<rows {
        rna[row, column] = stream.normal() + 4 * label[column]
        protein[row, column] = 0.5 * rna[row, column] + 0.3 * stream.normal() - (row < 20 ? 2 * label[column] : 0)
      }
    }
    let samples = Array(0..<columns)
    let batch = [Int](repeating: 0, count: columns)
    let model = try AbsorbedFactorModel(groups: batch, label: label)
    let residuals = Discordance.residuals(rna: rna, protein: protein, label: label, batch: batch, samples: samples)
    let z = try LabelEffect(residuals, model: model, samples: samples, threads: 1).z
    #expect(z[..<20].allSatisfy { $0 < -5 })
    #expect(OrderStatistics.median(z[20...].map(abs)) < 2)
    #expect(try LabelEffect(protein, model: model, samples: samples, threads: 1).z[20...].allSatisfy { $0 > 5 })
  }

  @Test("Without batch and depth, detection is the two-proportion z with the pooled rate")
  func detectionFormula() throws {
    let label = (0..<20).map { Double($0 % 2) }
    var presence = Matrix(rows: 3, columns: 20, repeating: 1)
    for column in 0..<20 where column % 2 == 0 && column > 4 { presence[0, column] = 0 }
    for column in 0..<20 { presence[2, column] = 0 }
    let model = try AbsorbedFactorModel(groups: [Int](repeating: 0, count: 20), label: label)
    let test = Detection.test(presence, model: model, samples: Array(0..<20), threads: 1)
    let (k1, k0) = (10.0, 3.0)
    let pooled = (k1 + k0 + 1) / 22
    let expected = (k1 / 10 - k0 / 10) / (pooled * (1 - pooled) * (1.0 / 10 + 1.0 / 10)).squareRoot()
    #expect(abs(test.z[0] - expected) < 1e-9)
    #expect(abs(test.effect[0] - 0.7) < 1e-9)
    // Always seen and never seen say nothing.
    #expect(test.z[1].isNaN && test.z[2].isNaN)
  }

  @Test("Presence that only follows the depth of a sample is no evidence")
  func detectionDepth() throws {
    var stream = RandomStream(seed: 11, name: "depth")
    let (rows, columns) = (400, 40)
    var presence = Matrix(rows: rows, columns: columns)
    let label = (0..<columns).map { Double($0 % 2) }
    for column in 0..<columns {
      let rate = (label[column] == 1 ? 0.75 : 0.45) + 0.2 * (stream.uniform() - 0.5)
      for row in 0..<rows { presence[row, column] = stream.uniform() < rate ? 1 : 0 }
    }
    let groups = [Int](repeating: 0, count: columns)
    let samples = Array(0..<columns)
    let plain = Detection.test(
      presence, model: try AbsorbedFactorModel(groups: groups, label: label), samples: samples, threads: 1)
    let depth = Matrix(columns: [Detection.depth(presence)], rows: columns)
    let corrected = Detection.test(
      presence, model: try AbsorbedFactorModel(groups: groups, covariates: depth, label: label), samples: samples,
      threads: 1)
    #expect(Descriptive.mean(plain.z) > 1.5)
    #expect(abs(Descriptive.mean(corrected.z)) < 0.2)
  }

  @Test("Classes and directions")
  func classes() {
    func reading(_ z: Double, _ significant: Bool) -> TargetClassRule.Reading {
      .init(z: z, isSignificant: significant)
    }
    func both(
      _ rna: TargetClassRule.Reading, _ protein: TargetClassRule.Reading, _ discordance: TargetClassRule.Reading,
      _ detection: TargetClassRule.Reading = .absent
    ) -> (TargetClass, TargetDirection) {
      (
        TargetClassRule.classify(rna: rna, protein: protein, discordance: discordance, detection: detection),
        TargetClassRule.direction(rna: rna, protein: protein, discordance: discordance, detection: detection)
      )
    }
    #expect(both(reading(-9, true), reading(-10, true), reading(-3, false)) == (.concordant, .down))
    #expect(both(reading(-5, true), reading(6, true), reading(7, true)) == (.opposed, .mixed))
    #expect(both(reading(0.3, false), reading(-8, true), reading(-8, true)) == (.proteinOnly, .down))
    #expect(both(reading(7, true), reading(0.4, false), reading(-5, true)) == (.rnaOnly, .up))
    #expect(both(reading(7, true), reading(0.4, false), reading(5, true)) == (.unclassified, .up))
    #expect(both(reading(7, true), .absent, .absent) == (.unclassified, .up))
    #expect(both(reading(1, false), .absent, .absent, reading(6, true)) == (.detectionOnly, .up))
    #expect(both(.absent, .absent, .absent) == (.unclassified, .unknown))
  }
}
