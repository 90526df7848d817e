internal import ArgumentParser
internal import Pipeline
internal import Report
internal import Schema

/// `tables import`.
struct TablesImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Import a mapping table into canonical text, or SSSOM.",
    discussion: """
      Kinds are recognised by their columns: hgnc, ncbi-gene, mgi, UniProt idmapping and secondary accessions, BioMart, \
      ChEBI, GO, orthologs, SSSOM, BridgeDb pairs, cross-reference pairs, and Bioconductor packages (SQLite). Any other \
      table is read when its columns are named, or numbered under header=none. TABLE ending .sssom.tsv is written as \
      SSSOM; rows are sorted, so that releases can be compared line by line. The workspace catalogues the table as \
      NAME@RELEASE, by the facts name and release, else by its kind and the head of its digest.

      Tables are read row by row and sorted in bounded memory (pieces go to TMPDIR), whatever their size. TABLE ending \
      .lookup.tsv is a table of pairs that is searched on disk instead of loaded; without -o a table of more than a million \
      pairs becomes one.

      Example:
        plumbline tables import hgnc.tsv.gz --fact release=2022-02 --fact licence=CC0-1.0 -o hgnc-2022-02.tsv
        plumbline tables import idmapping.dat.gz --fact release=2026_05 -o uniprot.lookup.tsv
        plumbline tables import org.Hs.eg.sqlite --fact name=orgdb --fact release=3.16.0
        plumbline tables import map.csv --column subject=Probe --column object=Gene --column object_namespace=hgnc.symbol -o map.tsv
      """)

  @Argument(help: ArgumentHelp("The table, as its source publishes it.", valueName: "FILE"))
  var file: String

  @Option(name: .long, help: ArgumentHelp("The kind; overrules recognition.", valueName: "K"))
  var kind: String?

  @Option(
    name: .long,
    help: ArgumentHelp("A column of a table of any shape, as part=NAME; repeatable.", valueName: "part=NAME"))
  var column: [String] = []

  @Option(name: .long, help: ArgumentHelp("A fact that is kept with the table; repeatable.", valueName: "key=value"))
  var fact: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Where an SSSOM set states what all its mappings share: as-read, condensed (in the block) or expanded (in rows).",
      valueName: "FORM"))
  var sssom = "as-read"

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The table to write; without it the workspace keeps the table.", valueName: "TABLE"))
  var output: String?

  @OptionGroup var tableOptions: KeptTableOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let words = try TableImportDoor.run(
      TableImportDoor.Request(file: file, kind: kind, columns: column, facts: fact, sssom: sssom), to: output,
      workspace: tableOptions.workspace, catalog: try tableOptions.catalog(), force: common.force)
    if !common.quiet { Terminal.note(words) }
  }
}

/// `tables diff`.
struct TablesDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Say what changed between two releases of a table, by stable id.",
    discussion: """
      Classes: added, removed, renamed, retargeted (the same symbol means another entry), withdrawn, merged and split (of \
      those withdrawn), resurrected, attribute_only, schema_change (a column that only one release has).

      Example:
        plumbline tables diff hgnc@2019-09 hgnc@2022-02
        plumbline tables diff old.tsv new.tsv --tsv
        plumbline tables diff drugs-1.tsv drugs-2.tsv --column subject=DRUG_ID --column object=UNIPROT
      """)

  @Argument(help: ArgumentHelp("The earlier table: a file or a catalogued id.", valueName: "A"))
  var old: String

  @Argument(help: ArgumentHelp("The later table.", valueName: "B"))
  var new: String

  @Flag(name: .long, help: "Print a line a change: change, key, before, after, columns.")
  var tsv = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A column of tables of any shape, as part=NAME; repeatable (see import).", valueName: "part=NAME"))
  var column: [String] = []

  @OptionGroup var tableOptions: KeptTableOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let difference = try MappingTableDoor.difference(old, new, columns: column, catalog: try tableOptions.catalog())
    if tsv {
      Terminal.print(difference.table)
    } else if common.json {
      Terminal.print(difference.jsonText)
    } else {
      Terminal.print(TerminalTable.render(["change", "count"], difference.rows, numeric: [1]))
    }
  }
}

