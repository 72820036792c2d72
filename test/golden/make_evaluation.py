"""Writes what scikit-learn says of answers on the bundled tables: see evaluation.test.ts.

The answers are those of small scikit-learn models, so that nothing of Ninestep decides what is expected of it.

Usage: python3 make_evaluation.py RESOURCES/datasets evaluation.json
"""
import csv, json, sys, warnings
import numpy as np
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve
from sklearn.inspection import partial_dependence, permutation_importance
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neural_network import MLPRegressor
from sklearn.preprocessing import StandardScaler

warnings.simplefilter("ignore")
FOLDER, OUT = sys.argv[1], sys.argv[2]


def table(name):
    with open(f"{FOLDER}/{name}.csv", newline="") as file:
        rows = list(csv.reader(file))
    return rows[0], rows[1:]


def numbers(rows, columns):
    return np.array([[float(row[c]) for c in columns] for row in rows])


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (np.integer, int)):
        return int(value)
    value = float(value)
    # JSON knows neither; "null" stands for not a number, a text for infinity.
    return None if np.isnan(value) else "inf" if np.isinf(value) else value


def regression(name, targets, model):
    header, rows = table(name)
    inputs = [c for c in range(len(header)) if header[c] not in targets]
    X, Y = numbers(rows, inputs), numbers(rows, [header.index(t) for t in targets])
    model.fit(X[::2], Y[::2])
    P = model.predict(X[1::2]).reshape(-1, len(targets))
    Y = Y[1::2]
    return [number_case(f"{name}: {target}", Y[:, t], P[:, t]) for t, target in enumerate(targets)]


def number_case(name, y, p):
    counts, edges = np.histogram(y - p, bins=12)
    return {
        "name": name,
        "truth": y,
        "answers": p,
        "rmse": metrics.mean_squared_error(y, p, squared=False),
        "mae": metrics.mean_absolute_error(y, p),
        "r2": metrics.r2_score(y, p),
        "medianAbsoluteError": metrics.median_absolute_error(y, p),
        "largestError": metrics.max_error(y, p),
        "meanResidual": np.mean(y - p),
        "baselineRmse": np.std(y),
        "histogram": {"min": edges[0], "max": edges[-1], "counts": counts},
    }


def classification(name, target, most=400):
    header, rows = table(name)
    inputs = [c for c in range(len(header)) if header[c] != target]
    X = StandardScaler().fit_transform(numbers(rows, inputs))
    labels = [row[header.index(target)] for row in rows]
    classes = sorted(set(labels))
    y = np.array([classes.index(label) for label in labels])
    model = LogisticRegression(C=0.02, max_iter=20).fit(X[::2], y[::2])
    P = model.predict_proba(X[1::2])[:most]
    return class_case(name, classes, y[1::2][:most], P)


def class_case(name, classes, y, P):
    C = len(classes)
    predicted = (P[:, 1] >= 0.5).astype(int) if C == 2 else P.argmax(axis=1)
    present = sorted(set(y) | set(predicted))
    every = dict(labels=range(C), zero_division=0)
    macro = dict(labels=present, average="macro", zero_division=0)
    weighted = dict(average="weighted", zero_division=0)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(y, predicted, **every)
    hot = np.eye(C)[y]
    two = C == 2
    all_occur = len(set(y)) == C
    return {
        "name": name,
        "classes": classes,
        "truth": y,
        # One answer for two classes.
        "answers": P[:, 1:].T if two else P.T,
        "accuracy": metrics.accuracy_score(y, predicted),
        "balancedAccuracy": metrics.balanced_accuracy_score(y, predicted),
        "macro": metrics.precision_recall_fscore_support(y, predicted, **macro)[:3],
        "weighted": metrics.precision_recall_fscore_support(y, predicted, **weighted)[:3],
        "kappa": metrics.cohen_kappa_score(y, predicted),
        "matthews": metrics.matthews_corrcoef(y, predicted),
        "auc": None if not all_occur else metrics.roc_auc_score(y, P[:, 1] if two else P, multi_class="ovr"),
        "averagePrecision": None
        if not all_occur
        else metrics.average_precision_score(y, P[:, 1])
        if two
        else metrics.average_precision_score(hot, P, average="macro"),
        "logLoss": metrics.log_loss(y, P, labels=range(C)),
        "brier": metrics.brier_score_loss(y, P[:, 1]) if two else np.mean(np.sum((P - hot) ** 2, axis=1)),
        "calibrationError": top_calibration_error(y, P, predicted),
        "confusion": metrics.confusion_matrix(y, predicted, labels=range(C)),
        "perClass": [
            {
                "precision": precision[c],
                "recall": recall[c],
                "f1": f1[c],
                "support": support[c],
                **one_class(y == c, P[:, c]),
            }
            for c in range(C)
        ],
    }


