"""scikit-learn's MLPRegressor and MLPClassifier: an epoch is one call of partial_fit on all rows, which makes the
batches, shuffles them and updates by its own Adam (by gradient descent without momentum for the article)."""
import warnings

from common import ADAM, ARTICLE, PREDICT, SYNTHETIC, measure, predict_line, run_peer, skip, training_data, training_line

try:
    import numpy as np
    import sklearn
    from sklearn.neural_network import MLPClassifier, MLPRegressor
except ImportError:
    skip("this Python has no scikit-learn")


def model_of(workload):
    setting = ARTICLE if workload == "article" else SYNTHETIC[workload]
    common = {
        "hidden_layer_sizes": setting["dims"][1:-1],
        "activation": "relu",
        "alpha": 0.0,
        "batch_size": setting["batch"],
        "random_state": 1,
    }
    if workload == "article":
        return MLPRegressor(**common, solver="sgd", momentum=0.0, learning_rate_init=ARTICLE["rate"])
    kind = MLPClassifier if setting["classes"] else MLPRegressor
    return kind(
        **common,
        solver="adam",
        learning_rate_init=ADAM["learning_rate"],
        beta_1=ADAM["beta1"],
        beta_2=ADAM["beta2"],
        epsilon=ADAM["epsilon"],
    )


class Loop:
    def __init__(self, workload):
        self.workload = workload
        self.x, targets, classes = training_data(np, workload)
        self.y = classes if classes is not None else targets if targets.shape[1] > 1 else targets[:, 0]
        self.first = {} if classes is None else {"classes": np.unique(classes)}

    def reset(self):
        self.model = model_of(self.workload)
        self.epoch()

    def epoch(self):
        self.model.partial_fit(self.x, self.y, **self.first)


def bench_training(arguments):
    loop = Loop(arguments.workload)
    return training_line(arguments.workload, measure(arguments, loop.reset, loop.epoch, len(loop.x)))


def bench_predict(arguments):
    loop = Loop("tabular-small")
    loop.reset()
    rows = PREDICT[arguments.workload]
    x = loop.x[:rows]
    return predict_line(arguments.workload, measure(arguments, lambda: None, lambda: loop.model.predict(x), rows))


warnings.simplefilter("ignore")
run_peer(
    "sklearn",
    [sklearn],
    {
        "article": bench_training,
        **dict.fromkeys(SYNTHETIC, bench_training),
        **dict.fromkeys(PREDICT, bench_predict),
    },
)
