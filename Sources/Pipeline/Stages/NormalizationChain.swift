internal import Design
internal import Normalization
internal import Numerics
internal import ReaderKit
internal import Schema

/// The normalisation of a layer as a study names it: one or several steps, each a word of `NormalizationMethod` or a
/// method of the registry that maps a matrix to a matrix, with its settings.
///
/// As text: steps joined by `|`, settings behind the name: `vst blind=false | quantile`.
struct NormalizationChain: Sendable {
  private enum Step: Sendable {
    case word(NormalizationMethod)
    case method(any RegisteredMethod.Type, MethodSettings, text: String)

    var text: String {
      switch self {
      case .word(let method): method.rawValue
      case .method(_, _, let text): text
      }
    }
  }

  private var steps: [Step]

  /// Parses a setting's text; empty is `auto`.
  ///
  /// - Throws: `usage` for an unknown step or setting, with the nearest one.
  init(parsing text: String) throws(OmicsError) {
    steps = []
    for part in text.isEmpty ? ["auto"] : text.split(separator: "|", omittingEmptySubsequences: false) {
      let words = part.split(separator: " ").map(String.init)
      guard let name = words.first else {
        throw OmicsError(.usage, "a step is missing in the normalisation \"\(text)\"")
      }
      if words.count == 1, let word = NormalizationMethod(rawValue: name) {
        guard steps.isEmpty || word == .median else {
          throw OmicsError(.usage, "the normalisation \"\(name)\" must come first in \"\(text)\"")
        }
        steps.append(.word(word))
        continue
      }
      steps.append(try Self.registered(name, try InputOptions.parse(Array(words.dropFirst())), words))
    }
  }

  private static func registered(
    _ name: String, _ set: [String: String], _ words: [String]
  ) throws(OmicsError) -> Step {
    guard let method = MethodRegistry.method(name) else {
      let known = known
      throw OmicsError(
        .usage, "there is no normalisation \"\(name)\"",
        hint: NearestMatch.of(name, among: known).map { "Did you mean \"\($0)\"?" }
          ?? "It is one of: \(known.joined(separator: ", ")).")
    }
    guard isUsable(method.card) else {
      throw OmicsError(
        .usage, "method \(name) gives \(method.card.gives.rawValue), not a matrix: a study cannot use it",
        hint: "It is one of: \(known.joined(separator: ", ")).")
    }
    if let file = method.card.settings.first(where: { set[$0.key] != nil && ($0.form == .table || $0.form == .matrix) })
    {
      throw OmicsError(.usage, "setting \(file.key) of \(name) takes a file, which a study cannot name here")
    }
    return .method(
      method, try NormalizeDoor.settings(method.card, set),
      text: ([words[0]] + words.dropFirst().sorted()).joined(separator: " "))
  }

  private static func isUsable(_ card: MethodCard) -> Bool {
    card.gives == .matrix && card.takes != .quantifications && !card.requires.contains(.featureColumn)
  }

  /// Every name a study may use.
  static var known: [String] {
    NormalizationMethod.allCases.map(\.rawValue)
      + MethodRegistry.cards.filter { isUsable($0) && NormalizationMethod(rawValue: $0.name) == nil }.map(\.name)
  }

  /// The steps as text.
  var description: String { steps.map(\.text).joined(separator: " | ") }

  /// What methods of the registry may ask for.
  struct Context {
    var ids: [String]
    /// The sheet's rows of the samples, in their order.
    var sheet: SampleTable
    var contrast: Contrast
    var seed: UInt64
  }

  /// What all steps made of a matrix.
  struct Applied: Sendable {
    /// The last values; its factors are those of the last step that has any.
    var outcome: NormalizationMethod.Outcome
    /// The steps as they were taken.
    var name: String
    /// What the methods said.
    var notes: [Diagnostic]
    /// Each step with its factors and the figures of each sample before and after.
    var steps: [NormalizationStep]
  }

