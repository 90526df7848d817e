"""How good a ranking is, and how alike two are. A ranking is a list of genes, best first."""
import numpy as np


def of_target(ranking, truth):
    """Rank of the target, average precision of target and direct effectors, what else leads the list."""
    place = {gene: k for k, gene in enumerate(ranking, 1)}
    rank = place.get(truth["target"], len(ranking) + 1)
    artefacts = set(truth["artefacts_batch"]) | set(truth["artefacts_leak"])
    leading = set(ranking[:50])
    return dict(
        rank=rank, hit10=rank <= 10, hit50=rank <= 50, reciprocal=1 / rank,
        precision=average_precision(ranking, {truth["target"], *truth["direct_effectors"]}),
        artefacts=1 - len(leading & artefacts) / max(1, min(50, len(artefacts))),
        passengers=len(leading & set(truth["passengers"])))


def average_precision(ranking, wanted):
    found, total = 0, 0.0
    for k, gene in enumerate(ranking, 1):
        if gene in wanted:
            found += 1
            total += found / k
    return total / max(1, len(wanted))


def rbo(first, second, p=0.98, depth=50):
    """Rank-biased overlap (Webber, Moffat & Zobel 2010, doi:10.1145/1852102.1852106), cut at `depth`, scaled to 0 ... 1."""
    seen_first, seen_second, total, weight = set(), set(), 0.0, 0.0
    for d in range(1, min(depth, len(first), len(second)) + 1):
        seen_first.add(first[d - 1])
        seen_second.add(second[d - 1])
        total += p ** (d - 1) * len(seen_first & seen_second) / d
        weight += p ** (d - 1)
    return total / weight if weight else float("nan")


def jaccard(first, second, depth=50):
    a, b = set(first[:depth]), set(second[:depth])
    return len(a & b) / max(1, len(a | b))


def tau(first, second, depth=50):
    """Kendall's tau over the union of the two leading lists, ranks in the whole lists as values."""
    place_first = {gene: k for k, gene in enumerate(first)}
    place_second = {gene: k for k, gene in enumerate(second)}
    union = sorted(set(first[:depth]) | set(second[:depth]))
    x = np.array([place_first.get(gene, len(first)) for gene in union])
    y = np.array([place_second.get(gene, len(second)) for gene in union])
    i, j = np.triu_indices(len(union), 1)
    return float((np.sign(x[i] - x[j]) * np.sign(y[i] - y[j])).mean()) if len(union) > 1 else float("nan")


def likeness(first, second):
    return rbo(first, second), jaccard(first, second), tau(first, second)
