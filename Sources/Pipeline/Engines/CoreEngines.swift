internal import Deconvolution
internal import OmicsIO
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
  func run(_ input: EngineInput, progress: RunProgress) throws(OmicsError) -> CoreEngineOutcome
}

/// What an engine of this program gives beside its findings.
struct CoreEngineOutcome: Sendable {
  /// Ranking, controls, attributions.
  var findings: EngineFindings
  /// Further members of `control.json`.
  var details: [(key: String, value: JSONValue)] = []
  /// Further tables, by file name.
  var tables: [(name: String, bytes: [UInt8])] = []
  /// The latent space, where there is one.
  var latent: LatentSpace?

  /// Areas from one cohort to another, as `control.json` holds them.
  static func json(_ areas: [CrossCohortArea]) -> JSONValue {
    .array(
      areas.map {
        .members(["training": .string($0.training), "testing": .string($0.testing), "score": .number($0.area)])
      })
  }
}

/// The engines of this program, as a literal list.
enum CoreEngines {
  static let all: [any CoreEngine.Type] = [FactorOpinion.self, GraphOpinion.self]
}
