public import OmicsIO
public import Schema

/// A reader as the host sees it, of whatever kind: what it says of its format, its judgement of a head, its reading.
public struct ReaderPlugin: Sendable {
  /// How a plugin is made.
  public enum Kind: String, Sendable, CaseIterable {
    /// Swift code of this program.
    case swift
    /// A manifest that describes a delimited table.
    case delimited
    /// A program of its own.
    case executable
  }

  /// Reads a source with checked options into a builder.
  public typealias Reading =
    @Sendable (ReaderOptions, inout ByteSource, inout DatasetBuilder) throws(OmicsError) -> Void

  /// How it is made.
  public let kind: Kind
  /// What it says about its format.
  public let format: FormatDescriptor
  private let beside: @Sendable (FileHead) -> [CompanionRole]
  private let judge: @Sendable (FileHead) -> Recognition
  private let reading: Reading

  /// A plugin of any kind.
  public init(
    kind: Kind, format: FormatDescriptor, recognize: @escaping @Sendable (FileHead) -> Recognition,
    companions: @escaping @Sendable (FileHead) -> [CompanionRole] = { _ in [] }, read: @escaping Reading
  ) {
    self.kind = kind
    self.format = format
    judge = recognize
    beside = companions
    reading = read
  }

  /// A Swift reader as a plugin.
  public init(_ reader: any FormatReader.Type) {
    self.init(
      kind: .swift, format: reader.format, recognize: { reader.recognize($0) },
      companions: { (reader as? any CompanionReader.Type)?.companions(of: $0) ?? [] },
      read: { (options, source, builder) throws(OmicsError) in
        try reader.init(options: options).read(&source, into: &builder)
      })
  }

  /// Judges a file by its name and first bytes only.
  public func recognize(_ head: FileHead) -> Recognition { judge(head) }

  /// What may stand beside a file of this head.
  public func companions(of head: FileHead) -> [CompanionRole] { beside(head) }

  /// Reads a whole source.
  ///
  /// - Throws: what the reader throws; errors of single records are collected by the builder.
  public func read(
    _ options: ReaderOptions, _ source: inout ByteSource, into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    try reading(options, &source, &builder)
  }
}
