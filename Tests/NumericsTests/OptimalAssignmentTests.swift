import Glibc
import Numerics
import Testing

@Suite struct OptimalAssignmentTests {
  /// The best of all permutations.
  private func exhaustive(_ weights: [[Double]]) -> Double {
    var best = -Double.infinity
    func walk(_ row: Int, _ used: Set<Int>, _ sum: Double) {
      if row == weights.count { best = max(best, sum) }
      guard row < weights.count else { return }
      for column in weights[row].indices where !used.contains(column) {
        walk(row + 1, used.union([column]), sum + weights[row][column])
      }
    }
    walk(0, [], 0)
    return best
  }

  @Test func isAsGoodAsTryingAll() {
    var stream = RandomStream(seed: 1, name: "assignment")
    for size in 1...6 {
      for extra in 0...2 {
        let weights = (0..<size).map { _ in (0..<size + extra).map { _ in stream.normal() } }
        let match = OptimalAssignment.largest(weights)
        #expect(Set(match).count == size)
        let sum = zip(weights, match).reduce(0) { $0 + $1.0[$1.1] }
        #expect(abs(sum - exhaustive(weights)) < 1e-12)
      }
    }
    #expect(OptimalAssignment.largest([]) == [])
  }

  @Test func greedyWouldBeWrong() {
    #expect(OptimalAssignment.largest([[10, 9], [9, 1]]) == [1, 0])
  }
}

@Suite struct VarimaxRotationTests {
  @Test func findsSimpleLoadingsAgain() throws {
    var stream = RandomStream(seed: 2, name: "varimax")
    var simple = Matrix(rows: 90, columns: 3)
    for row in 0..<90 { simple[row, row / 30] = 1 + 0.2 * stream.normal() }
    let angle = 0.6
    let turn = Matrix(
      rowVectors: [[cos(angle), -sin(angle), 0], [sin(angle), cos(angle), 0], [0, 0, 1]], columns: 3)
    let mixed = simple.multiplied(by: turn)
    let found = mixed.multiplied(by: try VarimaxRotation.of(mixed))
    for column in 0..<3 {
      let best = (0..<3).map { abs(Descriptive.pearson(simple.column(column), found.column($0))) }.max()
      #expect(best ?? 0 > 0.999)
    }
  }

  @Test func isOrthogonal() throws {
    var stream = RandomStream(seed: 3, name: "varimax")
    let loadings = Matrix(rows: 40, columns: 5, values: (0..<200).map { _ in stream.normal() })
    let rotation = try VarimaxRotation.of(loadings)
    let product = rotation.crossProduct()
    for row in 0..<5 { for column in 0..<5 { #expect(abs(product[row, column] - (row == column ? 1 : 0)) < 1e-10) } }
    #expect(try VarimaxRotation.of(Matrix(rows: 3, columns: 1, repeating: 2)) == .identity(1))
  }
}
