internal import OmicsIO
public import Schema

/// The verbs `shard plan`, `shard convert` and `shard merge`, and `convert` of several files: the same join.
public enum ShardDoor {
  // MARK: One process

  /// Several files read and joined as one dataset, in an order of their own.
  public static func read(_ paths: [String], _ input: InputOptions) throws(OmicsError) -> Dataset {
    var parts: [DatasetJoin.Part] = []
    for path in try FileOrder.sorted(paths) {
      guard path != "-" else {
        throw OmicsError(.usage, "standard input is read alone", hint: "Name files, or give - as the only operand.")
      }
      parts.append(DatasetJoin.Part(path: path, dataset: try DatasetDoor.read(path, input)))
    }
    return try DatasetJoin.join(parts)
  }

  // MARK: Shards

  /// Plans files given one by one and in a list (`-`: standard input); paths are written relative to the plan's folder.
  public static func plan(
    _ files: [String], list: String?, output: String, shards: Int?, shardBytes: Int?, format: String?,
    options: [String]
  ) throws(OmicsError) -> ShardPlan {
    var all = files
    if let list {
      var source = list == "-" ? ByteSource.standardInput() : try ByteSource.file(list)
      var scanner = LineScanner()
      while let line = try scanner.next(&source) {
        let name = line.string
        if !name.isEmpty { all.append(name) }
      }
    }
    for word in options where word.utf8.contains(where: { $0 < 0x20 }) {
      throw OmicsError(.usage, "a reader option holds a tab or a line end, which no plan can")
    }
    return try ShardPlan(
      files: all, folder: output == "-" ? "." : RelativePath.folder(of: output), shards: shards,
      bytes: shardBytes ?? ShardPlan.standardBytes, format: format, options: try InputOptions.parse(options))
  }

  /// A plan in figures, as JSON.
  public static func jsonText(_ plan: ShardPlan) -> String {
    JSONWriter(isIndented: true).text(
      of: .members([
        "files": .integer(plan.entries.count),
        "shards": .array(
          (1...plan.shards).map { number in
            let own = plan.entries.filter { $0.shard == number }
            return .members([
              "shard": .integer(number), "files": .integer(own.count),
              "bytes": .integer(own.reduce(0) { $0 + $1.bytes }),
            ])
          }),
      ]))
  }

  /// Writes a plan; `-` prints it, with paths relative to the working folder.
  public static func write(_ plan: ShardPlan, to path: String, force: Bool) throws(OmicsError) {
    try OutputFile.write(plan.bytes, to: path, force: force)
  }

  /// Converts the files of one shard; nil when the output holds that shard of the same plan already.
  ///
  /// - Throws: `verification` for a file that is not what was planned; what the readers throw.
  @discardableResult
  public static func convert(
    _ plan: String, shard: Int, to output: String, pluginFolders: [String] = [], force: Bool
  ) throws(OmicsError) -> Ledger? {
    let known = try ShardPlan(path: plan)
    let digest = try SHA256Digest.hex(ofFile: plan)
    if FolderListing.isFile("\(output)/\(ShardFolder.recordName)") {
      let present = try ShardFolder(output)
      if present.plan == digest, present.shard == shard { return nil }
    }
    let folder = RelativePath.folder(of: plan)
    var datasets: [(entry: ShardPlan.Entry, dataset: Dataset)] = []
    var ledger = Ledger()
    for entry in try known.files(of: shard) {
      let path = RelativePath.join(folder, entry.file)
      guard try SHA256Digest.hex(ofFile: path) == entry.sha256 else {
        throw OmicsError(
          .verification, "the file is not what was planned", at: SourceLocation(file: path),
          hint: "Plan again, or restore the file.")
      }
      let dataset = try DatasetDoor.read(
        path, InputOptions(format: known.format, options: known.options, pluginFolders: pluginFolders))
      ledger.add(dataset.ledger)
      datasets.append((entry, dataset))
    }
    try ShardFolder.write(datasets, shard: shard, plan: digest, to: output, force: force)
    return ledger
  }

  /// Joins the converted shards of a plan: the bytes are those of `convert` on all files at once.
  ///
  /// - Throws: `missing` naming the shards that are not there, `duplicate` for one that is there twice, `verification`
  ///   for a shard of another plan.
  public static func merge(_ plan: String, _ folders: [String]) throws(OmicsError) -> Dataset {
    let known = try ShardPlan(path: plan)
    let digest = try SHA256Digest.hex(ofFile: plan)
    var shards: [Int: ShardFolder] = [:]
    for folder in folders.flatMap(ShardFolder.below).sorted() {
      let shard = try ShardFolder(folder)
      guard shard.plan == digest else {
        throw OmicsError(
          .verification, "this shard was converted by another plan", at: SourceLocation(file: folder),
          hint: "Convert shard \(shard.shard) again with \(plan).")
      }
      if let other = shards.updateValue(shard, forKey: shard.shard) {
        throw OmicsError(
          .duplicate, "shard \(shard.shard) is there twice: \(other.path) and \(folder)", hint: "Leave one of them out."
        )
      }
    }
    try checkComplete(known, shards, plan: plan)
    return try DatasetJoin.join(try parts(known, shards, folder: RelativePath.folder(of: plan)))
  }

  private static func checkComplete(
    _ plan: ShardPlan, _ shards: [Int: ShardFolder], plan path: String
  ) throws(OmicsError) {
    let absent = (1...plan.shards).filter { shards[$0] == nil }
    guard let first = absent.first else { return }
    let files = try plan.files(of: first).map(\.file)
    let named = files.prefix(3).joined(separator: ", ") + (files.count > 3 ? ", …" : "")
    throw OmicsError(
      .missing,
      "\(absent.count == 1 ? "shard" : "shards") \(absent.map(String.init).joined(separator: ", ")) of \(plan.shards) "
        + "\(absent.count == 1 ? "is" : "are") missing (\(first) holds \(named))",
      hint: "Convert it with: plumbline shard convert \(path) --shard \(first) -o DIR")
  }

  /// The datasets of all files, in order of joining.
  private static func parts(
    _ plan: ShardPlan, _ shards: [Int: ShardFolder], folder: String
  ) throws(OmicsError) -> [DatasetJoin.Part] {
    var place: [String: (shard: ShardFolder, dataset: String)] = [:]
    for (number, shard) in shards {
      let planned = try plan.files(of: number)
      guard planned.map(\.file) == shard.datasets.map(\.file), planned.map(\.sha256) == shard.datasets.map(\.sha256)
      else {
        throw OmicsError(
          .verification, "the shard holds other files than planned", at: SourceLocation(file: shard.path),
          hint: "Convert it again.")
      }
      for dataset in shard.datasets { place[dataset.file] = (shard, dataset.folder) }
    }
    var parts: [DatasetJoin.Part] = []
    var fileOf: [String: ShardPlan.Entry] = [:]
    for entry in plan.entries { fileOf[RelativePath.join(folder, entry.file)] = entry }
    for path in try FileOrder.sorted(Array(fileOf.keys)) {
      guard let entry = fileOf[path], let found = place[entry.file] else { continue }
      let dataset = try CanonicalReader.read("\(found.shard.path)/\(found.dataset)")
      parts.append(DatasetJoin.Part(path: path, dataset: dataset))
    }
    return parts
  }
}
