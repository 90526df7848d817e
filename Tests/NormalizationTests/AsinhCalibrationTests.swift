import Foundation
import Normalization
import Numerics
import Schema
import Testing

/// VSN: recovered parameters, flat variance, an optimum no restart beats, and a slow likelihood beside the fast one.
@Suite struct AsinhCalibrationTests {
  private let samples = (0..<8).map { "s\($0)" }
  /// Shift and log factor of each sample.
  private let truth: (shifts: [Double], logs: [Double]) = (
    [0.5, 1.0, 0.2, 0.8, 0.6, 0.9, 0.4, 0.7], [-5.0, -4.6, -5.3, -5.1, -4.8, -5.2, -4.9, -5.0]
  )

  /// Linear values x of which arsinh(a + exp(b) x) is a row's level and noise of 0.1; a share of rows changes.
  private func simulated(rows: Int = 1500, changed: Double = 0, missing: Double = 0, seed: UInt64 = 3) -> Matrix {
    var stream = RandomStream(seed: seed, name: "asinh")
    var values = Matrix(rows: rows, columns: 8)
    for row in 0..<rows {
      // From near zero, where arsinh is straight: from logarithms alone the common factor cannot be told.
      let level = -1.5 + 6 * stream.uniform()
      let isChanged = stream.uniform() < changed
      for sample in 0..<8 {
        let h = level + 0.1 * stream.normal() + (isChanged && sample > 3 ? 2 : 0)
        let x = (sinh(h) - truth.shifts[sample]) / exp(truth.logs[sample])
        values[row, sample] = stream.uniform() < missing ? .nan : x
      }
    }
    return values
  }

  /// The negative log likelihood per value as it is written.
  private func plain(_ values: Matrix, _ shifts: [Double], _ logs: [Double]) -> Double {
    var (squares, jacobian, count) = (0.0, 0.0, 0.0)
    for row in 0..<values.rows {
      let cells = (0..<values.columns).filter { !values[row, $0].isNaN }
      let h = cells.map { asinh(shifts[$0] + exp(logs[$0]) * values[row, $0]) }
      let mean = h.reduce(0, +) / Double(h.count)
      for (cell, height) in zip(cells, h) {
        squares += (height - mean) * (height - mean)
        let z = shifts[cell] + exp(logs[cell]) * values[row, cell]
        // The derivative of h by x.
        jacobian += log(exp(logs[cell]) / (1 + z * z).squareRoot())
        count += 1
      }
    }
    return (count / 2 * log(squares / count) - jacobian) / count
  }

  private func settings(_ quantile: Double) -> AsinhCalibration.Settings {
    var settings = AsinhCalibration.Settings()
    settings.quantile = quantile
    return settings
  }

  @Test func recoversParameters() throws {
    let found = try AsinhCalibration(simulated(), samples: samples, settings: settings(1))
    #expect(found.hasConverged)
    let (shifts, logs) = (found.shifts, found.logFactors)
    for sample in 0..<8 {
      #expect(abs(exp(logs[sample] - truth.logs[sample]) - 1) < 0.05)
      #expect(abs(shifts[sample] - truth.shifts[sample]) < 0.05)
    }
  }

  /// A tenth of rows that change pull all parameters along, unless the steadiest rows are chosen.
  @Test func trimmingWithstandsChangedRows() throws {
    let values = simulated(changed: 0.08)
    func error(_ quantile: Double) throws -> Double {
      let found = try AsinhCalibration(values, samples: samples, settings: settings(quantile))
      let logs = found.logFactors
      return (0..<8).map { abs(logs[$0] - logs[0] - truth.logs[$0] + truth.logs[0]) }.max() ?? 1
    }
    #expect(try error(0.9) < 0.05)
    #expect(try error(0.9) < 0.3 * (try error(1)))
  }

