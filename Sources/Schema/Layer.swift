/// The molecular layer a dataset describes.
public enum Layer: String, Sendable, CaseIterable {
  /// RNA: genes and transcripts.
  case transcriptomics
  /// Proteins, protein groups and peptides.
  case proteomics
  /// Phosphorylation and other modified sites.
  case phosphoproteomics
  /// Copy number and mutation.
  case genomics
  /// Small molecules.
  case metabolomics
  /// Gene models and other reference annotation, without samples.
  case annotation
}
