public import Mapping
internal import OmicsIO
public import Schema

/// A study resolved to files, table releases and settings: everything that can change the result, nothing else.
public struct RunPlan: Sendable {
  /// A file with its digest.
  public struct File: Sendable, Hashable {
    /// Where to open it.
    public var path: String
    /// As it stands relative to the study file.
    public var relativePath: String
    /// SHA-256 of the bytes on disk.
    public var sha256: String
  }

  /// An input with its file.
  public struct Input: Sendable, Hashable {
    /// A name that is stable between runs: `proteomics/ucec`, numbered when there are several.
    public var name: String
    /// What the study file says of it.
    public var declaration: StudyFile.Input
    /// The file.
    public var file: File
  }

  /// A mapping table with its release.
  public struct Table: Sendable, Hashable {
    /// What is known of the release.
    public var release: TableRelease
    /// The file.
    public var file: File
  }

  /// The pinned tables that are own mappings on top of the others, by name.
  var overlays: [Table] { tables.filter { $0.release.kind == "sssom" } }

  /// The study's name.
  public var study: String
  /// The organism.
  public var organism: String
  /// The date that enters outputs.
  public var date: String
  /// The inputs, by name.
  public var inputs: [Input]
  /// The sample sheet.
  public var samples: File
  /// The mapping tables, by name; empty when identifiers stand as they are.
  public var tables: [Table]
  /// The priors by role.
  public var priors: [String: File]
  /// The comparison.
  public var contrast: Contrast
  /// The settings.
  public var settings: RunSettings
  /// The study file as read.
  public var studyText: String
  /// What is left out or permuted for a named counterfactual; nothing in a run.
  var counterfactual = Counterfactual()

  /// Settings given on the command line or in the environment, stronger than the study file's.
  public struct Override: Sendable, Hashable {
    /// The key.
    public var key: String
    /// The value.
    public var value: String
    /// `flag` or `environment`.
    public var origin: String
    /// An override.
    public init(key: String, value: String, origin: String) {
      self.key = key
      self.value = value
      self.origin = origin
    }
  }

  /// Resolves a study file: every file is found and hashed, every table release is known.
  ///
  /// - Throws: `unreadable` for an absent file, `verification` for a table whose digest is not that of the lock.
  public init(studyPath: String, catalog: TableCatalog, overrides: [Override] = []) throws(OmicsError) {
    try self.init(
      text: try FileText.read(studyPath), name: studyPath, folder: RelativePath.folder(of: studyPath),
      catalog: catalog, overrides: overrides, pins: nil)
  }

  /// Resolves a study's text against a folder; `pins` replaces the lock, as when a recorded run is repeated.
  init(
    text: String, name: String, folder: String, catalog: TableCatalog, overrides: [Override], pins: [TableLock.Pin]?
  ) throws(OmicsError) {
    let file = try StudyFile(text: text, file: name)
    study = file.study
    organism = file.organism
    date = file.date
    contrast = file.contrast
    settings = file.settings
    studyText = text
    for override in overrides { try settings.set(override.key, override.value, origin: override.origin) }
    inputs = try Self.inputs(file, folder)
    samples = try Self.file(file.samples, folder)
    priors = [:]
    for role in file.priors.keys.sorted() { priors[role] = try Self.file(file.priors[role] ?? "", folder) }
    tables = []
    try checkSettings()
    guard settings["identifiers.target"] != "none" else { return }
    if let pins {
      tables = try Self.pinned(pins, folder: folder, studyFolder: folder, catalog: catalog)
    } else if let lock = file.lock {
      let path = RelativePath.join(folder, lock)
      tables = try Self.pinned(
        try TableLock(path: path).pins, folder: RelativePath.folder(of: path), studyFolder: folder, catalog: catalog)
    } else {
      guard let newest = catalog.newest("hgnc") else {
        throw OmicsError(
          .unreadable, "no release of the mapping table hgnc is found",
          hint: "Name a lock in the study file, or the folder of tables with --tables.")
      }
      tables = [try Self.catalogued(newest)]
    }
    for table in tables {
      let expected = table.release.sha256
      guard expected.isEmpty || table.file.sha256 == expected else {
        throw OmicsError(
          .verification, "table \(table.release.id) has another digest than recorded",
          at: SourceLocation(file: table.file.path), hint: "Recorded \(expected), found \(table.file.sha256).")
      }
    }
  }