  @Test func varianceIsFlat() throws {
    let values = simulated()
    let found = try AsinhCalibration(values, samples: samples)
    let glog = found.transform(values)
    let (means, variances) = (Descriptive.rowMeans(glog), Descriptive.rowVariances(glog))
    let order = OrderStatistics.order(means)
    let parts = (0..<5).map { part in
      Descriptive.mean(order[(part * 300)..<((part + 1) * 300)].map { variances[$0] }).squareRoot()
    }
    let (low, high) = (parts.min() ?? 0, parts.max() ?? 1)
    #expect(high / low < 1.2)
    // log2 of the same values has a spread that falls with the mean.
    let large = order.suffix(50).map { row in glog[row, 0] - log2(values[row, 0]) }
    #expect((large.max() ?? 1) - (large.min() ?? 0) < 0.02)
  }

  @Test(arguments: [0.0, 0.3]) func noRestartBeatsTheOptimum(missing: Double) throws {
    let values = simulated(rows: 50, missing: missing)
    let present = (0..<50).filter { row in values.row(row).count { !$0.isNaN } > 1 }
    let rows = values.selectingRows(present)
    let found = try AsinhCalibration(values, samples: samples, settings: settings(1))
    let best = plain(rows, found.shifts, found.logFactors)
    var stream = RandomStream(seed: 5, name: "restarts")
    for _ in 0..<20 {
      // A slow descent from a random start: coordinates in turn, with steps that grow and shrink.
      var place = (0..<16).map { $0 < 8 ? 2 * stream.normal() : -5 + 1.5 * stream.normal() }
      func height(_ place: [Double]) -> Double { plain(rows, Array(place[..<8]), Array(place[8...])) }
      var steps = [Double](repeating: 0.3, count: 16)
      var now = height(place)
      for _ in 0..<40 {
        for index in 0..<16 {
          var next = place
          next[index] += steps[index]
          var there = height(next)
          if there >= now {
            next[index] = place[index] - steps[index]
            there = height(next)
          }
          if there < now {
            (place, now, steps[index]) = (next, there, 1.5 * steps[index])
          } else {
            steps[index] *= -0.4
          }
        }
      }
      #expect(best <= now + 1e-9)
    }
    // And it is a place of rest: no small step in any direction is lower.
    for index in 0..<16 {
      for step in [-1e-4, 1e-4] {
        var (shifts, logs) = (found.shifts, found.logFactors)
        if index < 8 { shifts[index] += step } else { logs[index - 8] += step }
        #expect(plain(rows, shifts, logs) >= best - 1e-9)
      }
    }
  }

  @Test func orderAndThreadsDoNotMatter() throws {
    let values = simulated(rows: 200, missing: 0.2)
    let one = try AsinhCalibration(values, samples: samples, threads: 1).transform(values, threads: 1)
    let two = try AsinhCalibration(values, samples: samples, threads: 2).transform(values, threads: 2)
    #expect(zip(one.values, two.values).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN })
    #expect(zip(one.values, values.values).allSatisfy { $0.isNaN == $1.isNaN })
    let turned = Array((0..<200).reversed())
    let other = try AsinhCalibration(values.selectingRows(turned), samples: samples).transform(
      values.selectingRows(turned))
    #expect(
      zip(one.selectingRows(turned).values, other.values).allSatisfy { $0.isNaN && $1.isNaN || abs($0 - $1) < 1e-6 })
  }

  @Test func refusals() {
    let values = simulated(rows: 60)
    for (matrix, names, word) in [
      (values.selectingColumns([0]), ["a"], "samples"), (values.selectingRows(Array(0..<30)), samples, "42"),
      (Matrix(columns: [values.column(0), [Double](repeating: 4, count: 60)], rows: 60), ["a", "flat"], "flat"),
      (Matrix(columns: [values.column(0), values.column(0)], rows: 60), ["a", "a2"], "same"),
    ] {
      let error = #expect(throws: OmicsError.self) { try AsinhCalibration(matrix, samples: names) }
      #expect(error?.code == .refused && error?.message.contains(word) == true)
    }
  }
}
