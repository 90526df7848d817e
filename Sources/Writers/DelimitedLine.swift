import OmicsIO

/// Cells of one line, for formats without escapes: tabs and line ends inside texts become spaces.
struct DelimitedLine {
  private(set) var bytes: [UInt8] = []
  private var isStart = true

  mutating func text(_ text: String, missing: String = "") {
    separate()
    if text.isEmpty { return bytes.append(contentsOf: missing.utf8) }
    for byte in text.utf8 { bytes.append(byte < 0x20 || byte == 0x7F ? 0x20 : byte) }
  }

  mutating func number(_ value: Double, missing: String) {
    separate()
    if value.isNaN { return bytes.append(contentsOf: missing.utf8) }
    appendShortest(value, to: &bytes)
  }

  mutating func end() {
    bytes.append(0x0A)
    isStart = true
  }

  private mutating func separate() {
    if isStart { isStart = false } else { bytes.append(0x09) }
  }
}
