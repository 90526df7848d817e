internal import Mapping
public import Schema

/// A study after reading, mapping, normalising and aligning: what evidence is computed from, with the account.
public struct HarmonizedStudy: Sendable {
  /// The study with its datasets and matrices.
  public var study: Study
  /// The cohorts that can be analysed.
  public var cohorts: [CohortData]
  /// Design checks of all cohorts, those left out too.
  public var checks: [RunCheck]
  /// Names of cohorts that were left out, with the reason.
  public var leftOut: [(cohort: String, reason: String)]
  /// The ledger over all inputs and stages.
  public var ledger: Ledger
  /// The mapping account by input name.
  public var coverage: [(name: String, coverage: MappingCoverage)]
  /// The mapping outcomes by input name, as TSV rows: `input status target confidence via candidates note`.
  public var mappingRows: [(name: String, rows: [String])]
  /// The stages so far.
  public var stages: [RunStage]
  /// What was seen on the way.
  public var diagnostics: [Diagnostic]
  /// Where each target's values come from, by layer and cohort: `file:line` of its first source features.
  public var references: [String: [String: String]]
  /// Content digests of components by `kind/name`.
  var contents: [String: String]
  /// The plugins that read the inputs.
  var plugins: Set<String>
  /// Targets within 1e-9 of a coverage threshold, by the setting that holds it and input.
  var onTheCut: [(setting: String, input: String, target: String)]
  /// How each input was normalised and filtered.
  var normalization: [NormalizationRecord] = []
  /// The samples of every input beside those of the sheet.
  var sampleJoins: [SampleJoin.Pair] = []
  /// Why values of each layer and cohort are missing.
  var missingness: [MissingnessStage.Record] = []
}
