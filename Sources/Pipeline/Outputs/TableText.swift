internal import Numerics
internal import OmicsIO

/// Rows of tab-separated cells with the number format of all outputs: shortest round trip, `NA` for missing.
struct TableText {
  private(set) var bytes: [UInt8]

  /// A table with a header.
  init(_ columns: [String]) {
    bytes = Array(columns.joined(separator: "\t").utf8)
    bytes.append(0x0A)
  }

  /// A cell of a row.
  enum Cell {
    case text(String)
    case number(Double)
    case whole(Int?)
    case flag(Bool?)
  }

  /// Adds a row.
  mutating func append(_ cells: [Cell]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(0x09) }
      switch cell {
      case .text(let text): append(text: text)
      case .number(let value):
        if value.isNaN { bytes.append(contentsOf: "NA".utf8) } else { appendShortest(value, to: &bytes) }
      case .whole(let value): bytes.append(contentsOf: (value.map(String.init) ?? "NA").utf8)
      case .flag(let value): bytes.append(contentsOf: (value.map { $0 ? "true" : "false" } ?? "NA").utf8)
      }
    }
    bytes.append(0x0A)
  }

  /// Adds the rows of a matrix behind their ids.
  mutating func append(ids: [String], _ values: Matrix) {
    bytes.reserveCapacity(bytes.count + values.values.count * 8)
    for (row, id) in ids.enumerated() {
      append(text: id)
      for column in 0..<values.columns {
        bytes.append(0x09)
        let value = values.values[column * values.rows + row]
        if value.isNaN { bytes.append(contentsOf: "NA".utf8) } else { appendShortest(value, to: &bytes) }
      }
      bytes.append(0x0A)
    }
  }

  private mutating func append(text: String) {
    if text.isEmpty {
      bytes.append(contentsOf: "NA".utf8)
    } else {
      for byte in text.utf8 { bytes.append(byte == 0x09 || byte == 0x0A || byte == 0x0D ? 0x20 : byte) }
    }
  }
}
