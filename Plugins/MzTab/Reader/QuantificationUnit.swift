internal import Schema

/// What abundances measure, and on which scale, as the metadata says.
///
/// The unit's name decides: words for ratio, reporter ions, counts, iBAQ, MaxLFQ, copies; `log2`, `log10`, `ln` in it
/// give the scale. A unit without such a word (`Relative quantification unit`, `Abundance`) leaves it to the
/// quantification method, and after that to intensity on a linear scale.
struct QuantificationUnit {
  var measure: Measure
  var scale: Scale
  /// Why, in a few words.
  var evidence: String
  /// Whether the metadata says anything of it.
  var isStated = true

  private static let unitWords: [(String, Measure)] = [
    ("ratio", .ratio), ("fold change", .ratio), ("reporter", .reporterIon), ("tmt", .reporterIon),
    ("itraq", .reporterIon), ("spectral count", .spectralCount), ("spectrum count", .spectralCount),
    ("psm count", .spectralCount), ("ibaq", .iBAQ), ("maxlfq", .maxLFQ), ("lfq intensity", .maxLFQ),
    ("copies", .expression), ("copy number", .expression), ("concentration", .expression), ("molar", .expression),
    ("molal", .expression), ("intensity", .intensity), ("peak area", .intensity),
  ]

  private static let methodWords: [(String, Measure)] = [
    ("itraq", .reporterIon), ("tmt", .reporterIon), ("tandem mass tag", .reporterIon), ("reporter", .reporterIon),
    ("spectral count", .spectralCount), ("spectrum count", .spectralCount),
  ]

  /// Decides from the unit and the method; both may be absent.
  init(unit: MzTabParameter?, method: MzTabParameter?) {
    let text = unit.map { $0.name.isEmpty ? $0.value : $0.name } ?? ""
    let words = text.lowercased()
    scale = Self.scale(words)
    if let match = Self.unitWords.first(where: { words.contains($0.0) }) {
      measure = match.1
      evidence = "the unit is \"\(text)\""
    } else if let method, let match = Self.methodWords.first(where: { method.name.lowercased().contains($0.0) }) {
      measure = match.1
      evidence = "the quantification method is \"\(method.name)\""
    } else {
      measure = .intensity
      isStated = !text.isEmpty
      evidence = text.isEmpty ? "no unit is stated" : "the unit \"\(text)\" names no kind of quantity"
    }
  }

  private static func scale(_ words: String) -> Scale {
    let plain = String(words.filter { $0 != " " && $0 != "_" && $0 != "-" && $0 != "(" })
    if plain.contains("log2") || plain.contains("binarylog") { return .log2 }
    if plain.contains("log10") || plain.contains("decadiclog") { return .log10 }
    let isNatural = plain.contains("naturallog") || words.split { !$0.isLetter }.contains("ln")
    return isNatural ? .ln : .linear
  }
}
