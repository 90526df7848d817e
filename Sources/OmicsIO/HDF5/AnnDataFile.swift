public import Schema

/// `.h5ad`: one dataset as an AnnData file, readable by scanpy, anndata and R.
///
/// obs are the samples, var the features of the main kind (that of the first abundance table), X its first table, layers
/// its other tables, each named after its measure. Everything else stands as canonical text under `uns/plumbline`, so
/// that reading gives an equal dataset, and the same dataset gives the same bytes.
public enum AnnDataFile {
  /// Writes a dataset to a file that is there whole or not at all.
  ///
  /// - Throws: `exists` when the file is there, differs and `force` is false; `unwritable`; what `CanonicalText` throws.
  @discardableResult
  public static func write(
    _ dataset: Dataset, to path: String, force: Bool = false
  ) throws(OmicsError) -> CommitOutcome {
    let target = try AtomicTarget(path, force: force)
    do throws(OmicsError) {
      try HDF5Library.alone { () throws(OmicsError) in
        let file = try HDF5File(creating: target.temporaryPath, userBlock: HDF5Seal.size)
        try write(dataset, to: try file.root())
        try file.finish()
      }
      try HDF5Seal.write("AnnData (format-version=0.1.0;creator=plumbline;creator-version=1)", to: target.temporaryPath)
    } catch {
      target.abort()
      throw error
    }
    return try target.commit()
  }

  private static func write(_ dataset: Dataset, to root: HDF5Group) throws(OmicsError) {
    let parts = AnnDataParts(dataset)
    let stored = parts.places.filter { $0.kind == parts.main }
    let files = try CanonicalText.files(of: dataset, leavingOut: Set(stored.map(\.table)))
    try AnnDataElement.write(
      dataset, kind: parts.main, places: stored, files: files, modality: { _ in nil }, stored: stored, to: root)
  }

  /// Reads a dataset.
  ///
  /// A file that another program wrote says neither what its features are nor what its values measure: `foreign` must
  /// say it. Of such a file X (dense or CSR) and the names of obs and var are read.
  /// - Throws: `undecided` for a foreign file without `foreign`; `malformed`, `missing`, `unsafe`, `value`, `dangling`.
  public static func read(_ path: String, foreign: ForeignMatrix? = nil) throws(OmicsError) -> Dataset {
    try HDF5Seal.check(path)
    return try HDF5Library.alone { () throws(OmicsError) -> Dataset in
      let root = try HDF5File(reading: path).root()
      guard try AnnDataElement.isOwn(root) else { return try ForeignAnnData.read(root, as: foreign) }
      return try AnnDataElement.read(root) { (name) throws(OmicsError) -> HDF5Group in
        throw root.error(.malformed, "an .h5ad file has no modality \"\(name)\"")
      }
    }
  }
}
