public import Schema

/// A combination of coefficients, such as `conditiontrt - batchB` or `(groupB + groupC) / 2 - groupA`.
public struct LinearContrast: Sendable, Hashable {
  /// One weight a coefficient of the model.
  public var weights: [Double]
  /// As written.
  public var text: String

  /// Parses sums, differences, and products and quotients with numbers; names are the model's, the longest that fits.
  ///
  /// - Throws: `usage` for anything else, with the place.
  public init(parsing text: String, names: [String]) throws(OmicsError) {
    self.text = text
    var parser = Parser(text: Array(text.utf8), names: names.map { Array($0.utf8) })
    let form = try parser.sum()
    parser.skipSpace()
    guard parser.place == parser.text.count else { throw parser.fault("an operator was expected") }
    guard form.constant == 0 else {
      throw OmicsError(.usage, "the contrast \"\(text)\" adds a number to coefficients")
    }
    guard form.weights.contains(where: { $0 != 0 }) else {
      throw OmicsError(.usage, "the contrast \"\(text)\" names no coefficient", hint: Self.known(names))
    }
    weights = form.weights
  }

  static func known(_ names: [String]) -> String { "The model has: \(names.joined(separator: ", "))." }

  private struct Form {
    var weights: [Double]
    var constant: Double
    var isConstant: Bool { weights.allSatisfy { $0 == 0 } }
  }

  private struct Parser {
    let text: [UInt8]
    let names: [[UInt8]]
    var place = 0

    init(text: [UInt8], names: [[UInt8]]) {
      self.text = text
      self.names = names
    }

    func fault(_ what: String) -> OmicsError {
      OmicsError(
        .usage, "contrast \"\(String(decoding: text, as: UTF8.self))\", character \(place + 1): \(what)",
        hint: LinearContrast.known(names.map { String(decoding: $0, as: UTF8.self) }))
    }

    mutating func skipSpace() { while place < text.count, text[place] == 0x20 { place += 1 } }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      skipSpace()
      guard place < text.count, text[place] == UInt8(ascii: character) else { return false }
      place += 1
      return true
    }

    mutating func sum() throws(OmicsError) -> Form {
      var form = try product()
      while true {
        if take("+") {
          form = combined(form, try product(), sign: 1)
        } else if take("-") {
          form = combined(form, try product(), sign: -1)
        } else {
          return form
        }
      }
    }

    private func combined(_ a: Form, _ b: Form, sign: Double) -> Form {
      Form(weights: zip(a.weights, b.weights).map { $0 + sign * $1 }, constant: a.constant + sign * b.constant)
    }

    mutating func product() throws(OmicsError) -> Form {
      var form = try factor()
      while true {
        if take("*") {
          let other = try factor()
          guard form.isConstant || other.isConstant else { throw fault("two coefficients cannot be multiplied") }
          form = other.isConstant ? scaled(form, other.constant) : scaled(other, form.constant)
        } else if take("/") {
          let other = try factor()
          guard other.isConstant, other.constant != 0 else { throw fault("only a number can divide") }
          form = scaled(form, 1 / other.constant)
        } else {
          return form
        }
      }
    }

    private func scaled(_ form: Form, _ factor: Double) -> Form {
      Form(weights: form.weights.map { $0 * factor }, constant: form.constant * factor)
    }

    mutating func factor() throws(OmicsError) -> Form {
      skipSpace()
      // Names come first: "(Intercept)" begins like a parenthesis.
      let fitting = names.indices.filter { text[place...].starts(with: names[$0]) && !names[$0].isEmpty }
      if let index = fitting.max(by: { names[$0].count < names[$1].count }) {
        place += names[index].count
        var weights = [Double](repeating: 0, count: names.count)
        weights[index] = 1
        return Form(weights: weights, constant: 0)
      }
      if take("-") { return scaled(try factor(), -1) }
      if take("+") { return try factor() }
      if take("(") {
        let form = try sum()
        guard take(")") else { throw fault("a closing parenthesis was expected") }
        return form
      }
      let start = place
      while place < text.count, "0123456789.eE".utf8.contains(text[place]) { place += 1 }
      guard let number = Double(String(decoding: text[start..<place], as: UTF8.self)) else {
        place = start
        throw fault("no coefficient of the model and no number")
      }
      return Form(weights: [Double](repeating: 0, count: names.count), constant: number)
    }
  }
}
