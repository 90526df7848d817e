import OmicsIO
import Schema

/// The checks that read a case again in another form and compare.
extension PluginConformance {
  private func compare(
    _ item: ConformanceCase, _ variant: [UInt8]? = nil, chunkSize: Int = 65_536, to base: Outcome, _ name: String
  ) throws(OmicsError) {
    let found = outcome(item, variant, chunkSize: chunkSize)
    guard found == base else {
      throw OmicsError(.verification, "\(name): \(found.difference(from: base))")
    }
  }

  func recognition(_ item: ConformanceCase) throws(OmicsError) {
    guard item.error == nil, item.format == nil else { return }
    var source = ByteSource.bytes(item.bytes, name: item.displayName)
    let head = try DatasetReading.head(of: &source, name: item.displayName)
    guard let (reader, own) = best(head) else { throw OmicsError(.verification, "not recognised") }
    guard own.confidence > 0, own.confidence <= 1, own.refusal == nil else {
      throw OmicsError(.verification, "not recognised: confidence \(own.confidence)")
    }
    guard !own.evidence.isEmpty, !own.version.isEmpty else {
      throw OmicsError(.verification, "recognised without a version or without evidence")
    }
    for other in registry.readers where other.format.id != reader.format.id {
      let theirs = other.recognize(head).confidence
      guard theirs < own.confidence else {
        throw OmicsError(
          .verification, "\(other.format.id) claims it with \(theirs), \(reader.format.id) with \(own.confidence)")
      }
    }
    let choice = try registry.recognize(head, file: item.displayName)
    guard choice.reader.format.id == reader.format.id else {
      throw OmicsError(.verification, "the registry gives it to \(choice.reader.format.id)")
    }
  }

  /// The plugin's reader that recognises a head best.
  private func best(_ head: FileHead) -> (reader: ReaderPlugin, recognition: Recognition)? {
    readers.map { ($0, $0.recognize(head)) }.filter { $0.1.confidence > 0 }
      .max { $0.1.confidence < $1.1.confidence }
  }

  func lineEnds(_ item: ConformanceCase) throws(OmicsError) {
    guard InputVariants.isPlainText(item.bytes) else { return }
    let base = outcome(item)
    try compare(item, InputVariants.lineFeeds(item.bytes), to: base, "LF")
    try compare(item, InputVariants.carriageReturns(item.bytes), to: base, "CRLF")
  }

  func compression(_ item: ConformanceCase) throws(OmicsError) {
    let base = outcome(item)
    try compare(item, InputVariants.gzip(item.bytes), to: base, "gzip")
    try compare(item, InputVariants.gzip(item.bytes, members: 3), chunkSize: 512, to: base, "gzip of three members")
  }

  func byteOrderMark(_ item: ConformanceCase) throws(OmicsError) {
    guard InputVariants.isPlainText(item.bytes), !item.bytes.isEmpty else { return }
    try compare(item, InputVariants.toggledMark(item.bytes), to: outcome(item), "byte-order mark")
  }

  func chunkSizes(_ item: ConformanceCase) throws(OmicsError) {
    let base = outcome(item)
    for size in [1, 7, 64, 4096] {
      try compare(item, chunkSize: size, to: base, "pieces of \(size) bytes")
    }
  }

  func repetition(_ item: ConformanceCase) throws(OmicsError) {
    try compare(item, to: outcome(item), "second time")
  }

  func truncation(_ item: ConformanceCase) throws(OmicsError) {
    let base = outcome(item)
    let count = item.bytes.count > 20_000 ? 4 : 8
    let packed = InputVariants.gzip(item.bytes)
    for length in InputVariants.cuts(of: packed.count, count: count) where length > 0 {
      try requireError(item, Array(packed.prefix(length)), "gzip cut to \(length) of \(packed.count) bytes")
    }
    guard case .files = base else { return }
    for length in InputVariants.cuts(of: item.bytes.count, count: count) {
      let cut = Array(item.bytes.prefix(length))
      let isEndCut = item.bytes[length...].contains { $0 > 0x20 }
      if item.isXML, isEndCut {
        try requireError(item, cut, "cut to \(length) of \(item.bytes.count) bytes")
      } else if case .error(let error) = outcome(item, cut) {
        try requireLocation(error, "cut to \(length) of \(item.bytes.count) bytes")
      }
    }
  }

  private func requireError(_ item: ConformanceCase, _ bytes: [UInt8], _ name: String) throws(OmicsError) {
    guard case .error(let error) = outcome(item, bytes) else {
      throw OmicsError(.verification, "\(name): read without an error")
    }
    try requireLocation(error, name)
  }

  private func requireLocation(_ error: OmicsError, _ name: String) throws(OmicsError) {
    guard error.location != nil, error.code != .fault, error.code != .ledgerImbalance else {
      throw OmicsError(.verification, "\(name): \"\(error)\" does not say where, or is a fault")
    }
  }

  func figures(_ item: ConformanceCase) throws(OmicsError) {
    let (whole, figures) = (reading(item, keepsDetails: true), reading(item, keepsDetails: false))
    switch (whole, figures) {
    case (.success(let one), .success(let two)):
      guard one.counts == two.counts, one.ledger == two.ledger, one.samples == two.samples, one.layer == two.layer,
        one.abundances == two.abundances, Self.warnings(one) == Self.warnings(two)
      else { throw OmicsError(.verification, "reading for figures alone gives other figures or warnings") }
    case (.failure(let one), .failure(let two)) where Outcome.error(one) == .error(two): break
    default: throw OmicsError(.verification, "only one of a whole reading and one for figures alone is refused")
    }
  }

  private func reading(_ item: ConformanceCase, keepsDetails: Bool) -> Result<Dataset, OmicsError> {
    var source = ByteSource.bytes(item.bytes, name: item.displayName)
    do throws(OmicsError) {
      return .success(try dataset(item, &source, keepsDetails: keepsDetails))
    } catch {
      return .failure(error)
    }
  }

  private static func warnings(_ dataset: Dataset) -> [Diagnostic] {
    dataset.diagnostics.filter { $0.severity > .note }
  }

  func ledger(_ item: ConformanceCase) throws(OmicsError) {
    guard item.error == nil else { return }
    var source = ByteSource.bytes(item.bytes, name: item.displayName)
    let dataset = try dataset(item, &source)
    try dataset.ledger.assertBalance()
    guard dataset.ledger.units.contains(where: { dataset.ledger[$0].read > 0 }) else {
      throw OmicsError(.verification, "the ledger counts no records")
    }
    let files = try CanonicalText.files(of: dataset)
    let again = try CanonicalText.files(of: try CanonicalText.dataset(of: files))
    guard again == files else {
      throw OmicsError(.verification, "canonical text: \(ExpectedCheck.difference(again, files))")
    }
  }
}
