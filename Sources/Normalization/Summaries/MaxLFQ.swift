public import Numerics
internal import Schema

/// MaxLFQ of a block of ions x samples of log values, in the variant of the DIA-NN R package.
///
/// Cox et al. 2014, doi:10.1074/mcp.M113.031591. Every pair of samples with shared ions gives the median of its log
/// differences; all pairs weigh the same; a ridge of 1e-4 max(1, pairs) ties each sample to its largest value.
public enum MaxLFQ {
  /// The profile, on the scale of the input; nan for samples without any ion. `isDisconnected` says that some samples
  /// share no ion, not even through others: the ridge alone ties their values.
  public static func summarise(_ block: Matrix) -> (values: [Double], isDisconnected: Bool) {
    let (ions, samples) = (block.rows, block.columns)
    if ions == 1 { return (block.values, false) }
    var largest = [Double](repeating: .nan, count: samples)
    for sample in 0..<samples {
      for ion in 0..<ions {
        let value = block.values[sample * ions + ion]
        if !value.isNaN, largest[sample].isNaN || value > largest[sample] { largest[sample] = value }
      }
    }
    let present = (0..<samples).filter { !largest[$0].isNaN }
    guard !present.isEmpty else { return (largest, false) }
    let count = present.count
    var system = [Double](repeating: 0, count: count * count)
    var right = [Double](repeating: 0, count: count)
    system.withUnsafeMutableBufferPointer { system in
      right.withUnsafeMutableBufferPointer { right in
        block.values.withUnsafeBufferPointer { addPairs($0, ions, present, system, right) }
      }
    }
    for index in 0..<count {
      let ridge = 1e-4 * max(1, system[index * count + index])
      system[index * count + index] += ridge
      right[index] += ridge * largest[present[index]]
    }
    guard let factor = try? CholeskyFactor(Matrix(rows: count, columns: count, values: system)) else {
      return ([Double](repeating: .nan, count: samples), false)
    }
    var profile = [Double](repeating: .nan, count: samples)
    for (index, value) in factor.solve(right).enumerated() { profile[present[index]] = value }
    return (profile, ConnectedSamples(block).count > 1)
  }

  /// Adds the equation of every pair of samples with shared ions.
  private static func addPairs(
    _ values: UnsafeBufferPointer<Double>, _ ions: Int, _ present: [Int],
    _ system: UnsafeMutableBufferPointer<Double>, _ right: UnsafeMutableBufferPointer<Double>
  ) {
    let count = present.count
    withUnsafeTemporaryAllocation(of: Double.self, capacity: ions) { buffer in
      for first in 0..<count {
        let a = present[first] * ions
        for second in first + 1..<max(count, first + 1) {
          let b = present[second] * ions
          var shared = 0
          for ion in 0..<ions {
            let difference = values[a + ion] - values[b + ion]
            if difference.isNaN { continue }
            // Kept in ascending order: blocks are small.
            var place = shared
            while place > 0, buffer[place - 1] > difference {
              buffer[place] = buffer[place - 1]
              place -= 1
            }
            buffer[place] = difference
            shared += 1
          }
          guard shared > 0 else { continue }
          let median = shared % 2 == 1 ? buffer[shared / 2] : 0.5 * (buffer[shared / 2 - 1] + buffer[shared / 2])
          system[first * count + first] += 1
          system[second * count + second] += 1
          system[first * count + second] = -1
          system[second * count + first] = -1
          right[first] += median
          right[second] -= median
        }
      }
    }
  }
}
