public import Schema

/// A reader whose format spreads one dataset over several files of a folder.
///
/// The host opens the files and puts their content into the builder (`DatasetBuilder.companions`), so that the reader
/// stays pure.
public protocol CompanionReader: FormatReader {
  /// What may stand beside a file of this head; empty for files that stand alone.
  static func companions(of head: FileHead) -> [CompanionRole]
}

/// A part that a companion plays, and the names it may have; the first that exists is taken.
public struct CompanionRole: Sendable, Hashable {
  /// The part: `features`, `barcodes`.
  public var role: String
  /// The file names, without folders, in order of preference.
  public var names: [String]

  /// A role.
  public init(_ role: String, names: [String]) {
    self.role = role
    self.names = names
  }
}

/// A file beside the source, decompressed.
public struct Companion: Sendable, Hashable {
  /// The part it plays.
  public var role: String
  /// Its name without folders.
  public var name: String
  /// Its decompressed content.
  public var bytes: [UInt8]
  /// The SHA-256 of the file as it lies there.
  public var sha256: String
  /// The size of the file as it lies there.
  public var fileBytes: Int

  /// A companion.
  public init(role: String, name: String, bytes: [UInt8], sha256: String, fileBytes: Int) {
    self.role = role
    self.name = name
    self.bytes = bytes
    self.sha256 = sha256
    self.fileBytes = fileBytes
  }
}
