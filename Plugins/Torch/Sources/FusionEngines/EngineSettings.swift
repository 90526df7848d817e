internal import ReaderKit
public import Schema
public import Tensors

/// The settings of the engines, typed and checked.
public struct EngineSettings: Sendable, Hashable {
  /// Outer folds of the cross-validation.
  public var folds = 5
  /// Repetitions with other folds and other starting weights.
  public var seeds = 3
  /// The most rounds over the training samples.
  public var epochs = 200
  /// Rounds without a better validation loss before training stops.
  public var patience = 20
  /// Samples a step.
  public var batchSize = 16
  /// Step size of AdamW.
  public var rate = 0.003
  /// Weight decay of AdamW.
  public var decay = 0.02
  /// Targets a layer, the most variable of the training samples.
  public var features = 3000
  /// Share of a layer's measured values hidden in training.
  public var noise = 0.2
  /// Chance that a layer of a sample is hidden in training.
  public var modalityDropout = 0.3
  /// Width of hidden layers and tokens.
  public var width = 32
  /// Heads of the attention.
  public var heads = 4
  /// Blocks of the transformer, rounds of message passing.
  public var depth = 1
  /// Gene sets that become tokens.
  public var pathways = 150
  /// Sizes of the bottleneck to choose from inside the training folds.
  public var bottlenecks = [4, 8, 16]
  /// Repetitions with permuted labels.
  public var permutations = 1
  /// Where to compute.
  public var device = TorchRuntime.Device.automatic

  /// All defaults.
  public init() {}

  /// What each engine listens to, beside the settings all have.
  static let common = [
    "folds", "seeds", "epochs", "patience", "batch_size", "rate", "decay", "features", "modality_dropout", "width",
    "permutations", "device",
  ]
  static let own: [String: [String]] = [
    "autoencoder": ["noise", "bottlenecks"], "gated": ["noise"], "graph-network": ["depth"],
    "pathway-transformer": ["heads", "depth", "pathways"],
  ]

  /// Reads the settings of a request.
  ///
  /// - Throws: `usage` for a setting the engine does not have, or a value out of range.
  public init(_ request: EngineRequest) throws(OmicsError) {
    let known = (Self.common + (Self.own[request.engine] ?? [])).sorted()
    for key in request.given.keys.sorted() {
      guard known.contains(key) else {
        throw OmicsError(
          .usage, "engine \(request.engine) has no setting \"\(key)\"",
          hint: NearestMatch.of(key, among: known).map { "Did you mean \"\($0)\"?" }
            ?? "It takes: \(known.joined(separator: ", ")).")
      }
    }
    func whole(_ key: String, _ standard: Int, _ range: ClosedRange<Int>) throws(OmicsError) -> Int {
      guard let text = request.given[key] else { return standard }
      guard let value = Int(text), range.contains(value) else {
        throw OmicsError(
          .usage, "\(key) takes a whole number from \(range.lowerBound) to \(range.upperBound), found \"\(text)\"")
      }
      return value
    }
    func number(_ key: String, _ standard: Double, _ range: ClosedRange<Double>) throws(OmicsError) -> Double {
      guard let text = request.given[key] else { return standard }
      guard let value = Double(text), range.contains(value) else {
        throw OmicsError(
          .usage, "\(key) takes a number from \(range.lowerBound) to \(range.upperBound), found \"\(text)\"")
      }
      return value
    }
    folds = try whole("folds", folds, 2...20)
    seeds = try whole("seeds", seeds, 1...50)
    epochs = try whole("epochs", epochs, 1...10_000)
    patience = try whole("patience", patience, 1...1000)
    batchSize = try whole("batch_size", batchSize, 2...4096)
    rate = try number("rate", rate, 1e-6...1)
    decay = try number("decay", decay, 0...1)
    features = try whole("features", features, 2...100_000)
    noise = try number("noise", noise, 0...0.9)
    modalityDropout = try number("modality_dropout", modalityDropout, 0...0.9)
    width = try whole("width", width, 2...512)
    heads = try whole("heads", heads, 1...16)
    depth = try whole("depth", depth, 1...8)
    pathways = try whole("pathways", pathways, 2...2000)
    permutations = try whole("permutations", permutations, 1...100)
    guard width % heads == 0 else {
      throw OmicsError(.usage, "width must be a multiple of heads, found \(width) and \(heads)")
    }
    if let text = request.given["bottlenecks"] {
      let sizes = text.split(separator: "/").map { Int($0) ?? 0 }
      guard !sizes.isEmpty, sizes.allSatisfy({ (1...256).contains($0) }) else {
        throw OmicsError(.usage, "bottlenecks takes sizes from 1 to 256 joined by /, found \"\(text)\"")
      }
      bottlenecks = sizes.sorted()
    }
    if let text = request.given["device"] {
      guard let chosen = TorchRuntime.Device(rawValue: text) else {
        throw OmicsError(.usage, "device takes auto, cpu or cuda, found \"\(text)\"")
      }
      device = chosen
    }
  }
}
