import Foundation
import Testing

/// Second opinions through the command, with a plugin that is a shell script.
@Suite(.serialized) struct EngineTests {
  private func study(script: String) throws -> SmallStudy {
    let study = try SmallStudy()
    let folder = study.path("plugins/Toy")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try """
    id: toy
    name: Toy
    kind: engine
    version: 1.0.0
    engines: [toy]
    command: [engine.sh, --loud]
    limits: { seconds: 60 }
    """.write(toFile: "\(folder)/plugin.yaml", atomically: true, encoding: .utf8)
    try script.write(toFile: "\(folder)/engine.sh", atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder)/engine.sh")
    return study
  }

  private func run(_ study: SmallStudy, engine: String = "toy") throws -> Command.Result {
    try Command.run(
      after: "export PLUMBLINE_PLUGINS='\(study.path("plugins"))' PLUMBLINE_WORKSPACE='\(study.path("workspace"))'",
      "run", study.study, "-o", study.path("r"), "--set", "engines=\(engine)", "--set",
      "engines.settings=\(engine).depth=3", "-q")
  }

  @Test func anEngineStandsBesideTheRanking() throws {
    let study = try study(
      script: """
        #!/bin/sh
        [ "$1" = --loud ] && [ "$2" = run ] && [ -s "$3" ] && grep -q '"depth": "3"' "$4" || exit 9
        grep -q HGNC:7127 "$(dirname "$4")/network.tsv" || exit 8
        printf 'rank\\ttarget\\tsymbol\\tscore\\trank_low\\trank_high\\tdirection\\n1\\tHGNC:7127\\tMLH1\\t3\\tNA\\tNA\\tdown\\n' > "$5/ranking.tsv"
        echo '{"metric": "auc", "score": 0.6, "controls": [{"id": "permuted_labels", "score": 0.7}],' > "$5/control.json"
        echo '"beats_control": false, "sentence": "It does not beat permuted labels."}' >> "$5/control.json"
        mkdir -p "$5/checkpoints"; echo x > "$5/checkpoints/fold"
        """)
    defer { study.remove() }
    let result = try run(study)
    #expect(result.code == 0, "\(result.text)")
    let ranks = try study.lines("r/engines.tsv")
    #expect(ranks[0] == "target\tsymbol\trank_ledger\trank_toy")
    #expect(ranks.contains("HGNC:7127\tMLH1\t1\t1"))
    #expect(ranks[2].hasSuffix("\tNA"))
    let report = try String(contentsOfFile: study.path("r/report.html"), encoding: .utf8)
    #expect(report.contains("It does not beat permuted labels."))
    #expect(report.contains("class=\"grey\""))
    #expect(FileManager.default.fileExists(atPath: study.path("r/engines/toy/control.json")))
    #expect(!FileManager.default.fileExists(atPath: study.path("r/engines/toy/checkpoints")))
    #expect(try Command.run("verify", study.path("r"), "-q").code == 0)
  }

