/// Numbers inside SVG: two decimals, none when whole.
enum SVGNumber {
  static func text(_ value: Double) -> String {
    let text = NumberText.fixed(value, 2)
    return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
  }
}
