public import Numerics
public import Schema

/// Why values are missing: more often at low intensity, whole batches at a time, or neither; over all samples and batch
/// by batch.
///
/// Karpievitch, Dabney & Smith 2012, doi:10.1186/1471-2105-13-S16-S5; Li & Smyth 2023, doi:10.1093/bioinformatics/btad200
/// (detection as a logistic curve of intensity). A row's intensity is the mean of its observed log2 values over all
/// samples; rows that are never observed have none and count as missing alone.
public struct MissingnessDiagnosis: Sendable {
  /// What the pattern looks like.
  public enum Pattern: String, Sendable {
    /// Nothing is missing.
    case complete
    /// Detection rises with intensity: imputation from the middle of the values would be wrong.
    case intensityDependent = "intensity-dependent"
    /// Rows are missing in whole batches: imputation would freeze the batches' pattern.
    case batchShaped = "batch-shaped"
    /// Neither of the two.
    case scattered
  }

  /// The figures of a set of samples.
  public struct Part: Sendable, Hashable {
    /// The batch; `all` for all samples.
    public var name: String
    /// Samples.
    public var samples: Int
    /// The share of values that are missing, of rows observed in any sample.
    public var missingShare: Double
    /// Detection by intensity.
    public var curve: DetectionCurve
    /// Rows without a value in this part that another part observed.
    public var absentRows: Int
    /// The share of the part's missing values that such rows hold.
    public var absentShare: Double
  }

  /// All samples together.
  public private(set) var whole: Part
  /// Each batch, in byte order; empty without batches.
  public private(set) var batches: [Part] = []
  /// Observed values of each row.
  public private(set) var observed: [Int]
  /// The intensity of each row; nan for rows that are never observed.
  public private(set) var intensities: [Double]
  /// Rows that are never observed.
  public private(set) var emptyRows: Int

  /// A slope this many standard errors above zero is one.
  public static let notableStatistic = 3.0
  /// Above this share of missing values in rows that a whole batch lacks, missingness has the shape of batches.
  public static let notableShare = 0.5

  /// Looks at log2 values, rows x samples; nan where missing.
  public init(_ values: Matrix, batches labels: [String]? = nil) {
    let counts = Descriptive.rowObserved(values)
    let means = Descriptive.rowMeans(values)
    observed = counts
    intensities = means
    let present = counts.indices.filter { counts[$0] > 0 }
    emptyRows = counts.count - present.count
    func part(_ name: String, _ members: [Int]) -> Part {
      let own = present.map { row in members.count { !values[row, $0].isNaN } }
      let missing = present.count * members.count - own.reduce(0, +)
      let absent = own.count { $0 == 0 }
      return Part(
        name: name, samples: members.count,
        missingShare: present.isEmpty ? .nan : Double(missing) / Double(present.count * members.count),
        curve: DetectionCurve(intensities: present.map { means[$0] }, observed: own, samples: members.count),
        absentRows: absent, absentShare: missing == 0 ? 0 : Double(absent * members.count) / Double(missing))
    }
    whole = part("all", Array(0..<values.columns))
    guard let labels else { return }
    for level in Set(labels).sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      batches.append(part(level, labels.indices.filter { labels[$0] == level }))
    }
    let holes = batches.reduce(0.0) { $0 + $1.missingShare * Double($1.samples) }
    if batches.count > 1, holes > 0 {
      whole.absentRows = batches.reduce(0) { $0 + $1.absentRows }
      whole.absentShare =
        batches.reduce(0.0) { $0 + $1.absentShare * $1.missingShare * Double($1.samples) } / holes
    }
  }

  /// What a part's pattern looks like; the shape of batches counts only where a batch has two samples or more.
  public func pattern(_ part: Part) -> Pattern {
    if !(part.missingShare > 0) { return .complete }
    let canBeShaped =
      part.name == whole.name ? batches.count > 1 && batches.allSatisfy { $0.samples > 1 } : part.samples > 1
    if canBeShaped, part.absentShare > Self.notableShare { return .batchShaped }
    return part.curve.statistic > Self.notableStatistic ? .intensityDependent : .scattered
  }

  /// The pattern of all samples in a sentence.
  public var sentence: String {
    let share = "\(Self.percent(whole.missingShare)) of values are missing"
    let slope =
      whole.curve.slope.isNaN
      ? ""
      : "; log odds of detection change by \(Self.rounded(whole.curve.slope)) a log2 unit of intensity"
        + " (standard error \(Self.rounded(whole.curve.standardError)))"
    switch pattern(whole) {
    case .complete: return "no value is missing"
    case .intensityDependent:
      return share + slope + ": they are missing at low intensity, and means of the observed ones are too high"
    case .batchShaped:
      return share + slope + "; \(Self.percent(whole.absentShare)) of them in rows that a whole batch lacks"
    case .scattered: return share + slope + ": no sign that intensity or batch decides"
    }
  }

  private static func percent(_ share: Double) -> String { "\(rounded(100 * share)) %" }
  private static func rounded(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}