/// `tables merge`.
struct TablesMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Merge a new release of the source with one's own changes, row by row, cell by cell.",
    discussion: """
      What both sides changed in different ways is a conflict: exit 3, and OUT.conflicts.tsv holds key, column, the \
      three values, the kind and, for lists, a suggestion. OUT keeps the base's value there, unless --prefer decides, or \
      the column resolution of a file given with --resolved: base, theirs, ours, suggestion or =text. \
      OUT.overrides.tsv says of every own change whether it is kept, a stale-override (the source reached the same value) \
      or contested.

      Example:
        plumbline tables merge base.tsv theirs.tsv ours.tsv -o merged.tsv
        plumbline tables merge base.tsv theirs.tsv ours.tsv --prefer ours -o merged.tsv
        plumbline tables merge base.tsv theirs.tsv ours.tsv --resolved merged.tsv.conflicts.tsv -o final.tsv
      """)

  @Argument(help: ArgumentHelp("The release both come from.", valueName: "BASE"))
  var base: String

  @Argument(help: ArgumentHelp("The source's new release.", valueName: "THEIRS"))
  var theirs: String

  @Argument(help: ArgumentHelp("The own table.", valueName: "OURS"))
  var ours: String

  @Option(name: .long, help: ArgumentHelp("Who wins a conflict: none, theirs or ours.", valueName: "SIDE"))
  var prefer = "none"

  @Option(name: .long, help: ArgumentHelp("A file of conflicts with resolutions filled in.", valueName: "FILE"))
  var resolved: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("The table to write.", valueName: "OUT"))
  var output: String

  @OptionGroup var tableOptions: KeptTableOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let conflicts = try MappingTableDoor.merge(
      base: base, theirs: theirs, ours: ours, prefer: prefer, resolved: resolved, to: output,
      catalog: try tableOptions.catalog(),
      force: common.force)
    guard conflicts > 0 else {
      if !common.quiet { Terminal.note("merged without conflicts -> \(output)") }
      return
    }
    Terminal.note("\(conflicts) conflict\(conflicts == 1 ? "" : "s") -> \(output).conflicts.tsv")
    throw CommandOutcome(code: .invalidInput)
  }
}

/// `tables lint`.
struct TablesLintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Look for what is wrong or odd in a table; exit 3 when something is wrong.",
    discussion: """
      Errors: duplicate and malformed ids, replacement cycles, symbols of two entries, spreadsheet dates, confidence out \
      of range. Warnings: dangling successors, lone quotes, outer blanks, several species, no licence. Notes: names that \
      shadow others, missing-value words that resolve.

      Example:
        plumbline tables lint hgnc@2022-02
        plumbline tables lint mgi.tsv.gz --json
      """)

  @Argument(help: ArgumentHelp("The table: a file or a catalogued id.", valueName: "TABLE"))
  var table: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A column of a table of any shape, as part=NAME; repeatable (see import).", valueName: "part=NAME"))
  var column: [String] = []

  @OptionGroup var tableOptions: KeptTableOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let findings = try MappingTableDoor.lint(table, columns: column, catalog: try tableOptions.catalog())
    Terminal.print(
      common.json
        ? findings.jsonText
        : TerminalTable.render(["severity", "code", "cases", "line", "what"], findings.rows, numeric: [2, 3]))
    if findings.hasErrors { throw CommandOutcome(code: .invalidInput) }
  }
}

/// `tables lock`.
struct TablesLockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lock", abstract: "Pin tables by release and digest for a study.",
    discussion: """
      Example:
        plumbline tables lock hgnc@2022-02 -o tables.lock.yaml
      """)

  @Argument(help: ArgumentHelp("Tables: files or catalogued ids.", valueName: "TABLE"))
  var references: [String]

  @Option(name: .shortAndLong, help: ArgumentHelp("The lock file to write.", valueName: "LOCK"))
  var output: String

  @OptionGroup var tableOptions: KeptTableOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    try MappingTableDoor.lock(references, to: output, catalog: try tableOptions.catalog(), force: common.force)
  }
}

/// `tables coverage`.
struct TablesCoverageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage", abstract: "Count what becomes of a list of ids: statuses with shares.",
    discussion: """
      Example:
        plumbline tables coverage genes.txt --from hgnc.symbol --to hgnc --table hgnc@2022-02
      """)

  @Argument(help: ArgumentHelp("A file of ids; - is standard input.", valueName: "FILE"))
  var file = "-"

  @Option(name: .long, help: ArgumentHelp("The namespace of the ids; auto decides by evidence.", valueName: "NS"))
  var from = "auto"

  @Option(name: .long, help: ArgumentHelp("The target namespace.", valueName: "NS"))
  var to: String

  @Option(name: .long, help: ArgumentHelp("A table: a file or a catalogued id; repeatable.", valueName: "TABLE"))
  var table: [String] = []

  @OptionGroup var tableOptions: KeptTableOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    var answer = try ResolveDoor.resolve(
      file, from: from == "auto" ? nil : from, to: to, tables: table, catalog: try tableOptions.catalog())
    try answer.account()
    Terminal.print(common.json ? answer.coverageJSON : answer.coverageTable)
    if !common.quiet { Terminal.note(answer.summary) }
  }
}
