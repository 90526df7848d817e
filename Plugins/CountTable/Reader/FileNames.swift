/// Sample names from file and column names.
enum FileNames {
  /// A path's last part without `.gz`.
  static func base(_ path: String) -> String {
    var name = path[...]
    if let slash = name.lastIndex(of: "/") { name = name[name.index(after: slash)...] }
    return String(name.hasSuffix(".gz") ? name.dropLast(3) : name)
  }

  /// The sample of a file of one sample: its name without the counter's endings.
  static func sample(_ path: String) -> String {
    var name = base(path)[...]
    for ending in [
      ".ReadsPerGene.out.tab", "ReadsPerGene.out.tab", ".quant.genes.sf", ".quant.sf", ".sf", ".genes.results",
      ".isoforms.results", ".results", ".abundance.tsv", ".counts.txt", ".counts.tsv", ".tsv", ".txt", ".csv", ".tab",
      ".gct", ".matrix.mtx", "_matrix.mtx", ".mtx",
    ] where name.hasSuffix(ending) && name.count > ending.count {
      name = name.dropLast(ending.count)
      break
    }
    while name.hasSuffix("_") || name.hasSuffix(".") { name = name.dropLast() }
    return name.isEmpty ? base(path) : String(name)
  }

  /// BAM paths without what all of them share: folders, and the ending after the last dot that differs.
  static func cleaned(_ paths: [String]) -> [String] {
    let names = paths.map { path -> String in
      guard let slash = path.lastIndex(of: "/") else { return path }
      return String(path[path.index(after: slash)...])
    }
    let source = Set(names).count == names.count ? names : paths
    for ending in [".sorted.bam", ".aligned.bam", ".Aligned.sortedByCoord.out.bam", ".bam", ".sam", ".cram"]
    where source.allSatisfy({ $0.hasSuffix(ending) && $0.count > ending.count }) {
      let cut = source.map { String($0.dropLast(ending.count)) }
      if Set(cut).count == cut.count { return cut }
    }
    return source
  }
}
