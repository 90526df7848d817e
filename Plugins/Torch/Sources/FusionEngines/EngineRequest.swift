internal import OmicsIO
public import Schema

/// `SETTINGS.json` of the engine contract, with the engine's settings checked.
public struct EngineRequest: Sendable {
  /// The engine asked for.
  public var engine: String
  /// The seed of all randomness.
  public var seed: UInt64
  /// The network file; nil without one.
  public var network: String?
  /// The gene-set file; nil without one.
  public var pathways: String?
  /// The settings as given.
  public var given: [String: String]

  /// A request made in memory, for tests.
  public init(engine: String, seed: UInt64 = 1, given: [String: String] = [:]) {
    self.engine = engine
    self.seed = seed
    self.given = given
  }

  /// Reads a settings file; the files it names stand beside it.
  public init(path: String) throws(OmicsError) {
    var source = try ByteSource.file(path)
    var bytes: [UInt8] = []
    while let chunk = try source.nextChunk() { bytes += chunk }
    let value = try JSONParser.parse(bytes, file: path)
    let place = SourceLocation(file: path)
    guard value["contract"]?.text == "plumbline-engine/1" else {
      throw OmicsError(.unsupported, "the settings are not of plumbline-engine/1", at: place)
    }
    guard let engine = value["engine"]?.text, let seed = value["seed"]?.whole, seed >= 0 else {
      throw OmicsError(.missing, "the settings need \"engine\" and \"seed\"", at: place)
    }
    self.engine = engine
    self.seed = UInt64(seed)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    network = value["network"]?.text.map { folder + $0 }
    pathways = value["pathways"]?.text.map { folder + $0 }
    given = [:]
    guard case .object(let members)? = value["settings"] else { return }
    for member in members { given[member.key] = member.value.text ?? "" }
  }
}
