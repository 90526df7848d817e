"""Target deconvolution with known targets, through the command: study files in, RUN/ranking.tsv out. See README.md."""
import argparse
import os
import sys
import time

import numpy as np

import baselines
import metrics
import scenario as scenarios
import study
import table

GOALS = dict(
    hit10=0.55, hit50=0.78, mrr=0.42, artefacts=0.97, rbo=0.80, inside_intervals=0.80, nulls_without_call=0.95,
    aliased_named=1.0, aliased_refused=1.0)
NULL = dict(effect=0.0, artefact_leak=0, confounder_program_shift=0.0)


class Bench:
    def __init__(self, options):
        self.options = options
        self.parameters = dict(seed=options.seed, network=options.network)
        self.figures = {}
        self.beaten = {}

    def ranked(self, scenario, name, seed=1, engines=()):
        folder = os.path.join(self.options.dir, name)
        path = study.write(scenario, folder, self.options.resamples, self.options.permutations, seed, engines, self.options.engine_settings)
        return study.run(self.options.binary, path)

    def accuracy(self):
        """Every scenario ranked; the first ones again on parts of their samples."""
        found, alike, without, inside = {}, {}, {}, []
        for k in self.indices(self.options.scenarios):
            begun = time.time()
            scenario = scenarios.generate(self.parameters, k)
            truth = scenario["truth"]
            asked = self.options.engines if k - self.options.first < self.options.engine_scenarios else []
            outcome = self.ranked(scenario, "scenario", engines=asked)
            for engine in asked:
                self.beaten.setdefault(engine, []).append(outcome.beaten[engine])
                found.setdefault("engine_" + engine, []).append(
                    (truth["mechanism"], truth["confounding"], metrics.of_target(outcome.engine(engine), truth)))
            whole = dict(plumbline=outcome.genes, plumbline_no_prior=outcome.own, **baselines.rankings(scenario, k))
            for method, genes in whole.items():
                found.setdefault(method, []).append((truth["mechanism"], truth["confounding"], metrics.of_target(genes, truth)))
            if k - self.options.first < self.options.stability:
                for again in range(2):
                    smaller = study.part(scenario, study.eighty_percent(np.random.default_rng([7, k, again])))
                    other = self.ranked(smaller, "resample")
                    others = dict(plumbline=other.genes, plumbline_no_prior=other.own, **baselines.rankings(smaller, 1000 + 10 * k + again))
                    for method, genes in others.items():
                        alike.setdefault(method, []).append(metrics.likeness(whole[method], genes))
                    inside += self.inside(outcome, study.part(scenario, study.half(np.random.default_rng([11, k, again]))))
                other = self.ranked(study.part(scenario, protein=False), "without")
                for method, genes in dict(plumbline=other.genes, plumbline_no_prior=other.own).items():
                    without.setdefault(method, []).append(metrics.likeness(whole[method], genes))
            print(
                k, truth["mechanism"], truth["confounding"], scenarios.digest(scenario), outcome.status,
                *("%s %d" % (m, found[m][-1][2]["rank"]) for m in ("plumbline", "plumbline_no_prior", "own_plus_neighbourhood")),
                "%.0f s" % (time.time() - begun), sep="\t", file=sys.stderr, flush=True)
        order = sorted(found, key=lambda m: m.startswith("engine_"))
        lines = [table.line(m, found[m], alike.get(m, []), without.get(m, [])) for m in order]
        for name, value in zip(table.COLUMNS, lines[0]):
            if name in GOALS and value != "NA":
                self.figures[name] = (float(value), len(alike["plumbline"]) if name == "rbo" else len(found["plumbline"]))
        if inside:
            self.figures["inside_intervals"] = (float(np.mean(inside)), len(inside))
        return lines

    def inside(self, outcome, smaller):
        """Whether each leading target's rank in a half-sample that made no interval lies in its interval."""
        place = {gene: k for k, gene in enumerate(self.ranked(smaller, "half").genes, 1)}
        return [
            float(row["rank_low"]) <= place[row["target"]] <= float(row["rank_high"])
            for row in outcome.rows[:50] if row["target"] in place and row["rank_low"] != "NA"]

    def variants(self):
        """Nothing to find, label and batch the same, few samples."""
        calls, named, refused, small = [], [], [], []
        for k in self.indices(self.options.nulls):
            outcome = self.ranked(scenarios.generate({**self.parameters, **NULL}, k), "null")
            calls.append(outcome.status != "ranked")
            print(k, "null", outcome.status, sep="\t", file=sys.stderr, flush=True)
        for k in self.indices(self.options.aliased):
            # Cohort 2 is tied to the degree of 0.3 of cohort 1.
            one = self.ranked(scenarios.generate({**self.parameters, "confounding": [1.0]}, k), "aliased")
            named.append(one.code == 0 and any(reason.startswith("Cohort c1 is left out") for reason in one.reasons))
            both = self.ranked(scenarios.generate({**self.parameters, "confounding": [4.0]}, k), "refused")
            refused.append(both.code == 6 and both.status == "refused" and not both.rows)
            print(k, "aliased", named[-1], refused[-1], sep="\t", file=sys.stderr, flush=True)
        for k in self.indices(self.options.small):
            scenario = scenarios.generate({**self.parameters, "n1": 24, "n2": 18}, k)
            truth = scenario["truth"]
            outcome = self.ranked(scenario, "small")
            lists = dict(plumbline=outcome.genes, **baselines.rankings(scenario, k))
            small.append({m: (truth["mechanism"], truth["confounding"], metrics.of_target(g, truth)) for m, g in lists.items()})
        for name, values in (("nulls_without_call", calls), ("aliased_named", named), ("aliased_refused", refused)):
            if values:
                self.figures[name] = (float(np.mean(values)), len(values))
        return [table.line(m + "_small", [row[m] for row in small], [], []) for m in ("plumbline", "own_plus_neighbourhood") if small]

    def indices(self, count):
        return range(self.options.first, self.options.first + count)

    def report(self, lines, stream):
        table.printed(lines, stream)
        print("\npublished: 36 scenarios, seed 20251122, iRefIndex 13; comparable with that seed and network alone", file=stream)
        table.printed(table.published(), stream)
        for engine, beaten in self.beaten.items():
            print("%s beat its control in %d of %d scenarios" % (engine, sum(beaten), len(beaten)), file=stream)
        print("\nfigure\tmeasured\tgoal\tcount\tverdict", file=stream)
        for name, goal in GOALS.items():
            if name in self.figures:
                value, count = self.figures[name]
                print(name, "%.3f" % value, "%.2f" % goal, count, "kept" if value >= goal else "missed", sep="\t", file=stream)


