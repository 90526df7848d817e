internal import Normalization
internal import Schema

/// Quantification files of transcripts or genes: counts, TPM and effective lengths of each sample.
enum QuantificationFiles {
  /// Reads files in the order given. A sample is named as its reader names it; where that name returns, as `quant` does
  /// in one folder a sample, the folder's name is taken.
  ///
  /// - Throws: `refused` for a file without all three quantities, `duplicate` for samples that cannot be told apart.
  static func read(
    _ paths: [String], _ input: InputOptions
  ) throws(OmicsError) -> (samples: [TranscriptQuantification], notes: [Diagnostic]) {
    guard !paths.isEmpty else { throw OmicsError(.usage, "tximport takes quantification files") }
    var samples: [TranscriptQuantification] = []
    var folders: [String] = []
    for path in paths {
      for sample in try quantifications(path, input) {
        samples.append(sample)
        folders.append(folder(of: path))
      }
    }
    var notes = paths.compactMap(replicates(beside:))
    let names = samples.map(\.sample)
    if Set(names).count < names.count {
      guard Set(folders).count == folders.count, !folders.contains("") else {
        let twice = names.first { name in names.count { $0 == name } > 1 } ?? ""
        throw OmicsError(
          .duplicate, "two files give a sample \"\(twice)\"",
          hint: "Put each sample into a folder of its name, or name the files after the samples.")
      }
      for index in samples.indices { samples[index].sample = folders[index] }
      notes.append(Diagnostic(.note, "sample-names", "samples are named after their folders"))
    }
    return (samples, notes)
  }

  /// A note where bootstrap or Gibbs replicates of Salmon or kallisto stand beside a file: the estimates alone are read.
  private static func replicates(beside path: String) -> Diagnostic? {
    let folder = RelativePath.folder(of: path)
    let found = ["aux_info/bootstrap/bootstraps.gz", "bs_abundance_0.tsv"].first {
      FolderListing.isFile("\(folder)/\($0)")
    }
    return found.map {
      Diagnostic(
        .note, "replicates-not-read", "the inferential replicates in \($0) are not read, the estimates alone are",
        at: SourceLocation(file: path))
    }
  }

  private static func folder(of path: String) -> String {
    let parts = path.split(separator: "/")
    return parts.count > 1 ? String(parts[parts.count - 2]) : ""
  }

  private static func quantifications(
    _ path: String, _ input: InputOptions
  ) throws(OmicsError) -> [TranscriptQuantification] {
    let dataset = try DatasetDoor.read(path, input)
    let kinds: [FeatureKind] = [.transcript, .gene]
    for kind in kinds {
      guard
        let counts = dataset.abundances.first(where: { $0.kind == kind && $0.measure.isCount && $0.scale == .linear }),
        let tpm = dataset.abundance(.tpm, kind: kind), let lengths = dataset.abundance(.effectiveLength, kind: kind),
        counts.features == tpm.features, counts.features == lengths.features, counts.samples == tpm.samples,
        counts.samples == lengths.samples
      else { continue }
      let ids = counts.features.map { dataset.features.id($0) }
      let rows = counts.rowCount
      let named = counts.features.compactMap { index in
        dataset.features.rows[index].attributes.first { $0.key == "gene_id" }?.value
      }
      var result: [TranscriptQuantification] = []
      for column in 0..<counts.columnCount {
        let range = column * rows..<(column + 1) * rows
        let sample = TranscriptQuantification(
          sample: dataset.samples.rows[counts.samples[column]].name, ids: ids, counts: Array(counts.values[range]),
          tpm: Array(tpm.values[range]), lengths: Array(lengths.values[range]), isGeneLevel: kind == .gene,
          genes: named.count == rows ? named : nil)
        for values in [sample.counts, sample.tpm, sample.lengths] {
          if let row = values.firstIndex(where: { $0.isNaN }) {
            throw OmicsError(
              .value, "\"\(ids[row])\" has no value in sample \(sample.sample)", at: SourceLocation(file: path))
          }
        }
        result.append(sample)
      }
      return result
    }
    let have = Set(dataset.abundances.map(\.measure.rawValue)).sorted().joined(separator: ", ")
    throw OmicsError(
      .refused, "counts, TPM and effective lengths of transcripts are needed, found: \(have.isEmpty ? "none" : have)",
      at: SourceLocation(file: path), hint: "Give quant.sf of Salmon, abundance.tsv of kallisto or *.results of RSEM.")
  }
}
