/// Which orthologs of a gene count. They are no exact matches: the policy is printed with what it decides.
public enum OrthologPolicy: String, Sendable, CaseIterable {
  /// One to one, and of high confidence where the table says so.
  case oneToOne = "one2one"
  /// The best supported one, by confidence, sources and order of genes; a draw stays ambiguous.
  case best
  /// All.
  case all
}
