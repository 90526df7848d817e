public import OmicsIO
public import Schema

/// Reads a vendor file into a dataset: recognition, reader, builder, source record.
public enum DatasetReading {
  /// Reads a source to its end.
  ///
  /// The dataset's source record holds the SHA-256 and size of the raw bytes; the name it carries into diagnostics and
  /// the ledger has no folders. Reader options stand in the settings, in order of key.
  /// - Parameters:
  ///   - format: a format id that overrules recognition.
  ///   - options: the reader's options.
  ///   - beside: opens files beside the source, for readers that need them.
  ///   - maximumErrors: how many errors of single records are collected before reading stops.
  ///   - keepsDetails: false where only figures are asked for: what is as `DatasetBuilder.keepsDetails` says is not kept.
  /// - Throws: what recognition, the options and the reader throw; `truncated` or `malformed` when what follows the last
  ///   record (a gzip trailer) is wrong. Locations name the source as the user wrote it.
  public static func read(
    _ source: inout ByteSource, registry: ReaderRegistry, format: String? = nil, options: [String: String] = [:],
    maximumErrors: Int = 20, keepsDetails: Bool = true, beside: CompanionOpening? = nil
  ) throws(OmicsError) -> Dataset {
    let path = source.name
    let name = baseName(path)
    do throws(OmicsError) {
      let choice = try choose(&source, name: name, registry: registry, format: format)
      let descriptor = choice.reader.format
      let checked = try ReaderOptions(options, for: descriptor)
      var builder = DatasetBuilder(layer: descriptor.layer, file: name, maximumErrors: maximumErrors)
      builder.keepsDetails = keepsDetails
      if let beside { builder.companions = try companions(of: choice, &source, name: name, beside) }
      let records = builder.companions.map {
        SourceRecord(
          file: $0.name, sha256: $0.sha256, bytes: $0.fileBytes, format: $0.role, version: "",
          plugin: descriptor.plugin, pluginVersion: descriptor.pluginVersion)
      }
      do throws(OmicsError) { try choice.reader.read(checked, &source, into: &builder) } catch {
        throw builder.stopped(by: error)
      }
      var dataset = try builder.finish()
      let digest = try source.rawDigest()
      dataset.sources = [
        SourceRecord(
          file: name, sha256: digest, bytes: source.rawByteCount, format: descriptor.id,
          version: choice.recognition.version, plugin: descriptor.plugin, pluginVersion: descriptor.pluginVersion)
      ]
      dataset.sources += records
      dataset.settings = settings(dataset.settings, checked.resolved)
      for index in dataset.diagnostics.indices where dataset.diagnostics[index].location?.file == path {
        dataset.diagnostics[index].location?.file = name
      }
      return dataset
    } catch {
      throw relocated(error, from: name, to: path)
    }
  }

  /// Opens a file beside the source by its name; nil where there is none.
  public typealias CompanionOpening = (_ role: String, _ name: String) throws(OmicsError) -> Companion?

  /// The companions that the reader asks for and that are there.
  private static func companions(
    of choice: ReaderRegistry.Choice, _ source: inout ByteSource, name: String, _ beside: CompanionOpening
  ) throws(OmicsError) -> [Companion] {
    let head = try FileHead(of: &source, name: uncompressedName(name))
    var found: [Companion] = []
    for role in choice.reader.companions(of: head) {
      for candidate in role.names {
        guard let companion = try beside(role.role, candidate) else { continue }
        found.append(companion)
        break
      }
    }
    return found
  }

  /// The reader that recognises a source, or the reader of `format`; the source keeps its bytes.
  ///
  /// - Throws: as `ReaderRegistry.recognize`; the reader's own refusal.
  public static func recognize(
    _ source: inout ByteSource, registry: ReaderRegistry, format: String? = nil
  ) throws(OmicsError) -> ReaderRegistry.Choice {
    try choose(&source, name: baseName(source.name), registry: registry, format: format)
  }

  private static func choose(
    _ source: inout ByteSource, name: String, registry: ReaderRegistry, format: String?
  ) throws(OmicsError) -> ReaderRegistry.Choice {
    let head = try head(of: &source, name: name)
    guard let format else { return try registry.recognize(head, file: source.name) }
    let reader = try registry.reader(for: format)
    let recognition = reader.recognize(head)
    if var refusal = recognition.refusal {
      if refusal.location == nil { refusal.location = SourceLocation(file: source.name, line: 1) }
      refusal.location?.file = source.name
      throw refusal
    }
    return ReaderRegistry.Choice(reader: reader, recognition: recognition)
  }

  /// The head of a source; the columns of a Parquet file with it.
  ///
  /// - Throws: what is wrong with the file's packing, or with its footer.
  static func head(of source: inout ByteSource, name: String) throws(OmicsError) -> FileHead {
    var head = try FileHead(of: &source, name: uncompressedName(name))
    if head.bytes.starts(with: Array("PAR1".utf8)) {
      head.columns = try ParquetFile(try source.seekable(), limits: source.limits).fields.map(\.name)
    }
    return head
  }

  private static func settings(_ own: [Feature.Attribute], _ options: [Feature.Attribute]) -> [Feature.Attribute] {
    let keys = Set(own.map(\.key))
    return (own + options.filter { !keys.contains($0.key) })
      .enumerated().sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }.map(\.element)
  }

  private static func relocated(_ error: OmicsError, from name: String, to path: String) -> OmicsError {
    var moved = error
    if moved.location?.file == name { moved.location?.file = path }
    moved.causes = moved.causes.map { relocated($0, from: name, to: path) }
    return moved
  }

  static func baseName(_ path: String) -> String {
    String(path.split(separator: "/", omittingEmptySubsequences: true).last ?? "")
  }

  static func uncompressedName(_ name: String) -> String {
    for ending in [".gz", ".bgz"] where name.lowercased().hasSuffix(ending) && name.count > ending.count {
      return String(name.dropLast(ending.count))
    }
    return name
  }
}