def one_class(y, p):
    if y.all() or not y.any():
        return {"auc": None, "averagePrecision": None, "brier": np.mean((y - p) ** 2)}
    fpr, tpr, roc_thresholds = metrics.roc_curve(y, p)
    precision, recall, thresholds = metrics.precision_recall_curve(y, p)
    share, mean = calibration_curve(y, p, n_bins=10)
    at = [0, 0.25, 0.5, 0.75, 1]
    return {
        "auc": metrics.roc_auc_score(y, p),
        "averagePrecision": metrics.average_precision_score(y, p),
        "brier": metrics.brier_score_loss(y, p),
        "roc": [fpr, tpr, roc_thresholds],
        "precisionRecall": [precision, recall, thresholds],
        "calibration": [mean, share],
        "atThreshold": [
            {
                "threshold": t,
                "precision": metrics.precision_score(y, p >= t, zero_division=0),
                "recall": metrics.recall_score(y, p >= t),
                "specificity": metrics.recall_score(~y, p < t),
                "f1": metrics.f1_score(y, p >= t, zero_division=0),
                "accuracy": metrics.accuracy_score(y, p >= t),
            }
            for t in at
        ],
    }


def top_calibration_error(y, P, predicted):
    """Guo et al. 2017, eq. 5, in NumPy: scikit-learn has no function for it."""
    top = P[np.arange(len(y)), predicted]
    bins = np.digitize(top, np.linspace(0, 1, 11)[1:-1], right=True)
    return sum(
        np.mean(bins == b) * abs(np.mean(top[bins == b]) - np.mean(predicted[bins == b] == y[bins == b]))
        for b in set(bins)
    )


def inspection(name, target, rows_used=60, repeats=4):
    """A network of one hidden layer, whose weights Ninestep takes over, and what scikit-learn finds out about it."""
    header, rows = table(name)
    inputs = [c for c in range(len(header)) if header[c] != target]
    scale = lambda values: (values - values.mean(axis=0)) / values.std(axis=0)
    X, y = scale(numbers(rows, inputs)), scale(numbers(rows, [header.index(target)]))[:, 0]
    model = MLPRegressor((4,), activation="tanh", random_state=5, max_iter=300).fit(X, y)
    X, y = X[:rows_used], y[:rows_used]
    seed = 7
    found = permutation_importance(model, X, y, scoring="r2", n_repeats=repeats, random_state=seed)
    # The orders in which it took the rows: each repeat shuffles what the one before left.
    inner = np.random.RandomState(seed).randint(np.iinfo(np.int32).max + 1)
    state, index, order, orders = np.random.RandomState(inner), np.arange(rows_used), np.arange(rows_used), []
    for _ in range(repeats):
        state.shuffle(index)
        order = order[index]
        orders.append(order)
    feature = 2
    curve = partial_dependence(
        model, X, [feature], method="brute", kind="both", grid_resolution=9, percentiles=(0, 1)
    )
    return {
        "inputs": [header[c] for c in inputs],
        "layers": [{"W": W.T, "b": b} for W, b in zip(model.coefs_, model.intercepts_)],
        "rows": X,
        "truth": y,
        "answers": model.predict(X),
        "orders": orders,
        "importances": found.importances,
        "means": found.importances_mean,
        "stds": found.importances_std,
        "dependence": {
            "input": feature,
            "places": curve["values"][0],
            "mean": curve["average"][0],
            "lines": curve["individual"][0],
        },
    }


rng = np.random.RandomState(3)
ties = np.round(rng.dirichlet([1, 1, 1], 90) * 4) / 4
ties = ties / ties.sum(axis=1, keepdims=True)
one = LinearRegression()
net = MLPRegressor((5,), random_state=1, max_iter=2000)
constant = np.full(9, 2.5)

golden = {
    "sklearn": sklearn.__version__,
    "numbers": [
        *regression("diabetes", ["progression"], one),
        *regression("linnerud", ["Weight", "Waist", "Pulse"], net),
        number_case("a target that never varies", constant, constant + rng.normal(0, 1, 9)),
        number_case("huge numbers far from zero", 1e9 + rng.normal(0, 1, 50), 1e9 + rng.normal(0, 1, 50)),
    ],
    "classes": [
        classification("iris", "species"),
        classification("wine", "cultivar"),
        classification("breast_cancer", "diagnosis"),
        classification("digits", "digit", most=150),
        class_case("many equal scores", ["a", "b", "c"], rng.randint(0, 3, 90), ties),
        class_case("a class that does not occur", ["a", "b", "c"], rng.randint(0, 2, 90), ties),
    ],
    "inspection": inspection("diabetes", "progression"),
}
json.dump(plain(golden), open(OUT, "w"), separators=(",", ":"))