  /// Applies all steps; values end on a log2 scale.
  func apply(
    _ input: Matrix, measure: Measure, scale: Scale, context: Context
  ) throws(OmicsError) -> Applied {
    var state = NormalizationMethod.Outcome(
      method: .none, reason: "named in the settings", values: input,
      factors: [Double](repeating: 1, count: input.columns), madeMissing: 0)
    var (measure, scale) = (measure, scale)
    var taken: [NormalizationStep] = []
    var notes: [Diagnostic] = []
    for step in steps {
      let before = state.values
      switch step {
      case .word(let word):
        let done = try word.apply(
          state.values, measure: measure, scale: scale, samples: context.sheet.rows.map(\.name))
        state = NormalizationMethod.Outcome(
          method: done.method, reason: done.reason, values: done.values, factors: done.factors,
          madeMissing: state.madeMissing + done.madeMissing)
        if measure.isCount, done.method != .none { measure = .cpm }
        scale = .log2
        taken.append(NormalizationStep(done.method.rawValue, before, state.values, factors: done.factors))
      case .method(let method, let settings, let text):
        if method.card.takes == .logarithms, scale != .log2 {
          try toLogarithm(&state, measure, &scale, context, &taken)
        }
        let start = state.values
        let outcome = try MethodRegistry.apply(
          method, try self.input(state.values, measure, scale, method.card, settings, context), settings)
        guard case .matrix(let values) = outcome.output else {
          throw OmicsError(.fault, "method \(method.card.name) gave no matrix")
        }
        state.values = values
        state.method = .none
        if let factors = outcome.sampleFactors { state.factors = factors }
        (measure, scale) = (outcome.measure, outcome.scale)
        notes += outcome.diagnostics
        taken.append(NormalizationStep(text, start, values, factors: outcome.sampleFactors))
      }
    }
    if scale != .log2 {
      try toLogarithm(&state, measure, &scale, context, &taken)
    }
    return Applied(
      outcome: state, name: taken.map(\.name).joined(separator: " | "), notes: notes, steps: taken)
  }

  private func toLogarithm(
    _ state: inout NormalizationMethod.Outcome, _ measure: Measure, _ scale: inout Scale, _ context: Context,
    _ taken: inout [NormalizationStep]
  ) throws(OmicsError) {
    let done = try NormalizationMethod.none.apply(
      state.values, measure: measure, scale: scale, samples: context.sheet.rows.map(\.name))
    taken.append(NormalizationStep("log2", state.values, done.values, factors: nil))
    state.values = done.values
    state.madeMissing += done.madeMissing
    scale = .log2
  }

  /// The input of a method with the parts its card asks for, taken from the study's contrast.
  private func input(
    _ values: Matrix, _ measure: Measure, _ scale: Scale, _ card: MethodCard, _ settings: MethodSettings,
    _ context: Context
  ) throws(OmicsError) -> MethodInput {
    var input = MethodInput(
      values: values, ids: context.ids, samples: context.sheet.rows.map(\.name), measure: measure, scale: scale,
      seed: context.seed)
    let wanted = card.requires.union(card.accepts)
    let contrast = context.contrast
    if wanted.contains(.batch), let batch = contrast.batch {
      input.batches = try NormalizeDoor.column(batch, context.sheet, "the sample sheet")
    }
    if wanted.contains(.design) {
      // A method that takes batches apart models the rest; any other models the batch too.
      let batch = wanted.contains(.batch) ? nil : contrast.batch
      let terms = ([batch].compactMap { $0 } + contrast.covariates.filter { $0 != contrast.batch } + [contrast.factor])
      let formula = Formula(terms: terms)
      let model = try DesignBase.model(formula, sheet: context.sheet, base: settings.text("base"))
      input.design = DesignColumns(matrix: model.matrix, names: model.names, formula: formula.description)
    } else if wanted.contains(.group) {
      input.groups = try NormalizeDoor.column(contrast.factor, context.sheet, "the sample sheet")
    }
    return input
  }
}
