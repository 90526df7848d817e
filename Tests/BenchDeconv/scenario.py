"""Semi-synthetic target deconvolution: two cohorts with matched RNA and protein, one hidden causal target.

A perturbed target spreads over a true, directed and signed network; the solver sees an imperfect copy of it, a label and a
recorded batch. `generate(parameters, index)` gives a scenario; the same parameters and index give the same numbers (another
numpy or BLAS may move last digits: `digest`). What is modelled, every number a parameter below:

  mechanism    activity      target protein inhibited: own RNA and protein barely move (feedback may raise its RNA)
               degradation   target protein lost, RNA unchanged or raised by feedback
               transcription RNA and protein both lost
               amplicon      target and 3 to 8 neighbours on the chromosome (passengers) raised
  propagation  along directed signed edges, attenuated a step; RNA is moved by transcription factors alone, protein follows
               with a gene's own factor; other regulators change protein alone
  penetrance   a part of the cases carries the perturbation, with varying strength
  background   latent programs, one of which differs between the groups for reasons of its own; protein complexes
  passengers   genes tied to downstream genes that cause nothing
  batch        shifts and scales, tied to the label to the degree `confounding`
  artefacts    features that follow the label in cohort 1 alone: through the batch, or through nothing recorded
  missingness  protein coverage, missing not at random by abundance, and at random
  cohort 2     another platform: offset, gain, noise, batches, coverage, less confounding
  network      edges lost, false edges added, direction and sign removed
"""
import gzip
import hashlib
import json

import numpy as np

DEFAULTS = dict(
    seed=20251122, network="", n_genes=2000, mean_degree=9.0,
    n1=80, n2=60, case_fraction=0.5,
    mechanisms=["activity", "degradation", "transcription", "amplicon"],
    confounding=[0.0, 0.5, 0.8], batches1=4, batches2=3,
    batch_sd=0.7, batch_scale_sd=0.15,
    effect=2.2, attenuation=0.55, depth=4, penetrance=0.75, tf_fraction=0.22,
    neg_edge=0.3, feedback_prob=0.4, posttrans_prob=0.35,
    programs=8, program_sd=0.8, confounder_program_shift=0.9,
    rna_noise=0.45, protein_noise=0.40, lag_low=0.35, lag_high=1.0,
    n_passengers=40, artefact_batch=15, artefact_leak=10, artefact_shift=1.6,
    coverage1=0.75, coverage2=0.70, mnar_mid=-1.3, mnar_slope=1.1, mcar=0.03,
    platform_offset_sd=1.0, platform_gain_sd=0.25, rna2_noise=0.6, protein2_noise=0.55,
    net_drop=0.25, net_false=0.35, n_pathways=60,
)


def load_edges(path):
    op = gzip.open if path.endswith(".gz") else open
    out = []
    with op(path, "rt") as f:
        for k, line in enumerate(f):
            p = line.rstrip("\n").split("\t")
            if k == 0 and not _isnum(p[2] if len(p) > 2 else "x"):
                continue
            if p[0] != p[1]:
                out.append((p[0], p[1], float(p[2]) if len(p) > 2 else 1.0))
    return out


def _isnum(x):
    try:
        float(x)
        return True
    except ValueError:
        return False


_CACHE = {}


def _network_file(path):
    if path not in _CACHE:
        E = load_edges(path); nodes = sorted({e[0] for e in E} | {e[1] for e in E}); ix = {g: i for i, g in enumerate(nodes)}
        EI = np.array([ix[e[0]] for e in E]); EJ = np.array([ix[e[1]] for e in E]); adj = [[] for _ in nodes]
        for i, j in zip(EI.tolist(), EJ.tolist()): adj[i].append(j); adj[j].append(i)
        _CACHE[path] = (nodes, adj, np.array([len(x) for x in adj]), EI, EJ)
    return _CACHE[path]


