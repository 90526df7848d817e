internal import ReaderKit
internal import OmicsIO
public import Schema

/// What `inspect` says of a file: what it is, why, and its figures. The whole file is read: inspect refuses whatever
/// convert refuses.
public struct Inspection: Sendable {
  /// The path as given.
  public var path: String
  /// The file's dataset, without identifications and attributes of features where its reader can do without.
  public var dataset: Dataset
  /// How sure the reader was.
  public var confidence: Double
  /// Why.
  public var evidence: [String]
  /// Whether the file is compressed.
  public var compressed: Bool

  /// Inspects a file.
  public init(_ path: String, _ input: InputOptions = InputOptions()) throws(OmicsError) {
    self.path = path
    let path = CompanionFiles.matrix(in: path) ?? path
    if FolderListing.isFolder(path) || path.hasSuffix(".h5ad") || path.hasSuffix(".h5mu") || path == "-" {
      dataset = try DatasetDoor.read(path, input)
      confidence = 1
      evidence = [path == "-" ? "standard input" : "a dataset written by this tool"]
      compressed = false
      return
    }
    var source = try ByteSource.file(path)
    _ = try source.head(2)
    compressed = source.compression == .gzip
    var figures = input
    figures.keepsDetails = false
    if let format = input.format {
      confidence = 1
      evidence = ["format \(format) named by the user"]
    } else {
      let choice = try DatasetDoor.recognize(path, pluginFolders: input.pluginFolders)
      confidence = choice.recognition.confidence
      evidence = choice.recognition.evidence
      // Recognised once: the other readers need not look again.
      figures.format = choice.reader.format.id
    }
    dataset = try DatasetDoor.read(path, figures)
  }

  /// The measures of its tables: `kind measure scale`.
  public var measures: [String] {
    dataset.abundances.map { "\($0.kind.rawValue) \($0.measure.rawValue) \($0.scale.rawValue)" }
  }

  /// The warnings and errors, as text.
  public var warnings: [String] { dataset.diagnostics.filter { $0.severity > .note }.map(\.description) }

  /// The object of `inspect --json`.
  var json: JSONValue {
    let source = dataset.sources.first
    return .members([
      "file": .string(path), "format": .string(source?.format ?? ""), "version": .string(source?.version ?? ""),
      "plugin": .string(source?.plugin ?? ""), "confidence": .number(confidence),
      "evidence": .array(evidence.map(JSONValue.string)), "layer": .string(dataset.layer.rawValue),
      "compressed": .bool(compressed),
      "counts": .object(dataset.counts.map { JSONValue.Member($0.key, .integer($0.value)) }),
      "measures": .array(
        dataset.abundances.map {
          .members([
            "kind": .string($0.kind.rawValue), "measure": .string($0.measure.rawValue),
            "scale": .string($0.scale.rawValue), "rows": .integer($0.rowCount), "columns": .integer($0.columnCount),
          ])
        }),
      "samples": .array(dataset.samples.rows.map { .string($0.name) }),
      "warnings": .array(warnings.map(JSONValue.string)),
    ])
  }

  /// The JSON text of several inspections.
  public static func jsonText(_ list: [Inspection]) -> String {
    JSONWriter(isIndented: true).text(of: .array(list.map(\.json)))
  }
}
