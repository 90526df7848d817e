internal import OmicsIO
public import Schema

/// The verb `workflow`: scripts that call `shard` and `run` for many files.
public enum WorkflowDoor {
  /// What the workflow is for.
  public enum Tool: String, Sendable, CaseIterable {
    /// Snakemake 7 or later.
    case snakemake
    /// Slurm.
    case slurm
  }

  /// Writes a workflow's folder, and the plan of its files when there are any.
  ///
  /// - Parameter study: a study that names the joined dataset among its inputs; nil to end with the dataset.
  /// - Throws: `usage` for a study that does not name the dataset, `exists` for a folder that holds something else.
  public static func write(
    _ tool: Tool, files: [String], list: String?, study: String?, shards: Int?, format: String?, options: [String],
    to folder: String, force: Bool
  ) throws(OmicsError) {
    let isPlanned = !files.isEmpty || list != nil
    let settings = WorkflowSettings(
      plan: isPlanned || study == nil ? "plan.tsv" : "", study: study.map { RelativePath.from(folder, to: $0) } ?? "")
    var plan: ShardPlan?
    if isPlanned {
      plan = try ShardDoor.plan(
        files, list: list, output: "\(folder)/plan.tsv", shards: shards, shardBytes: nil, format: format,
        options: options)
    }
    if let study { try check(study, names: isPlanned ? "\(folder)/\(settings.dataset)" : nil) }
    try FolderListing.makeParents(of: folder)
    var contents = (tool == .snakemake ? WorkflowFiles.snakemake(settings) : WorkflowFiles.slurm(settings)).files
      .map { (name: $0.name, bytes: Array($0.text.utf8)) }
    if let plan { contents.append(("plan.tsv", plan.bytes)) }
    let markers = ["Snakefile", "plumbline.sbatch"]
    // A workflow that stands already may hold converted shards: its own files are replaced, one by one, and nothing else.
    if force, markers.contains(where: { FolderListing.isFile("\(folder)/\($0)") }) {
      for (name, bytes) in contents { try OutputFile.write(bytes, to: "\(folder)/\(name)", force: true) }
      return
    }
    let output = try AtomicFolder(folder, force: force, markers: markers)
    for (name, bytes) in contents {
      let file = try output.file(name)
      try file.append(bytes)
      try file.close()
    }
    try output.commit()
  }

  /// A study is understood before it is put into a workflow, and reads what the workflow makes.
  private static func check(_ path: String, names dataset: String?) throws(OmicsError) {
    let study = try StudyFile(text: try FileText.read(path), file: path)
    guard let dataset else { return }
    let folder = RelativePath.folder(of: path)
    let wanted = RelativePath.absolute(dataset)
    guard study.inputs.contains(where: { RelativePath.absolute(RelativePath.join(folder, $0.path)) == wanted }) else {
      throw OmicsError(
        .usage, "the study does not read the joined dataset", at: SourceLocation(file: path),
        hint: "Give it the input: - { path: \(RelativePath.from(folder, to: dataset)), layer: … }")
    }
  }
}
