public import Schema
public import Tensors

/// What can go wrong in an engine: an error of the study or settings, or one of libtorch.
public enum EngineFailure: Error, Sendable, CustomStringConvertible {
  /// Of the study or the settings.
  case omics(OmicsError)
  /// Of libtorch.
  case tensor(TensorError)

  /// In words.
  public var description: String {
    switch self {
    case .omics(let error): error.description
    case .tensor(let error): "libtorch: \(error.description)"
    }
  }
}

/// Runs a piece of work and wraps what libtorch throws.
func tensors<Result>(_ body: () throws(TensorError) -> Result) throws(EngineFailure) -> Result {
  do throws(TensorError) { return try body() } catch { throw .tensor(error) }
}

/// Runs a piece of work and wraps what the rooms throw.
func omics<Result>(_ body: () throws(OmicsError) -> Result) throws(EngineFailure) -> Result {
  do throws(OmicsError) { return try body() } catch { throw .omics(error) }
}
