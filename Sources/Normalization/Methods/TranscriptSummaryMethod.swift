internal import Numerics
public import Schema

/// `tximport`: genes from transcript quantifications.
public enum TranscriptSummaryMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "tximport", definition: "sums transcripts by gene; lengths are TPM-weighted means of effective lengths",
    takes: .quantifications, gives: .summarisedRows,
    settings: [
      MethodSetting(
        "tx2gene", "", .table, "a table of transcript and gene, or a GTF; not needed where files name genes (RSEM)"),
      MethodSetting(
        "counts_from_abundance", "no", .word(TranscriptSummary.CountRule.allCases.map(\.rawValue)),
        "counts as given, or TPM scaled to the sample's total"),
      MethodSetting("ignore_after_bar", "false", .flag, "cut transcript names at the first |"),
      MethodSetting("ignore_tx_version", "false", .flag, "cut transcript names at the first ."),
      MethodSetting("tx_out", "false", .flag, "give transcripts instead of genes"),
    ], paper: "Soneson, Love & Robinson 2015, doi:10.12688/f1000research.7563.2", reference: "tximport 1.26",
    edges:
      "reads Salmon, kallisto and RSEM; transcripts that tx2gene lacks are counted, listed in OUT.unmapped.tsv and "
      + "left out; none in it is refused; dtuScaledTPM gives transcripts and needs all of them in tx2gene; "
      + "lengthScaledTPM depends on which samples are read together; abundance and length are written beside")

  /// The genes.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    let samples = input.samples
    let table = try joined(input.quantifications)
    let rule = TranscriptSummary.CountRule(rawValue: settings.text("counts_from_abundance")) ?? .no
    let names = TranscriptNames(
      ignoreAfterBar: settings.flag("ignore_after_bar"), ignoreVersion: settings.flag("ignore_tx_version"))
    let isGenes = input.quantifications.allSatisfy { $0.isGeneLevel }
    let givesTranscripts = settings.flag("tx_out") || rule == .dtuScaledTPM
    guard !isGenes || !givesTranscripts else {
      throw OmicsError(.refused, "the files hold genes, not transcripts", hint: "Leave out tx_out and dtuScaledTPM.")
    }
    let tx2gene = input.tables["tx2gene"]
    let named = input.quantifications.first?.genes
    guard isGenes || tx2gene != nil || named != nil || (givesTranscripts && rule != .dtuScaledTPM) else {
      throw OmicsError(.usage, "transcripts need --set tx2gene=FILE, a table of transcript and gene")
    }
    var genes: [String?] = isGenes ? table.ids : named ?? []
    if !isGenes, let tx2gene { genes = try names.genes(of: table.ids, table: tx2gene) }
    var notes: [Diagnostic] = []
    var sides: [MethodOutcome.SideTable] = []
    let unmapped = genes.indices.filter { genes[$0] == nil }
    if !unmapped.isEmpty {
      let first = unmapped.prefix(5).map { names.cleaned(table.ids[$0]) }.joined(separator: ", ")
      guard rule != .dtuScaledTPM else {
        throw OmicsError(
          .refused, "\(unmapped.count) transcripts are missing from tx2gene, which dtuScaledTPM cannot leave out",
          hint: "First: \(first).")
      }
      if !givesTranscripts {
        notes.append(
          Diagnostic(
            .warning, "transcripts-missing-from-tx2gene",
            "transcripts missing from tx2gene: \(unmapped.count) of \(genes.count), first: \(first)"))
        sides.append(
          MethodOutcome.SideTable(
            name: "unmapped", columns: ["transcript"] + samples, ids: unmapped.map { table.ids[$0] },
            values: table.counts.selectingRows(unmapped)))
      }
    }
    var summary =
      givesTranscripts || isGenes ? TranscriptSummary.rows(table) : TranscriptSummary.genes(table, genes: genes)
    if givesTranscripts { summary.ids = summary.ids.map(names.cleaned) }
    summary.rescaleCounts(rule, isoformGenes: rule == .dtuScaledTPM ? genes.compactMap { $0 } : [])
    for (name, values) in [("abundance", summary.tpm), ("length", summary.lengths)] {
      sides.append(
        MethodOutcome.SideTable(name: name, columns: ["feature"] + samples, ids: summary.ids, values: values))
    }
    return MethodOutcome(
      .summarisedRows(ids: summary.ids, values: summary.counts),
      measure: rule == .no || rule == .scaledTPM ? .estimatedCount : .lengthScaledCount, scale: .linear,
      sideTables: sides, diagnostics: notes)
  }

  /// All samples side by side; every file must hold the same rows.
  private static func joined(
    _ quantifications: [TranscriptQuantification]
  ) throws(OmicsError) -> TranscriptSummary.Table {
    guard let first = quantifications.first else {
      throw OmicsError(.usage, "tximport takes quantification files")
    }
    var place: [String: Int] = [:]
    for (row, id) in first.ids.enumerated() { place[id] = row }
    var counts = Matrix(rows: first.ids.count, columns: quantifications.count)
    var (tpm, lengths) = (counts, counts)
    for (column, sample) in quantifications.enumerated() {
      let strange = sample.ids.first { place[$0] == nil }
      guard sample.ids.count == first.ids.count, strange == nil, sample.isGeneLevel == first.isGeneLevel else {
        let what =
          strange.map { "\"\($0)\" is not in the first" } ?? "\(sample.ids.count) rows against \(first.ids.count)"
        throw OmicsError(
          .refused, "sample \(sample.sample) holds other rows than sample \(first.sample): \(what)",
          hint: "Quantify all samples against one reference.")
      }
      for (index, id) in sample.ids.enumerated() {
        let row = place[id] ?? index
        counts[row, column] = sample.counts[index]
        tpm[row, column] = sample.tpm[index]
        lengths[row, column] = sample.lengths[index]
      }
    }
    return TranscriptSummary.Table(ids: first.ids, counts: counts, tpm: tpm, lengths: lengths)
  }
}