  /// The engines of the program: files of the contract, the same bytes with one thread and with two.
  @Test func enginesOfTheProgramStandBesideTheRanking() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let settings =
      "factors.factors=4,factors.starts=2,factors.folds=2,factors.repetitions=1,factors.permutations=1,"
      + "graph.features=60,graph.folds=2,graph.repetitions=1,graph.permutations=1,graph.halves=4"
    for threads in ["1", "2"] {
      let result = try Command.run(
        "run", study.study, "-o", study.path("r\(threads)"), "--set", "engines=factors,graph", "--set",
        "engines.settings=\(settings)", "--threads", threads, "-q")
      #expect(result.code == 0, "\(result.text)")
    }
    for file in [
      "factors/ranking.tsv", "factors/attributions.tsv", "factors/control.json", "factors/factors.tsv",
      "factors/factors_uncorrected.tsv", "factors/latent.h5ad", "graph/ranking.tsv", "graph/attributions.tsv",
      "graph/control.json", "graph/selection.tsv",
    ] {
      let (one, two) = (study.path("r1/engines/\(file)"), study.path("r2/engines/\(file)"))
      #expect(try Command.sha256(one) == Command.sha256(two), "\(file)")
    }
    #expect(try study.lines("r1/engines.tsv")[0] == "target\tsymbol\trank_ledger\trank_factors\trank_graph")
    for engine in ["factors", "graph"] {
      let control = try String(contentsOfFile: study.path("r1/engines/\(engine)/control.json"), encoding: .utf8)
      #expect(control.contains("\"permuted_labels\"") && control.contains("\"folds_grouped_by\""))
      let report = try String(contentsOfFile: study.path("r1/report.html"), encoding: .utf8)
      #expect(report.contains("<strong>\(engine)</strong>"))
    }
    #expect(try Command.run("verify", study.path("r1"), "-q").code == 0)
  }

  @Test(arguments: [
    ("factors", "factors.factros=3", "Did you mean \"factors\"?"), ("graph", "graph.folds=1", "from 2 to 20"),
    ("graph", "graph.halves=many", "whole number"),
  ])
  func wrongSettingsAreToldBeforeAnyWork(_ engine: String, _ setting: String, _ words: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let result = try Command.run(
      "run", study.study, "-o", study.path("r"), "--set", "engines=\(engine)", "--set", "engines.settings=\(setting)",
      "-q")
    #expect(result.code == 2)
    #expect(result.text.contains(words), "\(result.text)")
  }

  @Test func aNewEngineWorksInAStudyAndDriftTellsOfIt() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let made = try Command.run(
      "plugins", "new", "SecondLook", "--kind", "engine", "-o", study.path("plugins/SecondLook"))
    #expect(made.code == 0, "\(made.text)")
    func run(_ name: String, _ more: String...) throws {
      let result = try Command.run(
        after: "export PLUMBLINE_PLUGINS='\(study.path("plugins"))'",
        "run", study.study, "-o", study.path(name), "--set", "engines=second-look", "--set", more[0], "-q")
      #expect(result.code == 0, "\(result.text)")
    }
    try run("a", "seed=7")
    try run("b", "coverage.minimum=0.9")
    #expect(try study.lines("a/engines/second-look/ranking.tsv").contains { $0.contains("HGNC:7127") })
    let json = try Command.run("drift", study.path("a"), study.path("b"), "--json", "-q").text
    #expect(json.contains("\"engine\": \"second-look\"") && json.contains("\"beats_control_before\": true"))
    let drift = try Command.run("drift", study.path("a"), study.path("b"), "-o", study.path("d"), "-q")
    #expect(drift.text.contains("engine second-look: "), "\(drift.text)")
    let page = try String(contentsOfFile: study.path("d/drift.html"), encoding: .utf8)
    #expect(page.contains("Second opinions"))
    let same = try Command.run("drift", study.path("a"), study.path("a"), "-q")
    #expect(same.text.contains("engine second-look: the same leading ranks, rank-biased overlap 1.0000"))
  }

  @Test(arguments: ["exit 4", "kill -9 $$", "echo '{}' > \"$5/control.json\""])
  func anEngineThatFailsFailsTheRun(_ body: String) throws {
    let study = try study(script: "#!/bin/sh\n\(body)\n")
    defer { study.remove() }
    let result = try run(study)
    #expect(result.code == 7)
    #expect(result.text.contains("engine toy"))
    #expect(!FileManager.default.fileExists(atPath: study.path("r")))
  }

  @Test func anEngineThatIsNotThereIsToldBeforeAnyWork() throws {
    let study = try study(script: "")
    defer { study.remove() }
    #expect(try run(study, engine: "tyo").code == 2)
    try FileManager.default.removeItem(atPath: study.path("plugins/Toy/engine.sh"))
    let result = try run(study)
    #expect(result.code == 7)
    #expect(result.text.contains("not installed"))
  }
}