def sample_network(P, rng):
    """-> names, undirected edge array (m,2), from a real list or a synthetic modular one."""
    n = P["n_genes"]
    if P["network"]:
        nodes, adj, deg, EI, EJ = _network_file(P["network"])
        ok = (deg >= 3) & (deg <= 250)
        start = int(rng.choice(np.flatnonzero(ok & (deg >= 15))))
        seen, q = {start}, [start]          # forest-fire: keeps local clustering
        while len(seen) < n:
            if not q:
                s = int(rng.choice(np.flatnonzero(ok)))
                if s in seen: continue
                seen.add(s); q = [s]
            u = q.pop(0)
            nb = [v for v in adj[u] if ok[v] and v not in seen]
            rng.shuffle(nb)
            for v in nb[: 1 + int(rng.geometric(0.25))]:
                if len(seen) < n:
                    seen.add(v); q.append(v)
        keep = sorted(seen)
        pos = np.full(len(nodes), -1); pos[keep] = np.arange(len(keep))
        names = [nodes[u] for u in keep]
        a, b = pos[EI], pos[EJ]; in_ = (a >= 0) & (b >= 0)
        edges = np.unique(np.stack([np.minimum(a, b)[in_], np.maximum(a, b)[in_]], 1), axis=0)
        want = int(P["mean_degree"] * n / 2)
        if len(edges) > want:
            edges = edges[np.sort(rng.choice(len(edges), want, replace=False))]
        return names, edges
    names = ["G%04d" % i for i in range(n)]
    nm = max(4, n // 50)
    mod = rng.integers(0, nm, n)
    w = rng.pareto(1.6, n) + 0.3            # heavy-tailed degree propensity
    members = [np.flatnonzero(mod == k) for k in range(nm)]
    S = set()
    while len(S) < int(P["mean_degree"] * n / 2):
        a = int(rng.choice(n, p=w / w.sum()))
        if rng.random() < 0.7:
            c = members[mod[a]]
            b = int(rng.choice(c, p=w[c] / w[c].sum()))
        else:
            b = int(rng.choice(n, p=w / w.sum()))
        if a != b:
            S.add((min(a, b), max(a, b)))
    return names, np.array(sorted(S))


def generate(params, index):
    P = dict(DEFAULTS); P.update(params or {})
    rng = np.random.default_rng([int(P["seed"]), int(index)])
    names, und = sample_network(P, rng)
    n = len(names)
    mech = P["mechanisms"][index % len(P["mechanisms"])]
    conf = P["confounding"][(index // len(P["mechanisms"])) % len(P["confounding"])]
    # ---- true directed signed network
    is_tf = rng.random(n) < P["tf_fraction"]
    flip = rng.random(len(und)) < 0.5
    src = np.where(flip, und[:, 1], und[:, 0]); dst = np.where(flip, und[:, 0], und[:, 1])
    tfd = is_tf[dst] & ~is_tf[src] & (rng.random(len(und)) < 0.35)      # TFs regulate more than they are regulated
    src, dst = np.where(tfd, dst, src), np.where(tfd, src, dst)
    sgn = np.where(rng.random(len(und)) < P["neg_edge"], -1.0, 1.0)
    wt = sgn * rng.uniform(0.5, 1.0, len(und))
    outdeg = np.bincount(src, minlength=n); deg = np.bincount(und.ravel(), minlength=n)
    A = np.zeros((n, n), dtype=np.float32); A[dst, src] = wt              # A[j,i]: i acts on j
    A /= np.maximum(1.0, np.sqrt(np.maximum(1, (A != 0).sum(1))))[:, None]  # many regulators dilute each one
    # ---- the target: not chosen among the largest hubs only
    cand = np.flatnonzero((outdeg >= 4) & (deg <= np.quantile(deg, 0.985)))
    direction = {"activity": -1, "degradation": -1, "transcription": -1, "amplicon": 1}[mech]
    best = None
    for _ in range(30):
        t = int(rng.choice(cand))
        act = np.zeros(n); act[t] = direction * P["effect"]
        layer = act.copy(); total = act.copy()
        dist = np.full(n, 99); dist[t] = 0
        for d in range(P["depth"]):
            layer = P["attenuation"] * (A @ layer); layer[t] = 0
            dist[(dist == 99) & (layer != 0)] = d + 1
            total = total + layer
        base = total.copy(); base[t] = act[t]
        rna_eff = (A * is_tf[None, :]) @ base                               # RNA moved by TFs only
        rna_eff[t] = 0
        if best is None or np.sum(np.abs(rna_eff) > 0.25) > best[0]:
            best = (int(np.sum(np.abs(rna_eff) > 0.25)), t, base, rna_eff, dist)
        if best[0] >= 12: break
    _, t, base, rna_eff, dist = best
    rna_eff = rna_eff.copy()
    lag = rng.uniform(P["lag_low"], P["lag_high"], n)
    prot_eff = lag * rna_eff
    nontf = (A * (~is_tf)[None, :]) @ base
    post = (rng.random(n) < P["posttrans_prob"]) & (np.abs(nontf) > 0.15)
    post[t] = False
    prot_eff = prot_eff + np.where(post, nontf, 0.0)
    fb = float(rng.random() < P["feedback_prob"]) * 0.5 * P["effect"]
    passengers_amp = []
    if mech == "activity":
        rna_eff[t] = 0.6 * fb; prot_eff[t] = 0.3 * fb
    elif mech == "degradation":
        rna_eff[t] = 0.6 * fb; prot_eff[t] = -P["effect"]
    elif mech == "transcription":
        rna_eff[t] = -P["effect"] * 0.8; prot_eff[t] = -P["effect"] * 0.8 * lag[t]
    else:
        k = int(rng.integers(3, 9))
        passengers_amp = [int(x) for x in rng.choice(np.setdiff1d(np.arange(n), [t]), k, replace=False)]
        rna_eff[t] += P["effect"]; prot_eff[t] += P["effect"] * lag[t]
        for p in passengers_amp:
            s = P["effect"] * rng.uniform(0.7, 1.2)
            rna_eff[p] += s; prot_eff[p] += s * rng.uniform(0.2, 0.9)
    # ---- background structure
    K = P["programs"]
    lab = np.arange(n)
    for _ in range(3):                                                       # crude label spreading = network modules
        for u in rng.permutation(len(und))[: 4 * n]:
            a, b = und[u]
            if rng.random() < 0.5: lab[a] = lab[b]
            else: lab[b] = lab[a]
    mod = np.unique(lab, return_inverse=True)[1] % K
    load = np.zeros((n, K)); load[np.arange(n), mod] = np.abs(rng.normal(0.8, 0.3, n)) * np.where(rng.random(n) < 0.85, 1, -1)
    load += rng.normal(0, 0.12, (n, K))
    pload = rng.normal(0, 0.15, (n, 4)); cm = rng.integers(0, 12, n)
    for k in range(4): pload[cm == k, k] += rng.uniform(0.4, 0.9)
    rho = np.clip(rng.beta(3.2, 3.0, n), 0.05, 0.95)                         # RNA share of protein variation
    mu_r = rng.normal(6, 2, n); mu_p = 0.5 * (mu_r - 6) + rng.normal(0, 1.0, n)
    confk = int(rng.integers(0, K))
    ds = np.flatnonzero((np.abs(rna_eff) > 0.3) | (np.abs(prot_eff) > 0.3)); ds = ds[ds != t]
    far = np.setdiff1d(np.flatnonzero(dist >= 3), np.r_[ds, t, passengers_amp])
    npas = min(P["n_passengers"], len(far))
    pas = rng.choice(far, npas, replace=False).astype(int)
    pas_src = rng.choice(ds if len(ds) else np.array([t]), npas); pas_w = rng.uniform(0.5, 0.9, npas) * np.where(rng.random(npas) < 0.5, 1, -1)
    free = np.setdiff1d(np.arange(n), np.r_[ds, t, pas, passengers_amp])
    art = rng.choice(free, P["artefact_batch"] + P["artefact_leak"], replace=False).astype(int)
    art_b, art_l = art[: P["artefact_batch"]], art[P["artefact_batch"]:]

    def cohort(m, nb, c, second):
        y = (np.arange(m) < int(round(m * P["case_fraction"]))).astype(int); rng.shuffle(y)
        pref = rng.permutation(nb); half = max(1, nb // 2)
        batch = np.empty(m, dtype=int)
        for i in range(m):
            side = pref[:half] if y[i] else pref[half:]
            batch[i] = rng.choice(side) if rng.random() < c else rng.integers(nb)
        pen = np.where((y == 1) & (rng.random(m) < P["penetrance"]), rng.uniform(0.6, 1.3, m), 0.0)
        F = rng.normal(0, P["program_sd"], (K, m)); F[confk] += P["confounder_program_shift"] * (y - 0.5)
        PF = rng.normal(0, P["program_sd"], (4, m))
        hid = load @ F
        R = mu_r[:, None] + hid + rna_eff[:, None] * pen
        own = rng.normal(0, P["protein_noise"] * 1.2, (n, m))
        Q = mu_p[:, None] + rho[:, None] * lag[:, None] * hid + np.sqrt(1 - rho**2)[:, None] * (pload @ PF + own) + prot_eff[:, None] * pen
        for g, s, w in zip(pas, pas_src, pas_w):                             # passengers follow, cause nothing
            R[g] += w * (R[s] - R[s].mean()); Q[g] += w * 0.8 * (Q[s] - Q[s].mean())
        R += rng.normal(0, P["rna2_noise"] if second else P["rna_noise"], (n, m))
        Q += rng.normal(0, P["protein2_noise"] if second else P["protein_noise"], (n, m))
        for X in (R, Q):
            add = rng.normal(0, P["batch_sd"], (n, nb)); sc = np.exp(rng.normal(0, P["batch_scale_sd"], (n, nb)))
            mean = X.mean(1, keepdims=True); X[:] = mean + (X - mean) * sc[:, batch] + add[:, batch]
        if not second:
            lean = np.array([(y[batch == b].mean() - 0.5) if (batch == b).any() else 0 for b in range(nb)])
            if np.abs(lean).max() < 1e-9: lean = rng.normal(0, 0.3, nb)
            for X in (R, Q):
                s = rng.choice([-1, 1], len(art_b)); X[art_b] += P["artefact_shift"] * 1.6 * s[:, None] * (lean / np.abs(lean).max())[batch]
                s = rng.choice([-1, 1], len(art_l)); X[art_l] += P["artefact_shift"] * s[:, None] * (y - 0.5)
        if second:
            for X in (R, Q):
                mean = X.mean(1, keepdims=True)
                X[:] = (X - mean) * np.exp(rng.normal(0, P["platform_gain_sd"], n))[:, None] + mean + rng.normal(0, P["platform_offset_sd"], n)[:, None]
        cov = rng.random(n) < 1 / (1 + np.exp(-(mu_p - np.quantile(mu_p, 1 - (P["coverage2"] if second else P["coverage1"]))) / 0.35))
        z = (Q - np.median(Q)) / Q.std()
        pm = 1 / (1 + np.exp((z - P["mnar_mid"]) * P["mnar_slope"] * 2)); pm = np.maximum(pm, P["mcar"])
        Q[rng.random(Q.shape) < pm] = np.nan; Q[~cov] = np.nan
        Q[np.isfinite(Q).sum(1) < 0.2 * m] = np.nan
        return dict(rna=R.astype(np.float32), protein=Q.astype(np.float32), label=y, batch=batch, carrier=pen)

    c1 = cohort(P["n1"], P["batches1"], conf, False)
    c2 = cohort(P["n2"], P["batches2"], conf * 0.3, True)
    # ---- what the solver may know of the network
    keep = rng.random(len(und)) >= P["net_drop"]
    obs = {tuple(e): float(rng.beta(5, 2)) for e in und[keep]}
    nf = int(P["net_false"] * keep.sum()); pr = (deg + 1) / (deg + 1).sum()
    a = rng.choice(n, nf, p=pr); b = rng.choice(n, nf, p=pr)
    for x, z in zip(a, b):
        if x != z and (min(x, z), max(x, z)) not in obs: obs[(min(int(x), int(z)), max(int(x), int(z)))] = float(rng.beta(2, 3))
    net = [(i, j, w) for (i, j), w in sorted(obs.items())]
    pathways = []
    nbr = [[] for _ in range(n)]
    for x, z in und: nbr[x].append(z); nbr[z].append(x)
    for k in range(P["n_pathways"]):
        s = int(rng.integers(n)); m = {s} | set(nbr[s]) | {v for u in nbr[s][:4] for v in nbr[u]}
        m = sorted(int(v) for v in m if rng.random() < 0.8)[:80]
        if len(m) >= 8: pathways.append(("PW%03d" % k, m))
    truth = dict(index=index, mechanism=mech, confounding=conf, target=names[t], target_index=int(t), direction=direction,
                 target_degree=int(deg[t]), target_measured_protein_c1=bool(np.isfinite(c1["protein"][t]).any()),
                 direct_effectors=[names[i] for i in np.flatnonzero(dist == 1)],
                 downstream=[names[i] for i in ds], discordant=[names[i] for i in np.flatnonzero(post)],
                 passengers=[names[i] for i in pas] + [names[i] for i in passengers_amp],
                 artefacts_batch=[names[i] for i in art_b], artefacts_leak=[names[i] for i in art_l])
    return dict(names=names, c1=c1, c2=c2, network=net, pathways=pathways, truth=truth, params=P)


def digest(s):
    h = hashlib.sha256()
    for c in ("c1", "c2"):
        for k in ("rna", "protein"):
            h.update(np.nan_to_num(np.round(s[c][k].astype(np.float64), 3), nan=-999).astype("<f8").tobytes())
    h.update(json.dumps(s["truth"], sort_keys=True).encode())
    return h.hexdigest()[:16]
