internal import Glibc
public import Numerics
public import Schema

/// Size factors by the median of ratios, as DESeq2 1.38's `estimateSizeFactors` gives them.
///
/// Love, Huber & Anders 2014, doi:10.1186/s13059-014-0550-8; Anders & Huber 2010, doi:10.1186/gb-2010-11-10-r106.
/// Sample-set dependent: one more sample changes all.
public enum SizeFactors {
  /// How the reference sample is made.
  public enum Kind: String, Sendable, CaseIterable {
    /// Geometric means over all samples; rows with a zero do not count.
    case ratio
    /// Geometric means in which a zero counts as 1; factors have a geometric mean of 1.
    case poscounts
  }

  /// Size factors and, with lengths, the normalisation factor of every count.
  public struct Result: Sendable {
    /// A factor a sample.
    public var factors: [Double]
    /// Factors of rows and samples with a geometric row mean of 1, which replace the size factors; nil without lengths.
    public var normalizationFactors: Matrix?
  }

  /// The words of the reference's error, which users search for.
  public static let everyGeneHasZero =
    "every gene contains at least one zero, cannot compute log geometric means"

  /// Size factors of a count matrix.
  ///
  /// - Parameters:
  ///   - controls: rows the median is taken over; nil for all.
  ///   - lengths: average transcript lengths, features x samples (tximport): counts are divided by them, centred to a
  ///     geometric row mean of 1, before the factors are computed.
  ///   - samples: their names, for messages.
  /// - Throws: `refused` when no row can be used, `value` for missing or negative counts or lengths.
  public static func estimate(
    _ counts: Matrix, kind: Kind, controls: [Int]? = nil, lengths: Matrix? = nil, samples: [String] = [],
    threads: Int? = nil
  ) throws(OmicsError) -> Result {
    _ = try LibraryFactors.librarySizes(counts, samples: samples)
    guard let lengths else {
      return Result(
        factors: try factors(counts, kind: kind, controls: controls, samples: samples, threads: threads),
        normalizationFactors: nil)
    }
    guard lengths.values.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw OmicsError(.value, "lengths must be positive numbers", hint: "A gene without a length cannot be corrected.")
    }
    var relative = centred(lengths)
    var scaled = counts
    for index in scaled.values.indices { scaled.values[index] /= relative.values[index] }
    let factors = try factors(scaled, kind: kind, controls: controls, samples: samples, threads: threads)
    for column in 0..<relative.columns {
      for row in 0..<relative.rows { relative[row, column] *= factors[column] }
    }
    return Result(factors: factors, normalizationFactors: centred(relative))
  }

  /// Every row over its geometric mean.
  private static func centred(_ matrix: Matrix) -> Matrix {
    var result = matrix
    for row in 0..<matrix.rows {
      var sum = 0.0
      for column in 0..<matrix.columns { sum += log(matrix[row, column]) }
      let mean = exp(sum / Double(matrix.columns))
      for column in 0..<matrix.columns { result[row, column] = matrix[row, column] / mean }
    }
    return result
  }

  private static func factors(
    _ counts: Matrix, kind: Kind, controls: [Int]?, samples: [String], threads: Int?
  ) throws(OmicsError) -> [Double] {
    let chosen = controls.map { counts.selectingRows($0) } ?? counts
    let x = PositiveRows(chosen)
    let means = x.logMeans(missingIsZero: kind == .poscounts, threads: threads)
    let usable = means.indices.filter { means[$0].isFinite }
    guard !usable.isEmpty else {
      throw OmicsError(
        .refused, everyGeneHasZero, hint: "Use --method poscounts, which takes rows with zeros too.")
    }
    let factors = x.perSample(threads: threads) {
      (ratios: [Double](repeating: 0, count: usable.count), selection: BucketSelection())
    } _: { column, scratch in
      var kept = 0
      x.column(column).withUnsafeBufferPointer { counts in
        for row in usable where counts[row] > 0 {
          scratch.ratios[kept] = log(counts[row]) - means[row]
          kept += 1
        }
      }
      return exp(
        scratch.ratios.withUnsafeBufferPointer {
          scratch.selection.median(UnsafeBufferPointer(rebasing: $0[..<kept]))
        })
    }
    if let empty = factors.firstIndex(where: { $0.isNaN }) {
      throw OmicsError(
        .refused, "\(LibraryFactors.name(empty, samples)) shares no row with counts with the reference",
        hint: "Leave the sample out, or use --method poscounts.")
    }
    guard kind == .poscounts else { return factors }
    let centre = exp(factors.reduce(0) { $0 + log($1) } / Double(factors.count))
    return factors.map { $0 / centre }
  }
}