def settings(text):
    found = {}
    for part in text.split(","):
        place, value = part.split("=")
        engine, key = place.split(".")
        found.setdefault(engine, {})[key] = float(value) if "." in value else int(value)
    return found


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True, help="the command")
    parser.add_argument("--network", required=True, help="edges to draw networks from: gene_a gene_b confidence?; '' for a made one")
    parser.add_argument("--dir", required=True, help="folder for study files, runs and the table")
    parser.add_argument("--seed", type=int, default=20251122)
    parser.add_argument("--first", type=int, default=0, help="number of the first scenario")
    parser.add_argument("--scenarios", type=int, default=36)
    parser.add_argument("--stability", type=int, default=12, help="how many of them are ranked again on parts of their samples")
    parser.add_argument("--nulls", type=int, default=20, help="scenarios with nothing to find")
    parser.add_argument("--aliased", type=int, default=3, help="scenarios whose label is the batch")
    parser.add_argument("--small", type=int, default=12, help="scenarios of 24 and 18 samples")
    parser.add_argument("--engines", type=lambda text: text.split(","), default=[], help="second opinions to run, joined by commas")
    parser.add_argument("--engine-scenarios", type=int, default=6, help="how many of the first scenarios they run on")
    parser.add_argument("--engine-settings", type=settings, default={}, help="id.key=value joined by commas, such as gated.folds=3")
    parser.add_argument("--resamples", type=int, default=200)
    parser.add_argument("--permutations", type=int, default=1000)
    return parser.parse_args()


def main():
    bench = Bench(options())
    os.makedirs(bench.options.dir, exist_ok=True)
    lines = bench.accuracy() + bench.variants() if bench.options.scenarios else bench.variants()
    with open(os.path.join(bench.options.dir, "table.tsv"), "w") as file:
        bench.report(lines, file)
    bench.report(lines, sys.stdout)


if __name__ == "__main__":
    main()
