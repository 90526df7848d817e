/// A damaged or reshaped input, and what a good reader may do with it.
struct Mutant {
  /// What is allowed.
  enum Expectation: Equatable {
    /// A legal change: read, with the content of the undamaged file.
    case sameContent
    /// Damage that shows: refused, one of the errors on this line.
    case refused(line: Int?)
    /// Damage that shows: refused, or read with a diagnostic the undamaged file has not; one of them on this line.
    case noticed(line: Int?)
    /// Damage that need not show: a reading that lost records must say so.
    case honest
    /// Records are gone without a trace, as when a file is cut between two lines: at most as many as before.
    case shorter
  }

  /// The mutation's name.
  var name: String
  /// The bytes.
  var bytes: [UInt8]
  /// What is allowed.
  var expectation: Expectation
}
