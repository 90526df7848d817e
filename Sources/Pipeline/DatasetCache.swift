internal import ReaderKit
internal import Mapping
internal import OmicsIO
internal import Schema

/// Datasets and tables already read by this process, by the digest of what they were read from: replays share them.
final class DatasetCache: @unchecked Sendable {
  private var datasets: [String: Dataset] = [:]
  private var indexes: [String: GeneIndex] = [:]
  private var contents: [String: String] = [:]

  /// The dataset of an input, read once for each file content and declaration.
  func dataset(_ input: RunPlan.Input) throws(OmicsError) -> Dataset {
    let key = Self.key(input)
    if let known = datasets[key] { return known }
    let declaration = input.declaration
    var options = declaration.options
    var format = declaration.format
    if format == nil { format = try recognized(input.file.path) }
    if let format, let reader = try PluginCatalog.registry().readers.first(where: { $0.format.id == format }) {
      let declared = Set(reader.format.options.map(\.key))
      if let measure = declaration.measure, declared.contains("measure"), options["measure"] == nil {
        options["measure"] = measure.rawValue
      }
      if let scale = declaration.scale, declared.contains("scale"), options["scale"] == nil {
        options["scale"] = scale.rawValue
      }
    }
    let all = try DatasetDoor.readAll(
      input.file.path, InputOptions(format: declaration.format, options: options))
    // Of a container with several layers an input is the one it names.
    guard
      let dataset = all.count == 1
        ? all[0].dataset : all.first(where: { $0.dataset.layer == declaration.layer })?.dataset
    else {
      throw OmicsError(
        .refused, "\(input.file.relativePath) holds no layer \(declaration.layer?.rawValue ?? "")",
        hint: "It has: \(all.map(\.name).joined(separator: ", ")).")
    }
    datasets[key] = dataset
    return dataset
  }

  private static func key(_ input: RunPlan.Input) -> String {
    input.file.sha256 + input.declarationSuffix + input.file.relativePath
      + (input.file.path.hasSuffix(".h5mu") ? input.declaration.layer?.rawValue ?? "" : "")
  }

  /// The content digest of an input's dataset.
  func content(_ input: RunPlan.Input, _ dataset: Dataset) -> String {
    let key = Self.key(input)
    if let known = contents[key] { return known }
    let content = ContentDigest.of(dataset)
    contents[key] = content
    return content
  }

  /// The content digest of a mapping table: that of its manifest, else of its lines.
  func content(_ table: RunPlan.Table) throws(OmicsError) -> String {
    table.release.canonicalDigest.isEmpty ? try content(table.file) : table.release.canonicalDigest
  }

  /// The content digest of a table of lines.
  func content(_ file: RunPlan.File) throws(OmicsError) -> String {
    if let known = contents[file.sha256] { return known }
    let content = try ContentDigest.ofLines(file.path)
    contents[file.sha256] = content
    return content
  }

  private func recognized(_ path: String) throws(OmicsError) -> String? {
    guard !FolderListing.isFolder(path), !path.hasSuffix(".h5ad"), !path.hasSuffix(".h5mu") else { return nil }
    return try DatasetDoor.recognize(path).reader.format.id
  }

  /// The lookups of a table.
  func index(_ table: RunPlan.Table) throws(OmicsError) -> GeneIndex {
    if let known = indexes[table.file.sha256] { return known }
    let index = GeneIndex(try TableDoor.read(table.file.path))
    indexes[table.file.sha256] = index
    return index
  }
}
