internal import OmicsIO
internal import Schema

/// What a workflow is made for: a plan of shards, a study, or both. Paths are relative to the workflow's folder.
struct WorkflowSettings: Sendable, Hashable {
  /// The plan of shards; empty when there is nothing to convert first.
  var plan: String
  /// Where the joined dataset goes.
  var dataset = "dataset.h5mu"
  /// The study; empty when the dataset is the goal.
  var study: String
  /// Where the run goes.
  var run = "run"
  /// The command.
  var command = "plumbline"

  /// The settings as key and value, in a fixed order.
  var pairs: [(key: String, value: String)] {
    [("plumbline", command), ("plan", plan), ("dataset", dataset), ("study", study), ("run", run)]
  }
}

/// The files of a workflow of one kind, each a pure function of the settings.
struct WorkflowFiles: Sendable {
  /// A file: its name, its text, and whether it is a program.
  typealias File = (name: String, text: String)
  let files: [File]

  /// For Snakemake: rules that call the command, and the settings they read.
  static func snakemake(_ settings: WorkflowSettings) -> WorkflowFiles {
    let writer = JSONWriter()
    let config = settings.pairs.map { "\($0.key): \(writer.text(of: .string($0.value)))\n" }.joined()
    return WorkflowFiles(files: [
      ("Snakefile", snakefile), ("config.yaml", "# Paths are relative to this folder.\n" + config),
      (
        "README.md",
        readme(settings, tool: "Snakemake", start: "snakemake --cores 2", settingsFile: "config.yaml")
      ),
    ])
  }

  /// For Slurm: one job script, a script that submits its steps, and the settings both read.
  static func slurm(_ settings: WorkflowSettings) -> WorkflowFiles {
    let variables = settings.pairs.map { "\($0.key.uppercased())=\(ShellWord.quoted($0.value))\n" }.joined()
    return WorkflowFiles(files: [
      ("plumbline.sbatch", jobScript), ("submit.sh", submitScript),
      ("settings.sh", "# Paths are relative to this folder.\n" + variables),
      (
        "README.md",
        readme(settings, tool: "Slurm", start: "bash submit.sh", settingsFile: "settings.sh")
          + "\nMemory, time and partition go to the `#SBATCH` lines of `plumbline.sbatch`. A plan may have as many shards as "
          + "the cluster's\n`MaxArraySize` allows (often 1000).\n"
      ),
    ])
  }

  // MARK: Texts

  static let snakefile = """
    # Converts the shards of a plan, joins them, and runs a study on the result: snakemake --cores 2
    configfile: "config.yaml"

    PLUMBLINE = config["plumbline"]
    PLAN = config["plan"]
    DATASET = config["dataset"]
    STUDY = config["study"]
    RUN = config["run"]


    def shards():
        with open(PLAN, encoding="utf-8") as plan:
            return sorted({int(line.split("\\t")[0]) for line in plan if line[:1].isdigit()})


    rule all:
        input:
            RUN if STUDY else DATASET,


    if PLAN:

        rule convert:
            input:
                PLAN,
            output:
                directory("shards/{shard}"),
            wildcard_constraints:
                shard="[0-9]+",
            shell:
                "{PLUMBLINE:q} shard convert {input:q} --shard {wildcards.shard} --force -o {output:q}"

        rule merge:
            input:
                plan=PLAN,
                shards=expand("shards/{shard}", shard=shards()),
            output:
                DATASET,
            shell:
                "{PLUMBLINE:q} shard merge {input.plan:q} shards --force -o {output:q}"


    if STUDY:

        rule run:
            input:
                study=STUDY,
                dataset=DATASET if PLAN else [],
            output:
                directory(RUN),
            shell:
                "{PLUMBLINE:q} run {input.study:q} --force -o {output:q}"

    """

  static let jobScript = """
    #!/bin/bash
    #SBATCH --job-name=plumbline
    #SBATCH --ntasks=1
    #SBATCH --cpus-per-task=1
    # One step of the workflow: convert (a shard of the array), merge, or run. submit.sh submits them in order.
    set -euo pipefail
    cd "${SLURM_SUBMIT_DIR:-.}"
    . ./settings.sh
    case "${1:-}" in
      convert)
        shard=$SLURM_ARRAY_TASK_ID
        "$PLUMBLINE" shard convert "$PLAN" --shard "$shard" --force -o "shards/$shard"
        ;;
      merge) "$PLUMBLINE" shard merge "$PLAN" shards --force -o "$DATASET" ;;
      run) "$PLUMBLINE" run "$STUDY" --force -o "$RUN" ;;
      *)
        echo "usage: sbatch plumbline.sbatch convert|merge|run" >&2
        exit 2
        ;;
    esac

    """

  static let submitScript = """
    #!/bin/bash
    # Submits every shard as one array, the join behind it, and the study's run last.
    set -euo pipefail
    cd "$(dirname "$0")"
    . ./settings.sh
    before=()
    if [ -n "$PLAN" ]; then
      shards=$(cut -f 1 "$PLAN" | grep -E '^[0-9]+$' | sort -n | tail -n 1)
      convert=$(sbatch --parsable --array="1-$shards" plumbline.sbatch convert)
      merge=$(sbatch --parsable --dependency="afterok:${convert%%;*}" plumbline.sbatch merge)
      echo "convert: job ${convert%%;*}, $shards shards"
      echo "merge: job ${merge%%;*} -> $DATASET"
      before=(--dependency="afterok:${merge%%;*}")
    fi
    if [ -n "$STUDY" ]; then
      run=$(sbatch --parsable "${before[@]}" plumbline.sbatch run)
      echo "run: job ${run%%;*} -> $RUN"
    fi

    """

  private static func readme(
    _ settings: WorkflowSettings, tool: String, start: String, settingsFile: String
  ) -> String {
    var text = "# A workflow for \(tool)\n\n"
    text += "Start it in this folder: `\(start)`. `\(settingsFile)` holds its settings.\n\n"
    if !settings.plan.isEmpty {
      text += """
        1. Each shard of `\(settings.plan)` is converted into `shards/N`. A shard that is there already is kept.
        2. `plumbline shard merge` joins them into `\(settings.dataset)`: the bytes of one `plumbline convert` on all files.

        The plan is made, or made anew when files change, with `plumbline shard plan FILE... -o \(settings.plan)`.

        """ + (settings.study.isEmpty ? "" : "\n")
    }
    if !settings.study.isEmpty { text += "The study `\(settings.study)` is run into `\(settings.run)`.\n" }
    return text
  }
}
