internal import Glibc
public import Numerics

/// Sums of linear values over ions, all of them or the most abundant.
///
/// Silva et al. 2006, doi:10.1074/mcp.M500230-MCP200 (top three).
public enum SumSummary {
  /// The sum of each sample's observed values; nan without any.
  public static func sum(_ block: Matrix) -> [Double] { columns(block, Array(0..<block.rows)) { $0.reduce(0, +) } }

  /// The mean over the `count` ions with the largest mean intensity; ties go to the earlier ion.
  public static func top(_ block: Matrix, _ count: Int) -> [Double] {
    let means = Descriptive.rowMeans(block).map { $0.isNaN ? -1 : $0 }
    let order = (0..<block.rows).sorted { means[$0] != means[$1] ? means[$0] > means[$1] : $0 < $1 }
    return columns(block, Array(order.prefix(count))) { $0.reduce(0, +) / Double($0.count) }
  }

  private static func columns(_ block: Matrix, _ ions: [Int], _ collapse: ([Double]) -> Double) -> [Double] {
    (0..<block.columns).map { sample in
      let values = ions.map { block[$0, sample] }.filter { !$0.isNaN }
      return values.isEmpty ? .nan : collapse(values)
    }
  }
}
