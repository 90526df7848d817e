internal import Glibc
public import Numerics
public import Schema

/// Genes from transcript quantifications of several samples, as tximport 1.26 gives them.
///
/// Soneson, Love & Robinson 2015, doi:10.12688/f1000research.7563.2. Counts and TPM are sums; the length of a gene is the
/// TPM-weighted mean of its transcripts' effective lengths. `lengthScaledTPM` and the replaced lengths depend on which
/// samples are read together.
public struct TranscriptSummary: Sendable {
  /// Gene ids in byte order (transcripts in file order for `transcripts`).
  public var ids: [String]
  /// Counts by the chosen rule.
  public var counts: Matrix
  /// Summed TPM.
  public var tpm: Matrix
  /// Average lengths.
  public var lengths: Matrix

  /// Where counts come from.
  public enum CountRule: String, Sendable, CaseIterable {
    /// Summed estimated counts.
    case no
    /// TPM scaled to the sample's total of counts.
    case scaledTPM
    /// TPM times the mean length over samples, scaled to the sample's total.
    case lengthScaledTPM
    /// On transcripts: TPM times the median length over the isoforms of the gene, scaled to the sample's total.
    case dtuScaledTPM
  }

  /// Transcripts (or genes) x samples of all three quantities, rows as `ids`.
  public struct Table: Sendable {
    /// Row ids.
    public var ids: [String]
    /// Estimated counts.
    public var counts: Matrix
    /// TPM.
    public var tpm: Matrix
    /// Effective lengths.
    public var lengths: Matrix

    /// A table.
    public init(ids: [String], counts: Matrix, tpm: Matrix, lengths: Matrix) {
      self.ids = ids
      self.counts = counts
      self.tpm = tpm
      self.lengths = lengths
    }
  }

  /// Sums transcripts by gene; rows whose gene is nil stay out.
  public static func genes(_ table: Table, genes: [String?]) -> TranscriptSummary {
    let names = Set(genes.compactMap { $0 }).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var place: [String: Int] = [:]
    for (index, name) in names.enumerated() { place[name] = index }
    let group = genes.map { $0.flatMap { place[$0] } }
    let columns = table.counts.columns
    var result = TranscriptSummary(
      ids: names, counts: Matrix(rows: names.count, columns: columns), tpm: Matrix(rows: names.count, columns: columns),
      lengths: Matrix(rows: names.count, columns: columns))
    var plain = [Double](repeating: 0, count: names.count)
    var members = plain
    for (row, group) in group.enumerated() {
      guard let group else { continue }
      var sum = 0.0
      for column in 0..<columns {
        let tpm = table.tpm[row, column]
        result.counts[group, column] += table.counts[row, column]
        result.tpm[group, column] += tpm
        result.lengths[group, column] += tpm * table.lengths[row, column]
        sum += table.lengths[row, column]
      }
      plain[group] += sum / Double(columns)
      members[group] += 1
    }
    for gene in names.indices {
      for column in 0..<columns { result.lengths[gene, column] /= result.tpm[gene, column] }
      result.replaceMissingLengths(of: gene, average: plain[gene] / members[gene])
    }
    return result
  }

  /// A gene without TPM in a sample takes the geometric mean of its lengths in the others, or, without TPM anywhere, the
  /// mean over its transcripts of their mean lengths.
  private mutating func replaceMissingLengths(of gene: Int, average: Double) {
    let row = lengths.row(gene)
    let known = row.filter { !$0.isNaN }
    guard known.count < row.count else { return }
    let value = known.isEmpty ? average : exp(known.reduce(0) { $0 + log($1) } / Double(known.count))
    for column in row.indices where row[column].isNaN { lengths[gene, column] = value }
  }

  /// The rows of a table as they are.
  public static func rows(_ table: Table) -> TranscriptSummary {
    TranscriptSummary(ids: table.ids, counts: table.counts, tpm: table.tpm, lengths: table.lengths)
  }

  /// Replaces counts by TPM scaled to the samples' totals of counts.
  ///
  /// - Parameter isoformGenes: the gene of every row, for `dtuScaledTPM`.
  public mutating func rescaleCounts(_ rule: CountRule, isoformGenes: [String] = []) {
    guard rule != .no else { return }
    var factor = [Double](repeating: 1, count: ids.count)
    let means = (0..<ids.count).map { row in
      (0..<lengths.columns).reduce(0.0) { $0 + lengths[row, $1] } / Double(lengths.columns)
    }
    if rule == .lengthScaledTPM { factor = means }
    if rule == .dtuScaledTPM {
      var members: [String: [Double]] = [:]
      for (row, gene) in isoformGenes.enumerated() { members[gene, default: []].append(means[row]) }
      let medians = members.mapValues { OrderStatistics.median($0) }
      factor = isoformGenes.map { medians[$0] ?? .nan }
    }
    for column in 0..<counts.columns {
      var (old, new) = (0.0, 0.0)
      for row in ids.indices {
        old += counts[row, column]
        new += tpm[row, column] * factor[row]
      }
      for row in ids.indices { counts[row, column] = tpm[row, column] * factor[row] * (old / new) }
    }
  }
}
