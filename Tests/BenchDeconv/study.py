"""A scenario as the files a user would have, and a run of the command on them. The truth is never written."""
import csv
import gzip
import json
import os
import shutil
import subprocess
from dataclasses import dataclass

import numpy as np

STUDY = """study: bench-deconv
samples: samples.tsv
inputs:
{inputs}
identifiers: {{ target: none }}
contrast: {{ factor: label, case: case, control: control, batch: batch }}
priors: {{ network: network.tsv.gz{pathways} }}
ranking: {{ resamples: {resamples}, permutations: {permutations} }}
engines: [{engines}]
engine_settings: {settings}
seed: {seed}
"""


@dataclass
class Outcome:
    """What a run left: exit code, status and reasons of verdicts.json, rows of ranking.tsv, and of each engine;
    whether each engine beat its control."""
    code: int
    status: str
    reasons: list
    rows: list
    engines: dict
    beaten: dict

    @property
    def genes(self):
        return [row["target"] for row in self.rows]

    @property
    def own(self):
        return [row["target"] for row in sorted(self.rows, key=lambda row: int(row["rank_own"]))]

    def engine(self, name):
        """The genes as an engine ranks them; those it does not rank stand behind, in order of their names."""
        ranked = [row["target"] for row in self.engines[name]]
        return ranked + sorted(set(self.genes) - set(ranked))


def part(scenario, draw=None, protein=True):
    """The scenario with the samples `draw(cohort)` of each cohort, or without protein."""
    smaller = dict(scenario)
    for name in ("c1", "c2"):
        cohort = scenario[name]
        columns = np.arange(len(cohort["label"])) if draw is None else draw(cohort)
        smaller[name] = {k: v[:, columns] if v.ndim == 2 else v[columns] for k, v in cohort.items()}
        if not protein:
            smaller[name]["protein"] = None
    return smaller


def eighty_percent(generator):
    return lambda cohort: np.sort(generator.choice(len(cohort["label"]), int(0.8 * len(cohort["label"])), replace=False))


def half(generator):
    """Half of every stratum of label and batch; the odd ones out by lot."""
    def draw(cohort):
        chosen = []
        for stratum in sorted(set(zip(cohort["label"], cohort["batch"]))):
            members = np.flatnonzero((cohort["label"] == stratum[0]) & (cohort["batch"] == stratum[1]))
            generator.shuffle(members)
            chosen.extend(members[: (len(members) + int(generator.integers(2))) // 2])
        return np.sort(np.array(chosen))
    return draw


def _gzipped(path, lines):
    with gzip.GzipFile(path, "wb", mtime=0) as file:
        file.write("".join(lines).encode())


def _neighbourhoods(scenario):
    """Every gene of ten neighbours or more with them, as lines of a GMT: gene sets that a scenario has no others for."""
    near = {}
    for i, j, _ in scenario["network"]:
        near.setdefault(i, set()).add(j)
        near.setdefault(j, set()).add(i)
    names = scenario["names"]
    return [
        "\t".join(["around_" + names[i], "network"] + [names[j] for j in sorted({i, *others})]) + "\n"
        for i, others in sorted(near.items()) if len(others) >= 10]


def write(scenario, folder, resamples, permutations, seed, engines=(), settings=None):
    """Writes the files of a study below `folder`; gives the study file. `settings`: id -> key -> value."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    genes, sheet, inputs = scenario["names"], ["sample\tlabel\tbatch\n"], []
    for name in ("c1", "c2"):
        cohort = scenario[name]
        samples = ["%s_S%03d" % (name, k) for k in range(len(cohort["label"]))]
        for sample, label, batch in zip(samples, cohort["label"], cohort["batch"]):
            sheet.append("%s\t%s\tB%d\n" % (sample, "case" if label else "control", batch))
        for kind, layer in (("rna", "transcriptomics"), ("protein", "proteomics")):
            if cohort[kind] is None:
                continue
            lines = ["gene\t" + "\t".join(samples) + "\n"]
            for gene, row in zip(genes, cohort[kind]):
                if np.isfinite(row).any():
                    lines.append(gene + "\t" + "\t".join("%.3f" % v if np.isfinite(v) else "NA" for v in row) + "\n")
            _gzipped(os.path.join(folder, "%s_%s.tsv.gz" % (name, kind)), lines)
            inputs.append(
                "  - { path: %s_%s.tsv.gz, layer: %s, cohort: %s, measure: expression, scale: log2 }"
                % (name, kind, layer, name))
    _gzipped(
        os.path.join(folder, "network.tsv.gz"),
        ["gene_a\tgene_b\tconfidence\n"] + ["%s\t%s\t%.3f\n" % (genes[i], genes[j], w) for i, j, w in scenario["network"]])
    needs_sets = "pathway-transformer" in engines
    if needs_sets:
        with open(os.path.join(folder, "sets.gmt"), "w") as file:
            file.writelines(_neighbourhoods(scenario))
    with open(os.path.join(folder, "samples.tsv"), "w") as file:
        file.writelines(sheet)
    path = os.path.join(folder, "study.yaml")
    with open(path, "w") as file:
        file.write(STUDY.format(
            inputs="\n".join(inputs), resamples=resamples, permutations=permutations, seed=seed, engines=", ".join(engines),
            pathways=", pathways: sets.gmt" if needs_sets else "",
            settings=json.dumps({name: kept for name, kept in (settings or {}).items() if name in engines})))
    return path


def run(binary, study):
    """Runs the command on a study file and reads the run folder back."""
    folder = os.path.dirname(study)
    out = os.path.join(folder, "run")
    ended = subprocess.run(
        [binary, "run", study, "-o", out, "--no-cache", "-q"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    verdicts = os.path.join(out, "verdicts.json")
    if not os.path.exists(verdicts):
        raise SystemExit("%s run %s ended with %d:\n%s" % (binary, study, ended.returncode, ended.stderr))
    with open(verdicts) as file:
        said = json.load(file)
    below = os.path.join(out, "engines")
    engines = {name: _rows(os.path.join(below, name)) for name in sorted(os.listdir(below) if os.path.isdir(below) else [])}
    beaten = {name: _beats_control(os.path.join(below, name)) for name in engines}
    return Outcome(ended.returncode, said["status"], said["reasons"], _rows(out), engines, beaten)


def _beats_control(folder):
    path = os.path.join(folder, "control.json")
    if not os.path.exists(path):
        return False
    with open(path) as file:
        return json.load(file)["beats_control"]


def _rows(folder):
    path = os.path.join(folder, "ranking.tsv")
    if not os.path.exists(path):
        return []
    with open(path) as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
