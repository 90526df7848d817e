internal import ReaderKit
internal import Schema

/// What the schema has no place for: counted while reading, named in notes at the end.
struct LeftOutContent {
  /// How many DBSequence have their sequence.
  var sequences = 0
  private var parameters: [String] = []
  private var seen: Set<String> = []

  /// Notes the name of a parameter of a SpectrumIdentificationResult.
  mutating func resultParameter(_ name: String) {
    if seen.contains(name) { return }
    seen.insert(name)
    parameters.append(name)
  }

  /// Says what was left out.
  func finish(fragmentations: Int, into builder: inout DatasetBuilder) {
    if sequences > 0 {
      builder.note("sequences-not-kept", "\(sequences) protein sequences (Seq) are not kept")
    }
    if fragmentations > 0 {
      builder.note("fragments-not-kept", "the fragment ions of \(fragmentations) items are not kept")
    }
    guard !parameters.isEmpty else { return }
    let shown = parameters.prefix(12).joined(separator: ", ")
    let more = parameters.count > 12 ? " and \(parameters.count - 12) more" : ""
    builder.note("result-parameters-not-kept", "parameters of spectra are not kept: \(shown)\(more)")
  }
}
