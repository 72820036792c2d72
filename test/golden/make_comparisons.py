"""Writes what SciPy says of differences between samples: see comparisons.test.ts.

Usage: python3 make_comparisons.py comparisons.json
"""
import json, sys
import numpy as np
import scipy
from scipy import stats

rng = np.random.RandomState(11)

DISTRIBUTION = [
    {
        "t": float(t),
        "freedom": float(freedom),
        "probability": float(2 * stats.t.sf(abs(t), freedom)),
        "critical95": float(stats.t.ppf(0.975, freedom)),
        "critical99": float(stats.t.ppf(0.995, freedom)),
    }
    for freedom in [1, 2, 3, 4, 7, 9, 19, 29, 99, 999, 2.31, 7.85]
    for t in [0, 0.1, -1, 2.2, -5, 40]
]


def samples():
    yield [0.31, 0.29, 0.35], [0.21, 0.20, 0.27]
    yield [1.0, 2.0, 3.0, 4.0], [1.5, 2.5, 2.0, 5.5]
    for n in [3, 5, 8, 20, 50]:
        a = rng.lognormal(0, 0.4, n)
        yield a.tolist(), (a * 0.9 + rng.normal(0, 0.05, n)).tolist()
        yield (1e-6 * a).tolist(), (1e-6 * rng.lognormal(0, 0.4, n)).tolist()


def tests(a, b):
    a, b = np.array(a), np.array(b)
    paired = stats.ttest_rel(b, a)
    low, high = stats.t.interval(0.95, len(a) - 1, (b - a).mean(), stats.sem(b - a))
    welch = stats.ttest_ind(b, a, equal_var=False)
    va, vb = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
    freedom = (va + vb) ** 2 / (va**2 / (len(a) - 1) + vb**2 / (len(b) - 1))
    w_low, w_high = stats.t.interval(0.95, freedom, b.mean() - a.mean(), np.sqrt(va + vb))
    return {
        "a": a.tolist(),
        "b": b.tolist(),
        "paired": {
            "t": float(paired.statistic),
            "freedom": len(a) - 1,
            "probability": float(paired.pvalue),
            "low": float(low),
            "high": float(high),
        },
        "welch": {
            "t": float(welch.statistic),
            "freedom": float(freedom),
            "probability": float(welch.pvalue),
            "low": float(w_low),
            "high": float(w_high),
        },
    }


json.dump(
    {
        "scipy": scipy.__version__,
        "distribution": DISTRIBUTION,
        "tests": [tests(a, b) for a, b in samples()],
    },
    open(sys.argv[1], "w"),
    indent=1,
)
