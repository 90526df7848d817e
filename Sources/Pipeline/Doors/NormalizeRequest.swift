/// What `normalize` is asked for.
public struct NormalizeRequest: Sendable {
  /// The tables; one for every method but those on quantification files.
  public var tables: [String]
  /// The method's name.
  public var method: String
  /// The sample sheet.
  public var samples: String?
  /// The sheet column that groups the samples.
  public var group: String?
  /// The sheet column of batches.
  public var batch: String?
  /// The design formula.
  public var design: String?
  /// The column of the table that groups its rows.
  public var featureColumn: String?
  /// Settings by key.
  public var set: [String: String]
  /// The seed of all randomness.
  public var seed: UInt64
  /// How many threads; all processors for nil.
  public var threads: Int?
  /// How the tables are read.
  public var input: InputOptions

  /// A request.
  public init(
    tables: [String], method: String, samples: String? = nil, group: String? = nil, batch: String? = nil,
    design: String? = nil, featureColumn: String? = nil, set: [String: String] = [:], seed: UInt64 = 1,
    threads: Int? = nil, input: InputOptions = InputOptions()
  ) {
    self.tables = tables
    self.method = method
    self.samples = samples
    self.group = group
    self.batch = batch
    self.design = design
    self.featureColumn = featureColumn
    self.set = set
    self.seed = seed
    self.threads = threads
    self.input = input
  }
}
