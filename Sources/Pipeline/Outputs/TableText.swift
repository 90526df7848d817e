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

  /// Lines without a header, with room for a number of cells.
  init(rows cells: Int) {
    bytes = []
    bytes.reserveCapacity(cells * 12)
  }

  /// Adds a row of numbers behind its id.
  mutating func append(id: String, _ values: ArraySlice<Double>) {
    append(text: id)
    for value in values {
      bytes.append(0x09)
      if value.isNaN { bytes.append(contentsOf: [0x4E, 0x41]) } else { appendShortest(value, to: &bytes) }
    }
    bytes.append(0x0A)
  }

  private mutating func append(text: String) {
    if text.isEmpty {
      bytes.append(contentsOf: "NA".utf8)
    } else {
      for byte in text.utf8 { bytes.append(byte == 0x09 || byte == 0x0A || byte == 0x0D ? 0x20 : byte) }
    }
  }
}
