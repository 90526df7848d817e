internal import Numerics
internal import OmicsIO
internal import Schema

/// A table of row ids and numbers, written block by block: large results are never held as text.
///
/// Numbers are shortest round trip, `NA` for missing. Blocks of rows are made on several threads and written in order, so
/// the bytes do not depend on threads.
enum MatrixFile {
  private static let rowsPerBlock = 64
  private static let blocksAtOnce = 32

  /// Writes a table; `-` is standard output, `.gz` compresses.
  static func write(
    header: [String], ids: [String], _ values: Matrix, to path: String, force: Bool
  ) throws(OmicsError) {
    if path == "-" {
      let sink = DescriptorSink(descriptor: 1, name: "-")
      try write(header, ids, values) { bytes throws(OmicsError) in try sink.append(bytes) }
      try sink.flush()
      return
    }
    try FolderListing.makeParents(of: path)
    let file = try AtomicFile(path, force: force, compression: path.hasSuffix(".gz") ? .gzip : .none)
    try write(header, ids, values) { bytes throws(OmicsError) in try file.append(bytes) }
    try file.commit()
  }

  private static func write(
    _ header: [String], _ ids: [String], _ values: Matrix, _ append: ([UInt8]) throws(OmicsError) -> Void
  ) throws(OmicsError) {
    try append(TableText(header).bytes)
    let blocks = (ids.count + rowsPerBlock - 1) / rowsPerBlock
    for first in stride(from: 0, to: blocks, by: blocksAtOnce) {
      let texts: [[UInt8]] = parallelMap(count: min(blocksAtOnce, blocks - first)) { index in
        let start = (first + index) * rowsPerBlock
        return text(start..<min(ids.count, start + rowsPerBlock), ids, values)
      }
      for text in texts { try append(text) }
    }
  }

  /// The lines of some rows; their numbers are gathered column by column first, as they lie in memory.
  private static func text(_ rows: Range<Int>, _ ids: [String], _ values: Matrix) -> [UInt8] {
    let (count, columns) = (rows.count, values.columns)
    var numbers = [Double](repeating: 0, count: count * columns)
    values.values.withUnsafeBufferPointer { source in
      for column in 0..<columns {
        let base = column * values.rows + rows.lowerBound
        for row in 0..<count { numbers[row * columns + column] = source[base + row] }
      }
    }
    var table = TableText(rows: count * columns)
    for (position, row) in rows.enumerated() {
      table.append(id: ids[row], numbers[position * columns..<(position + 1) * columns])
    }
    return table.bytes
  }
}
