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

  /// Old and new in a few words.
  public var summary: String {
    switch change {
    case .changed:
      let (old, new) = (before?.label ?? "", after?.label ?? "")
      return old == new ? "\(new): content changed" : "\(old) -> \(new)"
    case .added: return "added \(after?.label ?? "")"
    case .removed: return "removed \(before?.label ?? "")"
    }
  }

  /// The differences of two runs' components, sorted by kind and name.
  public static func between(_ base: [RunComponent], _ new: [RunComponent]) -> [ComponentDifference] {
    var list: [ComponentDifference] = []
    for kind in RunComponent.Kind.allCases {
      let old = base.filter { $0.kind == kind }
      let fresh = new.filter { $0.kind == kind }
      for name in Set(old.map(\.name) + fresh.map(\.name)).sorted() {
        let before = old.first { $0.name == name }
        let after = fresh.first { $0.name == name }
        guard before?.digest != after?.digest else { continue }
        let change: Change = before == nil ? .added : after == nil ? .removed : .changed
        list.append(ComponentDifference(kind: kind, name: name, change: change, before: before, after: after))
      }
    }
    return list
  }
}
