internal import CountTableReader
internal import GtfReader
internal import MzIdentMLReader
internal import MzTabReader
internal import SdrfReader
public import ReaderKit

/// The reader plugins of this build, as a literal list: Swift has no discovery, and a test compares it with the folders.
public enum BuiltInReaders {
  /// The registry over all of them.
  public static let registry = ReaderRegistry([
    CountTableFileReader.self,
    GtfFileReader.self,
    MzIdentMLFileReader.self,
    MzTabFileReader.self,
    SdrfFileReader.self,
  ])
}
