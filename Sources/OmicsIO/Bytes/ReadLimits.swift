/// How the bytes of an input are packed.
public enum Compression: String, Sendable, CaseIterable {
  /// Plain bytes.
  case none
  /// gzip (RFC 1952), also of many members and bgzip.
  case gzip
}

/// The bounds an input must keep, so that a hostile or damaged file costs bounded memory and time.
public struct ReadLimits: Sendable, Hashable {
  /// Bytes of one field; beyond it the input is refused.
  public var fieldBytes: Int
  /// Bytes of one line (of one quoted record).
  public var lineBytes: Int
  /// Fields of one line.
  public var columns: Int
  /// Decompressed bytes up to which no expansion ratio is asked for.
  public var expandedBytes: Int
  /// Decompressed bytes per compressed byte that are refused once `expandedBytes` is passed.
  public var expansionRatio: Int

  /// The default limits: 1 MiB a field, 64 MiB a line, 65,536 columns, ratio 200 beyond 1 GiB.
  public static let standard = ReadLimits()

  /// Limits; each argument left out has its default.
  public init(
    fieldBytes: Int = 1 << 20, lineBytes: Int = 64 << 20, columns: Int = 65_536, expandedBytes: Int = 1 << 30,
    expansionRatio: Int = 200
  ) {
    self.fieldBytes = fieldBytes
    self.lineBytes = lineBytes
    self.columns = columns
    self.expandedBytes = expandedBytes
    self.expansionRatio = expansionRatio
  }
}
