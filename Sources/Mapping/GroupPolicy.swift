/// What becomes of a group of proteins whose members are of several genes.
public enum GroupPolicy: String, Sendable, CaseIterable {
  /// It goes to the gene of its leading member.
  case leading
  /// It goes to all of its genes.
  case all
  /// It has no target.
  case drop
}