  func checkSettings() throws(OmicsError) {
    let target = settings["identifiers.target"]
    guard target == "hgnc" || target == "none" else {
      throw OmicsError(.usage, "identifiers.target is hgnc or none, found \"\(target)\"")
    }
    let policy = settings["identifiers.policy"]
    guard policy == "report" || policy == "fail" else {
      throw OmicsError(.usage, "identifiers.policy is report or fail, found \"\(policy)\"")
    }
    let groups = settings["identifiers.groups"]
    guard GroupPolicy(rawValue: groups) != nil else {
      throw OmicsError(.usage, "identifiers.groups is drop, leading or all, found \"\(groups)\"")
    }
    guard settings["ranking.engine"] == "ledger" else {
      throw OmicsError(.usage, "ranking.engine is ledger, found \"\(settings["ranking.engine"])\"")
    }
    _ = try EngineRequests(settings)
    _ = try settings.integer("seed", atLeast: 0)
    _ = try settings.integer("ranking.resamples", atLeast: 0)
    _ = try settings.integer("ranking.permutations", atLeast: 19)
    _ = try settings.number("ranking.fdr", in: 0...1)
    if settings["ranking.network_weight"] != "auto" { _ = try settings.number("ranking.network_weight", in: 0...1) }
    if settings["ranking.programs"] != "auto" { _ = try settings.integer("ranking.programs", atLeast: 0) }
    _ = try CoverageSettings(settings)
    for layer in ["transcriptomics", "proteomics", "phosphoproteomics"] {
      _ = try NormalizationChain(parsing: settings["normalization.\(layer)"])
    }
    _ = try SummaryRule(parsing: settings["summary.proteomics"])
  }

  private static func file(_ path: String, _ folder: String) throws(OmicsError) -> File {
    let actual = RelativePath.join(folder, path)
    return File(
      path: actual, relativePath: path.hasPrefix("/") ? RelativePath.from(folder, to: path) : path,
      sha256: try InputDigest.of(actual))
  }

  private static func inputs(_ study: StudyFile, _ folder: String) throws(OmicsError) -> [Input] {
    var seen: [String: Int] = [:]
    var list: [Input] = []
    for declaration in study.inputs {
      let base = declaration.layer.map { "\($0.rawValue)/\(declaration.cohort)" } ?? "annotation"
      seen[base, default: 0] += 1
      let number = seen[base, default: 1]
      list.append(
        Input(
          name: number == 1 ? base : "\(base)/\(number)", declaration: declaration,
          file: try file(declaration.path, folder)))
    }
    return list
  }

  /// A release of the catalogue. Where the catalogue stands is no part of a record: it is found again by release.
  static func catalogued(_ entry: TableCatalog.Entry) throws(OmicsError) -> Table {
    var file = try file(entry.path, ".")
    file.relativePath = RelativePath.name(of: entry.path)
    return Table(release: entry.release, file: file)
  }

  private static func pinned(
    _ pins: [TableLock.Pin], folder: String, studyFolder: String, catalog: TableCatalog
  ) throws(OmicsError) -> [Table] {
    var tables: [Table] = []
    for pin in pins.sorted(by: { $0.name < $1.name }) {
      let known = catalog.entries.first { $0.release.name == pin.name && $0.release.release == pin.release }
      let direct = RelativePath.join(folder, pin.path)
      let isDirect = !pin.path.isEmpty && FolderListing.isFile(direct)
      let path = isDirect ? direct : known?.path
      let kind = (path ?? "").hasSuffix(".sssom.tsv") ? "sssom" : pin.name
      guard let path else {
        throw OmicsError(
          .unreadable, "table \(pin.name) \(pin.release) is not found", at: SourceLocation(file: direct),
          hint: "Name the folder of tables with --tables.")
      }
      let actual = try file(path, ".")
      guard actual.sha256 == pin.sha256 else {
        throw OmicsError(
          .verification, "table \(pin.name) \(pin.release) has another digest than the lock says",
          at: SourceLocation(file: path), hint: "Locked \(pin.sha256), found \(actual.sha256).")
      }
      tables.append(
        Table(
          release: known?.release
            ?? TableRelease(
              name: pin.name, kind: kind, release: pin.release, date: "", licence: "", origin: "",
              file: RelativePath.name(of: path), sha256: pin.sha256, canonicalDigest: "", rows: 0),
          file: File(
            path: path,
            relativePath: isDirect ? RelativePath.from(studyFolder, to: path) : RelativePath.name(of: path),
            sha256: actual.sha256)))
    }
    return tables
  }
}
