public import Schema

/// The components in which two runs differ: the players of attribution.
public struct ComponentDifference: Sendable, Hashable {
  /// What happened to a component.
  public enum Change: String, Sendable {
    /// In both runs, with another digest.
    case changed
    /// Only in the new run.
    case added
    /// Only in the base run.
    case removed
  }

  /// The kind of component.
  public var kind: RunComponent.Kind
  /// Its name.
  public var name: String
  /// What happened.
  public var change: Change
  /// As the base run had it; nil when added.
  public var before: RunComponent?
  /// As the new run has it; nil when removed.
  public var after: RunComponent?

  /// A difference.
  public init(kind: RunComponent.Kind, name: String, before: RunComponent?, after: RunComponent?) {
    self.kind = kind
    self.name = name
    self.before = before
    self.after = after
    change = before == nil ? .added : after == nil ? .removed : .changed
  }

  /// Whether only bytes differ: the order of rows, line ends, compression.
  public var hasSameContent: Bool {
    guard let before, let after, !before.content.isEmpty else { return false }
    return before.content == after.content
  }

  /// Whether it is code, which a replay cannot take from another version.
  public var isCode: Bool { kind == .plugin || kind == .core }

  /// Old and new in a few words.
  public var summary: String {
    switch change {
    case .changed:
      let (old, new) = (before?.label ?? "", after?.label ?? "")
      if hasSameContent { return "\(new): other bytes, same content" }
      return old == new ? "\(new): content changed" : "\(old) -> \(new)"
    case .added: return "added \(after?.label ?? "")"
    case .removed: return "removed \(before?.label ?? "")"
    }
  }

  /// The differences of two runs' components, sorted by kind and name.
  ///
  /// A plugin that only one run used follows from its inputs and is no difference of its own.
  public static func between(_ base: [RunComponent], _ new: [RunComponent]) -> [ComponentDifference] {
    var list: [ComponentDifference] = []
    for kind in RunComponent.Kind.allCases {
      let old = base.filter { $0.kind == kind }
      let fresh = new.filter { $0.kind == kind }
      for name in Set(old.map(\.name) + fresh.map(\.name)).sorted() {
        let before = old.first { $0.name == name }
        let after = fresh.first { $0.name == name }
        guard before?.digest != after?.digest else { continue }
        if kind == .plugin, before == nil || after == nil { continue }
        list.append(ComponentDifference(kind: kind, name: name, before: before, after: after))
      }
    }
    return list
  }
}
