internal import OmicsIO
public import ReaderKit
public import Schema
internal import Writers

/// Reads and writes datasets wherever they stand: vendor files, canonical folders, `.h5ad` and `.h5mu`.
public enum DatasetDoor {
  /// Reads one input; `-` is standard input.
  ///
  /// - Throws: what the reader throws, with the file named.
  public static func read(_ path: String, _ input: InputOptions = InputOptions()) throws(OmicsError) -> Dataset {
    let all = try readAll(path, input)
    guard all.count == 1 else {
      throw OmicsError(
        .refused, "\(path) holds \(all.count) datasets (\(all.map(\.name).joined(separator: ", ")))",
        hint: "This verb takes one; convert them apart first.")
    }
    return all[0].dataset
  }

  /// Reads all datasets of an input: several only from `.h5mu`.
  public static func readAll(
    _ path: String, _ input: InputOptions = InputOptions()
  ) throws(OmicsError) -> [(name: String, dataset: Dataset)] {
    if let matrix = CompanionFiles.matrix(in: path) { return try readAll(matrix, input) }
    if FolderListing.isFolder(path) { return [(RelativePath.name(of: path), try CanonicalReader.read(path))] }
    if input.format == nil, path.hasSuffix(".h5ad"), FolderListing.isFile(path) {
      return [(RelativePath.name(of: path), try AnnDataFile.read(path))]
    }
    if input.format == nil, path.hasSuffix(".h5mu"), FolderListing.isFile(path) {
      return try MuDataFile.read(path).map { (name: $0.0, dataset: $0.1) }
    }
    var limits = ReadLimits.standard
    if let expanded = input.maximumExpanded { limits.expandedBytes = expanded }
    var source =
      path == "-" ? ByteSource.standardInput(limits: limits) : try ByteSource.file(path, limits: limits)
    let dataset = try DatasetReading.read(
      &source, registry: try PluginCatalog.registry(folders: input.pluginFolders), format: input.format,
      options: input.options, maximumErrors: input.maximumErrors, keepsDetails: input.keepsDetails,
      beside: path == "-" ? nil : CompanionFiles.opening(beside: path))
    return [(RelativePath.name(of: path), dataset)]
  }

  /// How a file is recognised, without reading it.
  public static func recognize(
    _ path: String, pluginFolders: [String] = []
  ) throws(OmicsError) -> ReaderRegistry.Choice {
    var source = path == "-" ? ByteSource.standardInput() : try ByteSource.file(path)
    return try DatasetReading.recognize(&source, registry: try PluginCatalog.registry(folders: pluginFolders))
  }

  /// Writes a dataset: `.h5ad`, `.h5mu`, `.gct` (values alone), `.mzTab` by the ending of `path`, a canonical folder otherwise.
  ///
  /// - Throws: `exists` when something else stands there already and `force` is not given.
  public static func write(_ dataset: Dataset, to path: String, force: Bool) throws(OmicsError) {
    try FolderListing.makeParents(of: path)
    if path.hasSuffix(".h5ad") {
      try AnnDataFile.write(dataset, to: path, force: force)
    } else if path.hasSuffix(".h5mu") {
      try MuDataFile.write([(dataset.layer.rawValue, dataset)], to: path, force: force)
    } else if path.hasSuffix(".gct") {
      try OutputFile.write(try GctWriter.bytes(of: dataset), to: path, force: force)
    } else if path.lowercased().hasSuffix(".mztab") {
      try OutputFile.write(try MzTabWriter.bytes(of: dataset), to: path, force: force)
    } else {
      try CanonicalWriter.write(dataset, to: path, force: force)
    }
  }
}
