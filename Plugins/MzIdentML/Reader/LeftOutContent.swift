internal import ReaderKit
internal import Schema

/// What the schema has no place for: counted while reading, named in notes at the end.
struct LeftOutContent {
  /// How many DBSequence have their sequence.
  var sequences = 0

  /// Says what was left out.
  func finish(fragmentations: Int, into builder: inout DatasetBuilder) {
    if sequences > 0 {
      builder.note("sequences-not-kept", "\(sequences) protein sequences (Seq) are not kept")
    }
    if fragmentations > 0 {
      builder.note("fragments-not-kept", "the fragment ions of \(fragmentations) items are not kept")
    }
  }
}
