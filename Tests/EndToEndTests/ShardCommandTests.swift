import Foundation
import Testing

/// `shard` and `workflow` through the command, the scripts run as their users would.
@Suite(.serialized) struct ShardCommandTests {
  /// A folder with a name no shell should look into, three samples below it.
  private func inputs(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("flow it's $(false) \"\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for sample in ["S1", "S 2", "S'3"] {
      let own = folder.appendingPathComponent(sample)
      try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
      let text = "Name\tLength\tEffectiveLength\tTPM\tNumReads\nT\t1000\t800\t10.5\t\(sample.utf8.count)\n"
      try Data(text.utf8).write(to: own.appendingPathComponent("quant.sf"))
    }
    try body(folder)
  }

  private func files(_ folder: URL) -> [String] {
    ["S1", "S 2", "S'3"].map { folder.appendingPathComponent("\($0)/quant.sf").path }
  }

  private func shell(_ script: String, _ arguments: String..., path: String = "") throws -> Command.Result {
    let prelude = path.isEmpty ? "" : "PATH=\"\(path):$PATH\"; "
    return try Command.start(URL(fileURLWithPath: "/bin/bash"), ["-c", prelude + script, "bash"] + arguments).finish()
  }

  @Test func slurmScriptsRunShardsInOrder() throws {
    try inputs { folder in
      let flow = folder.appendingPathComponent("flow")
      let made = try Command.start(
        Command.executable, ["workflow", "slurm"] + files(folder) + ["--shards", "2", "-o", flow.path]
      ).finish()
      #expect(made.code == 0, "\(made.text)")
      for script in ["submit.sh", "plumbline.sbatch", "settings.sh"] {
        #expect(try shell("bash -n \"$1\"", flow.appendingPathComponent(script).path).code == 0)
      }
      // sbatch as a program that runs every task at once, and the command beside it.
      let bin = FileManager.default.temporaryDirectory.appendingPathComponent("bin-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: bin) }
      try Data(
        """
        #!/bin/bash
        last=0 words=()
        for word in "$@"; do case "$word" in --array=1-*) last=${word#--array=1-} ;; --*) ;; *) words+=("$word") ;; esac; done
        export SLURM_SUBMIT_DIR=$PWD
        if [ "$last" = 0 ]; then bash "${words[@]}" >&2 || exit 1; fi
        for ((task = 1; task <= last; task++)); do SLURM_ARRAY_TASK_ID=$task bash "${words[@]}" >&2 || exit 1; done
        echo "17;cluster"
        """.utf8
      ).write(to: bin.appendingPathComponent("sbatch"))
      let install = "chmod +x \"$1/sbatch\" && ln -s \"$2\" \"$1/plumbline\""
      #expect(try shell(install, bin.path, Command.executable.path).code == 0)
      for _ in 0..<2 {
        let run = try shell("cd / && bash \"$1/submit.sh\"", flow.path, path: bin.path)
        #expect(run.code == 0 && run.text.contains("merge: job 17 -> dataset.h5mu"), "\(run.text)")
      }
      let whole = folder.appendingPathComponent("whole.h5mu").path
      #expect(try Command.start(Command.executable, ["convert"] + files(folder) + ["-o", whole]).finish().code == 0)
      #expect(try Command.sha256(whole) == Command.sha256(flow.appendingPathComponent("dataset.h5mu").path))
    }
  }

  @Test func anotherWorkflowOfTheSameFolderKeepsConvertedShards() throws {
    try inputs { folder in
      let flow = folder.appendingPathComponent("flow")
      func make(_ options: String...) throws -> Command.Result {
        try Command.start(
          Command.executable, ["workflow", "snakemake"] + files(folder) + ["-o", flow.path] + options
        ).finish()
      }
      #expect(try make("--shards", "3").code == 0)
      let shard = flow.appendingPathComponent("shards/1").path
      let plan = flow.appendingPathComponent("plan.tsv").path
      #expect(try Command.run("shard", "convert", plan, "--shard", "1", "-o", shard).code == 0)
      let before = try FileManager.default.attributesOfItem(atPath: plan)[.modificationDate] as? Date
      #expect(try make("--shards", "3", "--force").code == 0)
      #expect(FileManager.default.fileExists(atPath: "\(shard)/shard.tsv"))
      #expect(try FileManager.default.attributesOfItem(atPath: plan)[.modificationDate] as? Date == before)
      #expect(try make("--shards", "2").code != 0)
      #expect(try make("--shards", "2", "--force").code == 0)
      #expect(FileManager.default.fileExists(atPath: "\(shard)/shard.tsv"))
    }
  }

  @Test func snakemakeFilesAreTheSameEachTimeAndHoldNoAbsolutePath() throws {
    try inputs { folder in
      for name in ["a/flow", "b/flow"] {
        let flow = folder.appendingPathComponent(name).path
        let made = try Command.start(
          Command.executable, ["workflow", "snakemake"] + files(folder).reversed() + ["--shards", "3", "-o", flow]
        ).finish()
        #expect(made.code == 0, "\(made.text)")
      }
      for file in ["Snakefile", "config.yaml", "plan.tsv", "README.md"] {
        let text = try String(contentsOf: folder.appendingPathComponent("a/flow/\(file)"), encoding: .utf8)
        #expect(try text == String(contentsOf: folder.appendingPathComponent("b/flow/\(file)"), encoding: .utf8))
        #expect(!text.contains(folder.path), "\(file)")
      }
      // Where snakemake is installed it runs the workflow; elsewhere the rules are held against the verbs they call.
      let bin = Command.executable.deletingLastPathComponent().path
      if try shell("command -v snakemake").code == 0 {
        let run = try shell("cd \"$1\" && snakemake --cores 2", folder.appendingPathComponent("a/flow").path, path: bin)
        #expect(run.code == 0, "\(run.text)")
        #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent("a/flow/dataset.h5mu").path))
      }
      let snakefile = try String(contentsOf: folder.appendingPathComponent("a/flow/Snakefile"), encoding: .utf8)
      for call in ["shard convert {input:q}", "shard merge {input.plan:q} shards", "run {input.study:q}"] {
        #expect(snakefile.contains("{PLUMBLINE:q} \(call)"))
      }
    }
  }

  @Test func aSampleSheetIsWrittenBackUnchanged() throws {
    try inputs { folder in
      let sheet = "\(Command.root.path)/Plugins/Sdrf/Cases/tmt-fractions/input.tsv"
      let out = folder.appendingPathComponent("copy.sdrf.tsv").path
      #expect(try Command.run("convert", sheet, "-o", out, "-q").code == 0)
      #expect(FileManager.default.contents(atPath: out) == FileManager.default.contents(atPath: sheet))
      let other = try Command.start(Command.executable, ["convert", files(folder)[0], "-o", out, "--force"]).finish()
      #expect(other.code == 3 && other.text.contains("only a sheet in SDRF"), "\(other.text)")
      let ragged = "\(Command.root.path)/Plugins/Sdrf/Cases/ragged/input.tsv"
      #expect(try Command.run("convert", ragged, "-o", out, "--force").code == 3)
      #expect(FileManager.default.contents(atPath: out) == FileManager.default.contents(atPath: sheet))
    }
  }

  @Test func aStudyMustReadWhatTheWorkflowMakes() throws {
    try inputs { folder in
      let study = folder.appendingPathComponent("study.yaml").path
      func make(_ path: String) throws -> Command.Result {
        try Data(
          """
          study: s
          samples: samples.tsv
          inputs:
            - { path: \(path), layer: transcriptomics }
          contrast: { factor: condition, case: a, control: b }
          """.utf8
        ).write(to: URL(fileURLWithPath: study))
        return try Command.start(
          Command.executable,
          ["workflow", "slurm"] + files(folder)
            + ["--study", study, "-o", folder.appendingPathComponent("flow").path]
        ).finish()
      }
      let refused = try make("other.tsv")
      #expect(refused.code == 2 && refused.text.contains("flow/dataset.h5mu"), "\(refused.text)")
      #expect(try make("flow/dataset.h5mu").code == 0)
      let settings = try String(contentsOf: folder.appendingPathComponent("flow/settings.sh"), encoding: .utf8)
      #expect(settings.contains("STUDY='../study.yaml'\n"))
      // Without files the plan is made later; a study alone needs none.
      #expect(try Command.run("workflow", "snakemake", "-o", folder.appendingPathComponent("later").path).code == 0)
      #expect(try Command.run("workflow", "nextflow", "-o", folder.appendingPathComponent("x").path).code == 2)
    }
  }
}
