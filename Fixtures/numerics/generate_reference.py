"""Writes special_functions.tsv and distributions.tsv: values computed with mpmath at 60 digits."""
import mpmath as mp

mp.mp.dps = 60


def row(out, *cells):
    out.append("\t".join(c if isinstance(c, str) else repr(float(c)) for c in cells))


def beta_lower(x, a, b):
    return mp.betainc(a, b, 0, x, regularized=True)


special = ["function\ta\tb\tx\tvalue"]
for x in [1e-6, 0.01, 0.3, 0.5, 1, 1.4616321449683623, 2, 3.7, 8, 15.5, 100, 1e4, 1e8]:
    row(special, "lgamma", 0, 0, x, mp.loggamma(mp.mpf(x)))
    row(special, "digamma", 0, 0, x, mp.psi(0, mp.mpf(x)))
    row(special, "trigamma", 0, 0, x, mp.psi(1, mp.mpf(x)))
    row(special, "tetragamma", 0, 0, x, mp.psi(2, mp.mpf(x)))
for x in [-0.5, -1.3, -7.25]:
    row(special, "digamma", 0, 0, x, mp.psi(0, mp.mpf(x)))
    row(special, "trigamma", 0, 0, x, mp.psi(1, mp.mpf(x)))
for x in [1e-4, 0.01, 0.5, 1, 3, 40, 1e4]:
    y = mp.findroot(lambda t: mp.log(mp.psi(1, mp.e**t)) - mp.log(mp.mpf(x)), mp.log(0.5 + 1 / mp.mpf(x)))
    row(special, "trigammaInverse", 0, 0, x, mp.e**y)
for x in [-3.0, -0.1, 0, 1e-9, 0.3, 0.5, 2, 5, 19.5, 20.5, 26, 100]:
    row(special, "erf", 0, 0, x, mp.erf(x))
    if x < 27:
        row(special, "erfc", 0, 0, x, mp.erfc(x))
    row(special, "logErfc", 0, 0, x, mp.log(mp.erfc(x)))
for a, b in [(0.5, 0.5), (1, 7.9), (3, 8.5), (0.1, 500), (40, 50), (1e5, 2e5), (0.01, 1e6)]:
    row(special, "logBeta", a, b, 0, mp.log(mp.beta(a, b)))

dist = ["distribution\ta\tb\tx\tlog_lower\tlog_upper"]


def tails(name, a, b, x, lower, upper):
    row(dist, name, a, b, x, mp.log(lower), mp.log(upper))


for z in [-38.0, -8.5, -1.0, -1e-3, 0, 0.5, 1.7, 3, 6, 12, 37, 40, 200]:
    z = mp.mpf(z)
    tails("normal", 0, 1, z, mp.erfc(-z / mp.sqrt(2)) / 2, mp.erfc(z / mp.sqrt(2)) / 2)
for n in [0.5, 1, 2, 2.5580524389287542, 5, 8.7, 30, 93, 400, 12345.5]:
    for t in [0, 1e-5, 0.3, 1, 2.5, 7, 20, 60, 1e4]:
        n_, t_ = mp.mpf(n), mp.mpf(t)
        upper = beta_lower(n_ / (n_ + t_ * t_), n_ / 2, mp.mpf(1) / 2) / 2
        if upper == 0 or mp.log(upper) < -690 * 3:
            continue
        tails("t", n, 0, t, 1 - upper, upper)
for n in [2e6, 1e9]:
    n_ = mp.mpf(n)
    constant = mp.exp(mp.loggamma((n_ + 1) / 2) - mp.loggamma(n_ / 2)) / mp.sqrt(n_ * mp.pi)
    for t in [0.5, 3, 12, 36]:
        # Steps of 1 / (8 t): the density falls by less than a factor e in each; 60 digits survive.
        step = mp.mpf(1) / (8 * max(t, 4))
        upper = constant * mp.quad(lambda s: mp.exp(-(n_ + 1) / 2 * mp.log1p(s * s / n_)),
                                   [t + k * step for k in range(0, 700)], maxdegree=10)
        tails("t", n, 0, t, 1 - upper, upper)
for d1, d2 in [(1, 1), (1, 2.558), (3, 5), (3, 2), (10, 93), (0.5, 0.7), (200, 300), (5, 5000)]:
    for f in [1e-8, 0.01, 0.5, 1, 1.3, 4, 30, 1e4]:
        x = mp.mpf(d1) * mp.mpf(f)
        share = x / (x + mp.mpf(d2))
        lower = beta_lower(share, mp.mpf(d1) / 2, mp.mpf(d2) / 2)
        upper = beta_lower(mp.mpf(d2) / (x + mp.mpf(d2)), mp.mpf(d2) / 2, mp.mpf(d1) / 2)
        if min(lower, upper) < mp.mpf(10) ** -900:
            continue
        tails("F", d1, d2, f, lower, upper)
for d2 in [1e8, 1e10]:
    for f in [0.3, 1.5, 30, 200]:
        # Four numerator degrees of freedom have a closed upper tail.
        share = mp.mpf(4) * mp.mpf(f) / (mp.mpf(4) * mp.mpf(f) + mp.mpf(d2))
        upper = (1 - share) ** (mp.mpf(d2) / 2) * (1 + mp.mpf(d2) / 2 * share)
        tails("F", 4, d2, f, 1 - upper, upper)
for n in [0.3, 1, 2, 3, 10, 57, 1000, 20000]:
    for q in [0.001, 0.2, 0.9, 1, 1.1, 1.5, 3, 10, 60]:
        x = mp.mpf(n) * mp.mpf(q)
        x = mp.mpf(float(x))
        lower = mp.gammainc(mp.mpf(n) / 2, 0, x / 2, regularized=True)
        upper = mp.gammainc(mp.mpf(n) / 2, x / 2, mp.inf, regularized=True)
        if min(lower, upper) < mp.mpf(10) ** -900:
            continue
        tails("chisq", n, 0, x, lower, upper)
for a, b in [(0.5, 0.5), (2, 3), (0.1, 9), (30, 4), (500, 700), (1, 1)]:
    for x in [1e-12, 0.001, 0.1, 0.4, 0.5, 0.75, 0.99]:
        lower = beta_lower(mp.mpf(x), a, b)
        upper = mp.betainc(a, b, mp.mpf(x), 1, regularized=True)
        if min(lower, upper) < mp.mpf(10) ** -900:
            continue
        tails("beta", a, b, x, lower, upper)
for a, s in [(0.2, 3), (4.5, 0.25), (80, 1)]:
    for q in [0.01, 0.5, 1, 2, 8]:
        x = mp.mpf(float(a * s * q))
        g = x / mp.mpf(s)
        tails("gamma", a, s, x, mp.gammainc(a, 0, g, regularized=True), mp.gammainc(a, g, mp.inf, regularized=True))

open("special_functions.tsv", "w").write("\n".join(special) + "\n")
open("distributions.tsv", "w").write("\n".join(dist) + "\n")
