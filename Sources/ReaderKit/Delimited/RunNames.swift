internal import Schema

/// Runs by the base name of their file: folders and endings of raw files are left out, unless two runs differ in them
/// alone.
struct RunNames {
  private var known: [String: Int] = [:]
  private var taken: [String: String] = [:]

  static let endings = [
    ".raw", ".mzml", ".mzml.gz", ".mzxml", ".mzxml.gz", ".d", ".wiff", ".wiff2", ".dia", ".mgf", ".htrms", ".tdf",
    ".lcd",
  ]

  /// The sample that a file is, named by it without its endings.
  mutating func sample(ofFile name: String, into builder: inout DatasetBuilder) -> Int {
    if let index = known[name] { return index }
    var stem = name.split(separator: "/").last ?? name[...]
    for ending in [".gz", ".bgz", ".tsv", ".csv", ".txt", ".parquet"] where stem.lowercased().hasSuffix(ending) {
      stem = stem.dropLast(ending.count)
    }
    let index = builder.sample(named: stem.isEmpty ? name : String(stem))
    known[name] = index
    return index
  }

  /// The sample of a run as written; `fill` completes a new one.
  mutating func sample(
    _ written: String, into builder: inout DatasetBuilder, fill: (inout Sample) -> Void = { _ in }
  ) -> Int {
    if let index = known[written] { return index }
    var name = Self.base(written)
    if let other = taken[name], other != written {
      builder.note("run-names", "\"\(written)\" and \"\(other)\" have one base name: the second keeps its whole name")
      name = written
    }
    taken[name] = written
    let index = builder.sample(named: name)
    if written != name { builder.dataset.samples.rows[index].msRun = written }
    fill(&builder.dataset.samples.rows[index])
    known[written] = index
    return index
  }

  /// Runs whose channels are the samples; they are no samples themselves.
  private(set) var plexes: [Sample] = []

  /// The place of a run among `plexes`, added as new.
  mutating func plex(_ written: String, fill: (inout Sample) -> Void) -> Int {
    var run = Sample(name: Self.base(written))
    run.msRun = written
    fill(&run)
    plexes.append(run)
    return plexes.count - 1
  }

  /// The base name of a run's file.
  static func base(_ written: String) -> String {
    var name = written[...]
    // Spectronaut's pivot tables number the runs: [1] run.raw
    if name.hasPrefix("["), let end = name.firstRange(of: "] "),
      name[name.index(after: name.startIndex)..<end.lowerBound].allSatisfy(\.isNumber)
    {
      name = name[end.upperBound...]
    }
    if let slash = name.lastIndex(where: { $0 == "/" || $0 == "\\" }), Self.hasEnding(name) || name.contains("\\") {
      name = name[name.index(after: slash)...]
    }
    for ending in endings.sorted(by: { $0.count > $1.count })
    where name.count > ending.count && name.lowercased().hasSuffix(ending) {
      return String(name.dropLast(ending.count))
    }
    return name.isEmpty ? written : String(name)
  }

  private static func hasEnding(_ name: Substring) -> Bool {
    let lower = name.lowercased()
    return lower.hasPrefix("/") || endings.contains { lower.hasSuffix($0) }
  }
}
