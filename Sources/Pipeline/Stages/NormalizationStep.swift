internal import Numerics
internal import Schema

/// One step of a normalisation: the factor of each sample, and how many values it has and their median before and after.
struct NormalizationStep: Sendable, Hashable {
  /// The step as it was taken.
  var name: String
  /// The factor (counts) or shift (log values) of each sample; nan where the step has none.
  var factors: [Double]
  var observedBefore: [Int]
  var mediansBefore: [Double]
  var observedAfter: [Int]
  var mediansAfter: [Double]

  /// The figures of a step from the matrices around it.
  init(_ name: String, _ before: Matrix, _ after: Matrix, factors: [Double]?) {
    self.name = name
    self.factors = factors ?? [Double](repeating: .nan, count: after.columns)
    (observedBefore, mediansBefore) = Self.figures(before)
    (observedAfter, mediansAfter) = Self.figures(after)
  }

  private static func figures(_ values: Matrix) -> ([Int], [Double]) {
    let columns = (0..<values.columns).map { values.column($0) }
    return (columns.map { $0.count { !$0.isNaN } }, columns.map { OrderStatistics.median($0) })
  }

  /// Adds the step to the bytes of a stage.
  func put(into writer: inout StageWriter) {
    writer.put(name)
    writer.put(observedBefore)
    writer.put(observedAfter)
    writer.put(factors)
    writer.put(mediansBefore)
    writer.put(mediansAfter)
  }

  /// The next step of a stage's bytes; nil when there is none.
  init?(_ reader: inout StageReader) {
    guard let name = reader.text(), let observedBefore = reader.ints(), let observedAfter = reader.ints(),
      let factors = reader.doubles(), let mediansBefore = reader.doubles(), let mediansAfter = reader.doubles()
    else { return nil }
    self.name = name
    self.factors = factors
    self.observedBefore = observedBefore
    self.observedAfter = observedAfter
    self.mediansBefore = mediansBefore
    self.mediansAfter = mediansAfter
    let counts = [observedBefore.count, observedAfter.count, mediansBefore.count, mediansAfter.count]
    guard counts.allSatisfy({ $0 == factors.count }) else { return nil }
  }
}
