"""Simple rankings of a scenario, to stand beside the command's: numpy alone, no tuning."""
import numpy as np


def label_z(values, label, batch):
    """z of the label in a linear model with batch, variance moderated towards the median; nan where it cannot be told."""
    columns = [np.ones(len(label)), label.astype(float)] + [(batch == b).astype(float) for b in np.unique(batch)[1:]]
    design = np.stack(columns, 1)
    p = design.shape[1]
    seen = np.isfinite(values).astype(float)
    known = np.nan_to_num(values.astype(float))
    gram = (seen @ (design[:, :, None] * design[:, None, :]).reshape(-1, p * p)).reshape(-1, p, p) + 1e-6 * np.eye(p)
    inverse = np.linalg.inv(gram)
    beta = np.einsum("gij,gj->gi", inverse, known @ design)
    df = np.maximum(seen.sum(1) - p, 1)
    variance = (((known - beta @ design.T) * seen) ** 2).sum(1) / df
    usable = (seen @ label >= 4) & (seen @ (1 - label) >= 4) & (variance > 0)
    if not usable.any():
        return np.full(len(values), np.nan)
    moderated = (4 * np.median(variance[usable]) + df * variance) / (4 + df)
    t = beta[:, 1] / np.sqrt(moderated * np.maximum(inverse[:, 1, 1], 1e-12))
    df = df + 4
    z = np.sign(t) * np.sqrt(df * np.log1p(t * t / df)) * (1 - 3 / (4 * df))
    z[~usable] = np.nan
    return z


def detection_z(values, label):
    seen = np.isfinite(values)
    cases, controls = (label == 1).sum(), (label == 0).sum()
    a, b = seen[:, label == 1].mean(1), seen[:, label == 0].mean(1)
    pooled = (a * cases + b * controls + 1) / (cases + controls + 2)
    return (a - b) / np.sqrt(pooled * (1 - pooled) * (1 / cases + 1 / controls))


def replicated(first, second):
    """Two cohorts: signed sum, limited by the weaker one; a lone cohort counts half."""
    both = np.isfinite(first) & np.isfinite(second)
    lone = np.where(np.isfinite(first), first, second)
    weaker = np.minimum(np.abs(first), np.abs(second))
    joined = (first + second) / np.sqrt(2)
    return np.where(both, np.sign(joined) * np.minimum(np.abs(joined), 2 * weaker + 0.5), 0.5 * lone)


def unsigned(*channels):
    z = np.stack(channels)
    count = np.isfinite(z).sum(0)
    total = np.where(np.isfinite(z), z ** 2 - 1, 0).sum(0)
    return np.where(count > 0, total / np.sqrt(np.maximum(count, 1)), -1)


def normal_scores(values):
    place = (np.argsort(np.argsort(values, kind="stable"), kind="stable") + 0.5) / len(values)
    u = 2 * place - 1
    log = np.log(np.maximum(1 - u * u, 1e-300))
    t = 2 / (np.pi * 0.147) + log / 2  # Winitzki's approximation of the inverse error function
    return np.sqrt(2) * np.sign(u) * np.sqrt(np.sqrt(t * t - log / 0.147) - t)


def neighbourhood(weights, evidence):
    squares = np.maximum((weights ** 2).sum(1), 1e-9)
    return weights @ (evidence - evidence.mean()) / np.sqrt(squares) / max(evidence.std(), 1e-9)


def rankings(scenario, seed):
    """Every baseline's genes, best first."""
    genes = scenario["names"]
    n = len(genes)
    weights = np.zeros((n, n), np.float32)
    for i, j, w in scenario["network"]:
        weights[i, j] = weights[j, i] = w
    one, two = scenario["c1"], scenario["c2"]
    z = {layer: replicated(*(label_z(c[layer], c["label"], c["batch"]) for c in (one, two))) for layer in ("rna", "protein")}
    seen = replicated(*(detection_z(c["protein"], c["label"]) for c in (one, two)))
    evidence = unsigned(z["rna"], z["protein"], np.where(np.isfinite(z["protein"]), np.nan, seen))
    support = neighbourhood(weights, np.sqrt(np.maximum(evidence, 0)))
    scores = dict(
        random=np.random.default_rng([3, seed]).random(n),
        degree=weights.sum(1),
        replicated=unsigned(z["rna"], z["protein"]),
        neighbourhood=support,
        own_plus_neighbourhood=np.maximum(normal_scores(evidence), 0) + np.clip(support, -2, 6))
    return {name: [genes[k] for k in np.lexsort((np.arange(n), -score))] for name, score in scores.items()}
