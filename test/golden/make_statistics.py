"""Writes statistics of tricky columns as NumPy defines them: see statistics.test.ts.

Usage: python3 make_statistics.py statistics.json

`values`: null where one is missing. `percentile` interpolates linearly, `std` is the population's, `histogram` has 24
bins from the smallest to the largest value.
"""
import json, sys
import numpy as np

rng = np.random.RandomState(7)
COLUMNS = {
    "one row": [3.25],
    "two rows": [-1.5, 4.0],
    "all equal": [2.5] * 7,
    "whole numbers with ties": [int(v) for v in rng.randint(-5, 6, 101)],
    "normal": rng.randn(1000).tolist(),
    "mean large against the deviation": (1e9 + rng.rand(500)).tolist(),
    "mean far larger than the deviation": (1e13 + rng.randint(0, 3, 64)).tolist(),
    "log-normal": np.exp(3 * rng.randn(777)).tolist(),
    "tiny": (1e-300 * (1 + rng.rand(33))).tolist(),
    "huge": (1e150 * (1 + rng.rand(33))).tolist(),
    "missing values": [None if k % 3 == 0 else v for k, v in enumerate(rng.randn(100).tolist())],
    "one value among missing ones": [None, None, -2.0, None],
    "values on the edges of bins": [float(k) for k in range(25)] * 2,
    "both zeros": [-0.0, 0.0, 1.0, -0.0],
    "descending": [float(k) for k in range(50, 0, -1)],
}


def statistics(values):
    x = np.array([np.nan if v is None else v for v in values], dtype=np.float64)
    present = x[~np.isnan(x)]
    quartiles = np.percentile(present, [25, 50, 75])
    return {
        "missing": int(np.isnan(x).sum()),
        "distinct": int(len(np.unique(present))),
        "min": float(present.min()),
        "lowerQuartile": float(quartiles[0]),
        "median": float(quartiles[1]),
        "mean": float(present.mean()),
        "upperQuartile": float(quartiles[2]),
        "max": float(present.max()),
        "std": float(present.std()),
        "histogram": np.histogram(present, bins=24)[0].tolist(),
    }


cases = [{"name": name, "values": values, "expected": statistics(values)} for name, values in COLUMNS.items()]
with open(sys.argv[1], "w") as file:
    json.dump({"madeBy": f"NumPy {np.__version__}", "cases": cases}, file)
    file.write("\n")
