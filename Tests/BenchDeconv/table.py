"""Figures of all scenarios as one line a method."""
import os

import numpy as np

COLUMNS = (
    "method median_rank hit10 hit50 mrr precision artefacts passengers activity degradation transcription amplicon "
    "artefacts_clean artefacts_tied rbo jaccard tau rbo_without jaccard_without tau_without").split()


def mean(values):
    return float(np.mean(values)) if len(values) else float("nan")


def line(method, found, resampled, without):
    """`found`: (mechanism, confounding, metrics) a scenario; `resampled` and `without`: (rbo, jaccard, tau) a pair of lists."""
    def median(mechanism=None):
        ranks = [m["rank"] for mech, _, m in found if mechanism in (None, mech)]
        return float(np.median(ranks)) if ranks else float("nan")
    ties = [tied for _, tied, _ in found]
    values = dict(
        median_rank=median(), hit10=mean([m["hit10"] for *_, m in found]), hit50=mean([m["hit50"] for *_, m in found]),
        mrr=mean([m["reciprocal"] for *_, m in found]), precision=mean([m["precision"] for *_, m in found]),
        artefacts=mean([m["artefacts"] for *_, m in found]), passengers=mean([m["passengers"] for *_, m in found]),
        artefacts_clean=mean([m["artefacts"] for _, tied, m in found if tied == min(ties)]),
        artefacts_tied=mean([m["artefacts"] for _, tied, m in found if tied == max(ties)]))
    for mechanism in ("activity", "degradation", "transcription", "amplicon"):
        values[mechanism] = median(mechanism)
    for suffix, pairs in (("", resampled), ("_without", without)):
        for k, name in enumerate(("rbo", "jaccard", "tau")):
            values[name + suffix] = mean([pair[k] for pair in pairs])
    return [method] + [text(name, values[name]) for name in COLUMNS[1:]]


def text(name, value):
    if value != value:
        return "NA"
    if name in ("median_rank", "activity", "degradation", "transcription", "amplicon"):
        return "%.0f" % value
    if name == "passengers":
        return "%.1f" % value
    return ("%.3f" if name in ("hit10", "hit50", "mrr", "precision", "artefacts") else "%.2f") % value


def published():
    """The same columns as measured once for the 36 scenarios of seed 20251122 on iRefIndex 13, by other programs."""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "published.tsv")) as file:
        return [row.rstrip("\n").split("\t") for row in file][1:]


def printed(lines, stream):
    for row in [COLUMNS] + lines:
        print("\t".join(row), file=stream)
