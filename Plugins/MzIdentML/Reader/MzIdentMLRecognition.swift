internal import ReaderKit
internal import Schema

/// Recognition of mzIdentML by the local name and namespace of its root element.
enum MzIdentMLRecognition {
  /// The judgement of a head.
  static func recognize(_ head: FileHead) -> Recognition {
    guard let root = RootTag(head.text) else { return .none }
    let local = root.localName
    guard local == "MzIdentML" || local == "mzIdentML" else { return .none }
    var evidence = ["the root element is \(local)"]
    guard let namespace = root.namespace else {
      // The tag may be longer than the head or broken: then the reader says where.
      return Recognition(
        confidence: 0.95, version: "not stated", evidence: evidence + ["it has no namespace"],
        refusal: root.isCut ? nil : refusal(local, nil, line: root.line))
    }
    evidence.append("its namespace is \(namespace)")
    if let stated = root.attribute("version") { evidence.append("its version attribute says \(stated)") }
    return Recognition(
      confidence: 0.99, version: MzIdentMLVersion(namespace: namespace)?.rawValue ?? "unknown", evidence: evidence,
      refusal: refusal(local, namespace, line: root.line))
  }

  private static func refusal(_ local: String, _ namespace: String?, line: Int) -> OmicsError? {
    guard var error = refusal(local, namespace) else { return nil }
    error.location = SourceLocation(file: "", line: line)
    return error
  }

  /// Why a root element with this name and namespace is not read; nil when it is.
  static func refusal(_ local: String, _ namespace: String?) -> OmicsError? {
    let readable = MzIdentMLVersion.allCases.map(\.namespace).joined(separator: ", ")
    guard let namespace else {
      return OmicsError(
        .unsupported, "the root element has no namespace, so the version of mzIdentML is not known",
        hint: "The namespace must be one of \(readable).")
    }
    switch MzIdentMLVersion(namespace: namespace) {
    case .v10?: return nil
    case nil:
      return OmicsError(
        .unsupported, "\"\(namespace)\" is no namespace of mzIdentML",
        hint: "The namespace must be one of \(readable).")
    default:
      if local == "MzIdentML" { return nil }
      return OmicsError(
        .malformed, "the root element is \(local), not MzIdentML",
        hint: "Only version 1.0 spells it so: export the file again.")
    }
  }
}
