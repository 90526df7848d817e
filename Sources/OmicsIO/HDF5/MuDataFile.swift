public import Schema

/// `.h5mu`: several datasets as the modalities of one MuData file, readable by muon, mudata and R.
///
/// Each dataset is a modality of its name. Features of its other kinds that have values stand in modalities of their own,
/// `<name>.<kind>`. All modalities store the rest as `.h5ad` does: reading gives equal datasets in the same order.
public enum MuDataFile {
  /// A dataset and the name of its modality.
  public typealias Modality = (name: String, dataset: Dataset)

  /// Writes datasets to a file that is there whole or not at all; names are unique, not empty and hold no slash.
  ///
  /// - Throws: `usage` for a wrong name; `exists`; `unwritable`; what `CanonicalText` throws.
  @discardableResult
  public static func write(
    _ modalities: [Modality], to path: String, force: Bool = false
  ) throws(OmicsError) -> CommitOutcome {
    let target = try AtomicTarget(path, force: force)
    do throws(OmicsError) {
      let plans = try plan(modalities)
      try HDF5Library.alone { () throws(OmicsError) in
        let file = try HDF5File(creating: target.temporaryPath, userBlock: HDF5Seal.size)
        try MuDataElement.write(plans, to: try file.root())
        try file.finish()
      }
      try HDF5Seal.write("MuData (format-version=0.1.0;creator=plumbline;creator-version=1)", to: target.temporaryPath)
    } catch {
      target.abort()
      throw error
    }
    return try target.commit()
  }

  private static func plan(_ modalities: [Modality]) throws(OmicsError) -> [MuDataElement.Plan] {
    var names: Set<String> = []
    var plans: [MuDataElement.Plan] = []
    for (name, dataset) in modalities {
      let plan = MuDataElement.Plan(name: name, dataset: dataset)
      for (object, _) in plan.objects {
        guard !object.isEmpty, object != ".", !object.contains("/"), !object.utf8.contains(0) else {
          throw OmicsError(.usage, "\"\(object)\" cannot name a modality", hint: "Names hold no slash.")
        }
        guard names.insert(object).inserted else {
          throw OmicsError(.usage, "two modalities would be named \"\(object)\"")
        }
      }
      plans.append(plan)
    }
    return plans
  }

  /// Reads the datasets of a file that this program wrote, in their order.
  ///
  /// - Throws: `undecided` for a modality of another program; otherwise as `AnnDataFile.read`.
  public static func read(_ path: String) throws(OmicsError) -> [Modality] {
    try HDF5Seal.check(path)
    let datasets = try HDF5Library.alone { () throws(OmicsError) -> [(name: String, dataset: Dataset)] in
      try MuDataElement.read(try HDF5File(reading: path).root())
    }
    return datasets
  }
}
