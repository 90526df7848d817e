public import Schema

/// Where a reader puts what it reads: keeps identifiers unique, the ledger balanced and diagnostics folded.
///
/// A builder is finished once: `finish()` consumes it. Errors of single records are collected, so that a user sees all
/// of a file's errors in one go, up to `maximumErrors`.
public struct DatasetBuilder: ~Copyable {
  /// The file's display name, for locations.
  public let file: String
  /// How many errors are collected before reading stops.
  public let maximumErrors: Int
  /// The dataset under construction. Readers set its layer, settings and annotation directly.
  public var dataset: Dataset
  /// Whether identifications and the attributes of features are kept; where only figures are asked for, a reader may
  /// check and count them alone.
  public var keepsDetails = true
  /// The files beside the source that the reader asked for and the host found.
  public var companions: [Companion] = []
  private var log = DiagnosticLog()
  private var errors: [OmicsError] = []
  private var featureIndex = TextIndex()
  private var sampleIndex: [String: Int] = [:]

  /// A builder for one file.
  public init(layer: Layer, file: String, maximumErrors: Int = 20) {
    self.file = file
    self.maximumErrors = maximumErrors
    dataset = Dataset(layer: layer)
  }

  /// A location in the file.
  public func location(line: Int? = nil, column: String? = nil, byte: Int? = nil) -> SourceLocation {
    SourceLocation(file: file, line: line, column: column, byte: byte)
  }

  // MARK: Samples

  /// Adds a sample.
  ///
  /// - Throws: `duplicate` when the name is taken.
  @discardableResult
  public mutating func addSample(_ sample: Sample, line: Int? = nil) throws(OmicsError) -> Int {
    guard sampleIndex[sample.name] == nil else {
      throw OmicsError(
        .duplicate, "sample \"\(sample.name)\" occurs twice", at: location(line: line),
        hint: "Rename one of the two columns.")
    }
    let index = dataset.samples.count
    sampleIndex[sample.name] = index
    dataset.samples.rows.append(sample)
    return index
  }

  /// The index of a sample, added when it is new.
  public mutating func sample(named name: String) -> Int {
    if let index = sampleIndex[name] { return index }
    let index = dataset.samples.count
    sampleIndex[name] = index
    dataset.samples.rows.append(Sample(name: name))
    return index
  }

  // MARK: Features

  /// Adds a feature.
  ///
  /// - Throws: `duplicate` naming both lines when its id is taken within its kind.
  @discardableResult
  public mutating func addFeature(_ feature: Feature) throws(OmicsError) -> Int {
    if let other = self.feature(feature.kind, feature.id) {
      throw duplicate(feature.kind, feature.id, of: other, line: feature.line)
    }
    dataset.features.append(feature)
    index(feature.kind, feature.id)
    return dataset.features.count - 1
  }

  /// Adds a feature from bytes, with the members and attributes added to the table since the last one.
  ///
  /// The caller has asked `feature(_:_:)` for the name before.
  public mutating func addFeature(_ fields: FeatureTable.Fields) -> Int {
    dataset.features.append(fields)
    let row = dataset.features.count - 1
    featureIndex.insert(Self.hash(fields.kind, fields.id), row)
    return row
  }

  /// The index of a feature by kind and id.
  public func feature(_ kind: FeatureKind, _ id: String) -> Int? {
    var id = id
    return id.withUTF8 { feature(kind, UnsafeRawBufferPointer($0)) }
  }

  /// The index of a feature by kind and the bytes of its id.
  public func feature(_ kind: FeatureKind, _ id: UnsafeRawBufferPointer) -> Int? {
    featureIndex.find(Self.hash(kind, id)) { dataset.features.isNamed($0, kind, id) }
  }

  private mutating func index(_ kind: FeatureKind, _ id: String) {
    var id = id
    let row = dataset.features.count - 1
    id.withUTF8 { featureIndex.insert(Self.hash(kind, UnsafeRawBufferPointer($0)), row) }
  }

  private static func hash(_ kind: FeatureKind, _ id: UnsafeRawBufferPointer) -> UInt32 {
    TextIndex.hash(id, seed: Int(kind.rawValue.utf8.first ?? 0) &* 31 &+ kind.rawValue.utf8.count)
  }

  private func duplicate(_ kind: FeatureKind, _ id: String, of other: Int, line: Int) -> OmicsError {
    OmicsError(
      .duplicate, "\(kind.rawValue) \"\(id)\" stands on line \(dataset.features.line(other)) already",
      at: location(line: line))
  }

  // MARK: Ledger

  /// Counts records as kept.
  public mutating func keep(_ unit: String, count: Int = 1) { dataset.ledger.keep(unit, count: count) }

  /// Counts records as merged, filtered or rejected, with the reason and the line.
  public mutating func record(_ unit: String, _ outcome: LedgerOutcome, reason: String, line: Int, count: Int = 1) {
    dataset.ledger.record(unit, outcome, reason: reason, file: file, line: line, count: count)
  }

  /// Sets a figure that `inspect` shows, such as `spectra`; the order of first setting is kept.
  public mutating func count(_ key: String, _ value: Int) {
    if let index = dataset.counts.firstIndex(where: { $0.key == key }) {
      dataset.counts[index].value = value
    } else {
      dataset.counts.append(Dataset.Count(key, value))
    }
  }

  // MARK: Trouble

  /// Adds a diagnostic.
  public mutating func diagnose(_ diagnostic: Diagnostic) { log.append(diagnostic) }

  /// Adds a note.
  public mutating func note(_ code: String, _ message: String, line: Int? = nil, column: String? = nil) {
    log.append(Diagnostic(.note, code, message, at: location(line: line, column: column)))
  }

  /// Adds a warning.
  public mutating func warn(_ code: String, _ message: String, line: Int? = nil, column: String? = nil) {
    log.append(Diagnostic(.warning, code, message, at: location(line: line, column: column)))
  }

  /// Collects the error of one record; the file will be refused at the end.
  ///
  /// - Throws: all collected errors in one, when there are `maximumErrors` of them.
  public mutating func reject(_ error: OmicsError) throws(OmicsError) {
    errors.append(error)
    guard errors.count >= maximumErrors else { return }
    let all = errors
    errors = []
    throw Self.combined(all, stopped: true)
  }

  /// An error that ended the reading, behind those of the records before it; one that is not about the input stands
  /// alone.
  func stopped(by error: OmicsError) -> OmicsError {
    guard var first = errors.first, error.exitCode == first.exitCode else { return error }
    var last = error
    last.causes = []
    first.causes = Array(errors.dropFirst()) + [last] + error.causes
    return first
  }

  /// Whether an error was collected.
  public var hasErrors: Bool { !errors.isEmpty }

  /// The finished dataset.
  ///
  /// - Throws: all collected errors in one; `ledgerImbalance` when a record is unaccounted for.
  public consuming func finish() throws(OmicsError) -> Dataset {
    guard errors.isEmpty else { throw Self.combined(errors, stopped: false) }
    try dataset.ledger.assertBalance()
    var result = dataset
    result.diagnostics = log.diagnostics
    return result
  }

  /// The error that carries a file's errors: the first one's words, the others as causes.
  private static func combined(_ errors: [OmicsError], stopped: Bool) -> OmicsError {
    var first = errors[0]
    first.causes = Array(errors.dropFirst())
    if stopped && errors.count > 1 {
      first.causes.append(
        OmicsError(.limit, "reading stopped after \(errors.count) errors", hint: "Use --max-errors to see more."))
    }
    return first
  }
}
