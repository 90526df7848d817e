/// Columns of text aligned for a terminal.
public enum TerminalTable {
  /// Rows with each column as wide as its widest cell; numeric columns are aligned right.
  public static func render(_ header: [String], _ rows: [[String]], numeric: Set<Int> = []) -> String {
    var widths = header.map(\.count)
    for row in rows {
      for (index, cell) in row.enumerated() where index < widths.count {
        widths[index] = max(widths[index], cell.count)
      }
    }
    func line(_ cells: [String]) -> String {
      var parts: [String] = []
      for (index, cell) in cells.enumerated() {
        let pad = String(repeating: " ", count: max(0, widths[index] - cell.count))
        parts.append(numeric.contains(index) ? pad + cell : cell + pad)
      }
      var text = parts.joined(separator: "  ")
      while text.hasSuffix(" ") { text.removeLast() }
      return text + "\n"
    }
    return line(header) + rows.map { line($0.map(HTMLText.terminal)) }.joined()
  }
}
