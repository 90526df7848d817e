"""Second opinion by MOFA factors (Argelaguet et al. 2018, doi:10.15252/msb.20178124) through mofapy2.

    python3 engine.py run STUDY.h5mu SETTINGS.json OUT/

The factors are learned without labels; one of them, chosen on training samples, reads the label of held-out samples.
The ranking is that of the loadings of the label-linked factor, over several starts.
"""

import json
import os
import sys

DEFAULTS = {"factors": 10, "starts": 3, "features": 2000, "iterations": 300, "folds": 5}
CONTRACT = "plumbline-engine/1"
USAGE, INVALID, REFUSED = 2, 3, 6


def fail(code, words):
    print(f"error: {words}", file=sys.stderr)
    sys.exit(code)


try:
    import h5py
    import numpy as np
    from mofapy2.run.entry_point import entry_point
except ImportError as error:
    fail(1, f"{error}; run: python3 -m pip install mofapy2==0.7.5 h5py numpy")


def read_settings(path):
    with open(path, encoding="utf-8") as file:
        request = json.load(file)
    if request.get("contract") != CONTRACT:
        fail(INVALID, f"the settings are not of {CONTRACT}")
    settings = dict(DEFAULTS)
    for key, text in request["settings"].items():
        if key not in settings:
            fail(USAGE, f'engine mofa has no setting "{key}"; it takes: {", ".join(sorted(settings))}')
        if not text.isdigit() or int(text) < 1:
            fail(USAGE, f'{key} takes a whole number above 0, found "{text}"')
        settings[key] = int(text)
    return request["seed"], settings


def read_study(path):
    """Layers by name (samples x targets, nan where missing), targets, symbols, labels (1 case) and batches."""

    def words(values):
        return [value.decode() if isinstance(value, bytes) else value for value in values]

    with h5py.File(path) as file:
        layers, targets, symbols, label, batch = {}, None, None, None, None
        for name in sorted(file["mod"]):
            part = file["mod"][name]
            layers[name] = part["X"][:].astype(float)
            targets = words(part["var/_index"][:])
            symbols = words(part["var/description"][:]) if "description" in part["var"] else [""] * len(targets)
            label = np.array([int(word == "case") for word in words(part["obs/label"][:])])
            batch = np.array(words(part["obs/batch"][:]))
    return layers, targets, symbols, label, batch


def prepared(values, label, batch, count):
    """The most variable targets measured in half the samples, without batch shifts; labels keep their means."""
    values = values.copy()
    present = ~np.isnan(values).all(axis=1)
    kept = np.flatnonzero((~np.isnan(values[present])).mean(axis=0) >= 0.5)
    values = values[:, kept]
    residual = values.copy()
    for side in (0, 1):
        residual[label == side] -= np.nanmean(values[label == side], axis=0)
    for name in np.unique(batch):
        rows = batch == name
        known = (~np.isnan(residual[rows])).sum(axis=0)
        shift = np.where(known >= 2, np.nansum(residual[rows], axis=0) / np.maximum(known, 1), 0)
        values[rows] -= shift
    spread = np.nanstd(values, axis=0)
    order = sorted(range(len(kept)), key=lambda place: (-spread[place], place))[:count]
    order = sorted(place for place in order if spread[place] > 1e-9)
    values = (values[:, order] - np.nanmean(values[:, order], axis=0)) / spread[order]
    return kept[order], values


def fit(layers, factors, iterations, seed):
    """Factor values (samples x factors) and loadings by layer."""
    engine = entry_point()
    engine.set_data_options(scale_views=True)
    engine.set_data_matrix([[values] for values in layers])
    engine.set_model_options(factors=factors, ard_weights=True, spikeslab_weights=False)
    engine.set_train_options(iter=iterations, convergence_mode="medium", seed=seed, verbose=False, quiet=True)
    engine.build()
    engine.run()
    expectations = engine.model.getExpectations()
    return np.asarray(expectations["Z"]["E"]), [np.asarray(item["E"]) for item in expectations["W"]]


def folds_of(label, batch, count, random):
    """Folds that spread label and batch evenly."""
    order = random.permutation(len(label))
    order = sorted(order, key=lambda row: (label[row], batch[row]))
    fold = np.empty(len(label), dtype=int)
    for place, row in enumerate(order):
        fold[row] = place % count
    return fold


def area(values, label):
    ones, zeros = values[label == 1], values[label == 0]
    if len(ones) == 0 or len(zeros) == 0:
        return None, 0
    wins = (ones[:, None] > zeros[None, :]).sum() + 0.5 * (ones[:, None] == zeros[None, :]).sum()
    return wins, len(ones) * len(zeros)


def linked(factors, label):
    """The factor that follows the label most, and its sign."""
    centred = label - label.mean()
    strength = [
        0.0 if np.std(column) < 1e-12 else float(np.corrcoef(column, centred)[0, 1]) for column in factors.T
    ]
    best = int(np.argmax(np.abs(strength)))
    return best, 1.0 if strength[best] >= 0 else -1.0


