internal import OmicsIO
internal import ReaderKit
internal import Schema

/// Receives the XML events of one document.
final class DocumentHandler: XMLHandler {
  let vocabulary = ElementName.vocabulary + ElementName.vocabulary10 + MzIdentMLVersion.allCases.map(\.namespace)
  /// What was read so far, in one value: the tables inside are reached without being copied.
  var document: Document

  init(builder: consuming DatasetBuilder) { document = Document(builder: builder) }

  func startElement(_ event: XMLElementEvent) throws(OmicsError) { try document.startElement(event) }
  func endElement(_ nameID: Int, line: Int) throws(OmicsError) { try document.endElement(line: line) }
  func characters(_ bytes: UnsafeRawBufferPointer) throws(OmicsError) { document.characters(bytes) }
}
