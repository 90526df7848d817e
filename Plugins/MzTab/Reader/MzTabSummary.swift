internal import ReaderKit
internal import Schema

/// What the metadata says of the whole file: version, mode, type, and every line as a setting.
enum MzTabSummary {
  /// Adds settings and notes.
  static func report(
    _ metadata: MzTabMetadata, isDraft: Bool, samples: SampleNaming, into builder: inout DatasetBuilder
  ) {
    if isDraft {
      builder.warn(
        "draft-version",
        "the tables carry unit_id, as drafts before 1.0 did; what these share with 1.0 is read, subsamples as samples")
    } else if metadata.version == nil {
      builder.warn("missing-version", "the metadata states no mzTab-version; the file is read as 1.0")
    } else if let version = metadata.version, !["1.0.0", "1.0", "2.0.0-M"].contains(version) {
      builder.note("unusual-version", "mzTab-version is \"\(version)\"; the file is read as \(version.prefix(3))")
    }
    if metadata.isMetabolomics {
      builder.note(
        "metabolomics", "mzTab-M holds small molecules only: no protein or gene evidence comes from this file")
    } else {
      if metadata.mode == nil { builder.warn("missing-mode", "the metadata states no mzTab-mode") }
      if metadata.type == nil { builder.warn("missing-type", "the metadata states no mzTab-type") }
    }
    for index in metadata.runs.keys.sorted() where metadata.runs[index]?.hasLocation == false {
      builder.warn("missing-location", "the metadata states no ms_run[\(index)]-location")
    }
    if let last = metadata.runs.keys.max(), last > metadata.runs.count,
      let gap = (1...metadata.runs.count).first(where: { metadata.runs[$0] == nil })
    {
      builder.warn(
        "undeclared-ms-run", "the metadata declares ms_run[\(last)] but not ms_run[\(gap)]: a line may be missing")
    }
    for index in metadata.assays.keys.sorted() {
      for run in metadata.assays[index]?.runs ?? [] where metadata.runs[run] == nil {
        builder.warn(
          "undeclared-ms-run", "assay[\(index)] refers to ms_run[\(run)], which the metadata does not declare")
      }
    }
    if !metadata.assays.isEmpty {
      builder.note("sample-names", "samples are named by their \(samples.rule)")
    }
    var settings: [String: String] = [:]
    for line in metadata.lines {
      let key = "MTD \(line.key)"
      settings[key] = settings[key].map { "\($0); \(line.value)" } ?? line.value
    }
    builder.dataset.settings = settings.keys.sorted().map { Feature.Attribute($0, settings[$0] ?? "") }
  }
}