def held_out(factors, label, fold):
    """Area over pairs within held-out folds, the factor chosen on the others."""
    wins, pairs = 0.0, 0
    for held in np.unique(fold):
        training = fold != held
        best, sign = linked(factors[training], label[training])
        found, count = area(sign * factors[~training, best], label[~training])
        if count:
            wins, pairs = wins + found, pairs + count
    return wins / pairs


def components(layers, count):
    """Principal components of all layers side by side, missing values at their mean."""
    joined = np.hstack([np.nan_to_num(values) for values in layers])
    left, sizes, _ = np.linalg.svd(joined - joined.mean(axis=0), full_matrices=False)
    return left[:, :count] * sizes[:count]


def table(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("\t".join(header) + "\n")
        for row in rows:
            file.write("\t".join(repr(float(cell)) if isinstance(cell, float) else str(cell) for cell in row) + "\n")


def direction(layers, label, target):
    best = None
    for values in layers.values():
        column = values[:, target]
        ones, zeros = column[label == 1], column[label == 0]
        if np.isnan(ones).all() or np.isnan(zeros).all():
            continue
        difference = np.nanmean(ones) - np.nanmean(zeros)
        size = abs(difference) / (np.nanstd(column) + 1e-12)
        if best is None or size > best[0]:
            best = (size, difference)
    return "unknown" if best is None else "up" if best[1] > 0 else "down"


def main(arguments):
    if len(arguments) != 5 or arguments[1] != "run":
        fail(USAGE, "usage: engine.py run STUDY.h5mu SETTINGS.json OUT/")
    study, out = arguments[2], arguments[4]
    seed, settings = read_settings(arguments[3])
    layers, targets, symbols, label, batch = read_study(study)
    if min(label.sum(), len(label) - label.sum()) < settings["folds"]:
        fail(REFUSED, f"engine mofa needs at least {settings['folds']} samples of each label")
    names = sorted(layers)
    places, values = zip(*(prepared(layers[name], label, batch, settings["features"]) for name in names))
    random = np.random.default_rng(seed)
    fold = folds_of(label, batch, settings["folds"], random)
    areas, strengths = [], []
    contrasts = {name: np.zeros(len(targets)) for name in names}
    for start in range(settings["starts"]):
        factors, loadings = fit(values, settings["factors"], settings["iterations"], seed + start)
        areas.append(held_out(factors, label, fold))
        best, sign = linked(factors, label)
        strength = np.zeros(len(targets))
        for name, place, loading in zip(names, places, loadings):
            strength[place] += np.abs(loading[:, best])
            contrasts[name][place] += sign * loading[:, best] / settings["starts"]
        strengths.append(strength)
        print(f"start {start + 1} of {settings['starts']}", file=sys.stderr, flush=True)
    known = np.unique(np.concatenate(places))
    score = np.mean(strengths, axis=0)
    order = sorted(known, key=lambda target: (-score[target], targets[target]))
    ranks = np.empty((settings["starts"], len(targets)))
    for start, strength in enumerate(strengths):
        for rank, target in enumerate(sorted(known, key=lambda target: (-strength[target], targets[target]))):
            ranks[start, target] = rank + 1
    rows = []
    for rank, target in enumerate(order):
        low, high = np.quantile(ranks[:, target], [0.05, 0.95])
        rows.append([
            rank + 1, targets[target], symbols[target] or "NA", float(score[target]), float(low), float(high),
            direction(layers, label, target),
        ])
    columns = ["rank", "target", "symbol", "score", "rank_low", "rank_high", "direction"]
    table(os.path.join(out, "ranking.tsv"), columns, rows)
    table(
        os.path.join(out, "attributions.tsv"), ["target", "layer", "value"],
        [[targets[t], name, float(contrasts[name][t])] for t in known for name in names if contrasts[name][t] != 0])
    plain = held_out(components(values, settings["factors"]), label, fold)
    permuted = []
    for _ in range(20):
        shuffled = label.copy()
        for name in np.unique(batch):
            shuffled[batch == name] = random.permutation(shuffled[batch == name])
        permuted.append(held_out(factors, shuffled, fold))
    figure, chance = float(np.mean(areas)), float(np.quantile(permuted, 0.95))
    beats = figure > plain + 0.005 and figure > chance
    words = (
        f"mofa: the label-linked factor reaches an area of {figure:.3f} on held-out samples"
        + (f", better than the best principal component ({plain:.3f})." if beats else
           f", which is not better than the best principal component ({plain:.3f}) and permuted labels "
           f"({chance:.3f}): its ranking adds nothing that can be relied on."))
    with open(os.path.join(out, "control.json"), "w", encoding="utf-8") as file:
        json.dump({
            "metric": "auc_within_held_out_folds", "score": figure,
            "controls": [
                {"id": "principal_component", "score": float(plain)}, {"id": "permuted_labels", "score": chance}],
            "beats_control": bool(beats), "sentence": words,
        }, file, indent=2)
        file.write("\n")


if __name__ == "__main__":
    main(sys.argv)
