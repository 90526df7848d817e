internal import Schema

/// A second-opinion engine of this program.
protocol CoreEngine: Sendable {
  /// The id by which a study names it.
  static var id: String { get }

  /// Reads the engine's settings.
  ///
  /// - Throws: `usage` for a setting it does not have.
  init(settings: [String: String]) throws(OmicsError)

  /// Ranks the targets.
  func run(_ input: EngineInput) throws(OmicsError) -> EngineFindings
}

/// The engines of this program, as a literal list.
enum CoreEngines {
  static let all: [any CoreEngine.Type] = []
}
