/// The one error type of plumbline: what is wrong, where, and what to do.
///
/// Every throwing function of the product uses typed throws with this type. The code's family decides the exit code.
public struct OmicsError: Error, Sendable, Hashable {
  /// A stable, open-ended error code such as `malformed`. New codes break no switch.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The code as printed and written to JSON.
    public let rawValue: String
    /// A code with its printed form.
    public init(rawValue: String) { self.rawValue = rawValue }
  }

  /// What kind of trouble it is.
  public var code: Code
  /// What is wrong, in one sentence without a final full stop.
  public var message: String
  /// Where, if anywhere.
  public var location: SourceLocation?
  /// What the user can do, in one sentence.
  public var hint: String?
  /// Further errors behind this one: the causes, or the other errors of the same file.
  public var causes: [OmicsError]

  /// An error.
  public init(
    _ code: Code, _ message: String, at location: SourceLocation? = nil, hint: String? = nil, causes: [OmicsError] = []
  ) {
    self.code = code
    self.message = message
    self.location = location
    self.hint = hint
    self.causes = causes
  }
}

extension OmicsError.Code {
  /// An internal fault: a bug in plumbline.
  public static let fault = Self(rawValue: "fault")
  /// A wrong option or operand.
  public static let usage = Self(rawValue: "usage")
  /// A file that is not there or cannot be opened for reading.
  public static let unreadable = Self(rawValue: "unreadable")
  /// No reader knows the format.
  public static let unknownFormat = Self(rawValue: "unknown_format")
  /// Two readers claim the file with equal confidence.
  public static let ambiguousFormat = Self(rawValue: "ambiguous_format")
  /// A recognised format or version that cannot be read.
  public static let unsupported = Self(rawValue: "unsupported")
  /// Content that breaks the format.
  public static let malformed = Self(rawValue: "malformed")
  /// An input that ends before its format says so.
  public static let truncated = Self(rawValue: "truncated")
  /// Bytes that are not legal text in the declared encoding.
  public static let encoding = Self(rawValue: "encoding")
  /// A value that is not a legal number, word or identifier of its column.
  public static let value = Self(rawValue: "value")
  /// A column, section or element that must be there and is not.
  public static let missing = Self(rawValue: "missing")
  /// The same key twice where it must be unique.
  public static let duplicate = Self(rawValue: "duplicate")
  /// A reference to something that is not there.
  public static let dangling = Self(rawValue: "dangling")
  /// An input beyond a limit (length, depth, expansion).
  public static let limit = Self(rawValue: "limit")
  /// A construct refused because it is unsafe (DOCTYPE, external entity, hostile path).
  public static let unsafe = Self(rawValue: "unsafe")
  /// A question that evidence cannot decide: the message says what to pass.
  public static let undecided = Self(rawValue: "undecided")
  /// A ledger whose sums do not agree: records were lost or invented.
  public static let ledgerImbalance = Self(rawValue: "ledger_imbalance")
  /// Warnings turned into an error by `--strict`.
  public static let strict = Self(rawValue: "strict")
  /// Writing failed: disk full, permission, quota.
  public static let unwritable = Self(rawValue: "unwritable")
  /// The output is there already.
  public static let exists = Self(rawValue: "exists")
  /// The analysis cannot be done on this design or these samples.
  public static let refused = Self(rawValue: "refused")
  /// A plugin failed.
  public static let plugin = Self(rawValue: "plugin")
  /// A digest or recomputation differs from the record.
  public static let verification = Self(rawValue: "verification")
  /// Interrupted by a signal.
  public static let interrupted = Self(rawValue: "interrupted")
}

extension OmicsError {
  /// The exit code this error leads to.
  public var exitCode: ExitCode {
    switch code {
    case .fault, .ledgerImbalance: .fault
    case .usage: .usage
    case .unwritable, .exists: .environment
    case .refused: .refused
    case .plugin: .plugin
    case .verification: .verification
    case .interrupted: .interrupted
    default: .invalidInput
    }
  }
}

extension OmicsError: CustomStringConvertible {
  /// `location: message. hint`
  public var description: String {
    var text = ""
    if let location { text += "\(location): " }
    text += message
    if let hint { text += ". \(hint)" }
    return text
  }
}
