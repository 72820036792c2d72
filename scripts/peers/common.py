"""What the peers have in common: the workloads (as src-main/bench/training-workloads.ts has them), their data, timing.

A peer is a program `<tool>_peer.py --workload W --threads N --repeats R --seconds S`. It prints one line of JSON: a
measurement, or `{"skipped": reason}`. The number of threads is set from outside, by environment variables that NumPy's
and PyTorch's libraries read when they are loaded.
"""
import argparse
import json
import sys
import time
from statistics import median

ADAM = {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
SYNTHETIC = {
    "tabular-small": {"dims": [30, 64, 32, 1], "rows": 20_000, "batch": 32, "classes": False},
    "tabular-batch": {"dims": [30, 256, 256, 1], "rows": 50_000, "batch": 256, "classes": False},
    "digits": {"dims": [784, 128, 10], "rows": 10_000, "batch": 128, "classes": True},
    "wide": {"dims": [784, 512, 512, 10], "rows": 10_000, "batch": 128, "classes": True},
}
ARTICLE = {"dims": [2, 4, 4, 3], "rows": 7_000, "batch": 7_000, "classes": False, "rate": 0.01}
PREDICT = {"predict-one": 1, "predict-many": 10_000}


def run_peer(tool, libraries, benches):
    """Reads the arguments, measures, prints. `benches`: workload -> function of (arguments) that gives a line's fields."""
    parser = argparse.ArgumentParser(prog=f"{tool}_peer.py")
    parser.add_argument("--workload", required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1.0)
    arguments = parser.parse_args()
    bench = benches.get(arguments.workload)
    if bench is None:
        print(json.dumps({"skipped": f"{tool} has nothing to compare with {arguments.workload}"}))
        return
    version = ", ".join(f"{library.__name__} {library.__version__}" for library in libraries)
    fields = {"tool": tool, "version": version, "workload": arguments.workload, "threads": arguments.threads}
    print(json.dumps({**fields, "dtype": "float32", **bench(arguments)}))


def skip(reason):
    """Ends the peer where its library is missing: not a failure."""
    print(json.dumps({"skipped": reason}))
    sys.exit(0)


def measure(arguments, reset, step, count):
    """Rates of `step`, which does `count` of the unit in each call: a warm-up, then the repeats."""
    rates = []
    for repeat in range(arguments.repeats + 1):
        reset()
        done, started = 0, time.perf_counter()
        until = started + arguments.seconds
        while True:
            step()
            done += 1
            now = time.perf_counter()
            if now >= until:
                break
        if repeat > 0:
            rates.append(done * count / (now - started))
    return rates


def summary(unit, values):
    return {"unit": unit, "median": median(values), "min": min(values), "max": max(values), "repeats": len(values)}


def training_line(workload, rates):
    """Rates in samples a second, as the workload counts them."""
    if workload == "article":
        return summary("epochs/s", [rate / ARTICLE["rows"] for rate in rates])
    return summary("samples/s", rates)


def predict_line(workload, rates):
    """Rates in rows a second, as the workload counts them."""
    if workload == "predict-one":
        return summary("µs", [1e6 / rate for rate in rates])
    return summary("rows/s", rates)


def training_data(np, workload):
    """Inputs [rows, I], targets [rows, T] in float32, and class numbers [rows] where there are classes, else None."""
    if workload == "article":
        return (*article_data(np, "float32"), None)
    setting = SYNTHETIC[workload]
    inputs = np.random.default_rng(1).standard_normal((setting["rows"], setting["dims"][0])).astype("float32")
    if not setting["classes"]:
        return inputs, (inputs[:, 0] * inputs[:, 1] + inputs[:, 2])[:, None].copy(), None
    classes = inputs[:, : setting["dims"][-1]].argmax(1)
    return inputs, np.eye(setting["dims"][-1], dtype="float32")[classes], classes


def article_data(np, dtype):
    """The article's training rows, standardised: [7000, 2] and [7000, 3]."""
    x, y, _ = article_table(np)
    rows = ARTICLE["rows"]
    return tuple(np.ascontiguousarray(standardise(a, a[:rows])[:rows], dtype=dtype) for a in (x, y))


def article_table(np):
    """The article's 10,000 raw rows, inputs and targets, and its first three test cases."""
    np.random.seed(42)
    a, b = np.random.rand(2, 10_000) * 100
    y = np.stack([a + b, a - b, abs(a - b)], 1)
    return np.stack([a, b], 1), y, np.array([[30.0, 70.0], [70.0, 30.0], [3.0, 5.0]])


def standardise(values, training):
    return (values - training.mean(0)) / training.std(0)


def he_normal(np, dims, dtype="float32"):
    """W [O, I] and b [O, 1] of every layer."""
    random = np.random.default_rng(2)
    weights = [random.standard_normal((o, i)) * (2 / i) ** 0.5 for i, o in zip(dims, dims[1:])]
    return [(w.astype(dtype), np.zeros((len(w), 1), dtype)) for w in weights]
