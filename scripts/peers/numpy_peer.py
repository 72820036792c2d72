"""NumPy: the article as the article does it, everything else written with care (one flat parameter array, buffers made
once, results written in place, float32 throughout)."""
from common import (
    ADAM,
    ARTICLE,
    PREDICT,
    SYNTHETIC,
    he_normal,
    measure,
    predict_line,
    run_peer,
    skip,
    training_data,
    training_line,
)

try:
    import numpy as np
except ImportError:
    skip("this Python has no NumPy")


class ArticleLoop:
    """Steps 6 to 8 of the article, in its own way: every result a new array. The loss, which it seldom prints, is left out."""

    def __init__(self):
        inputs, targets, _ = training_data(np, "article")
        self.x, self.y = np.ascontiguousarray(inputs.T), np.ascontiguousarray(targets.T)
        self.reset()

    def reset(self):
        self.layers = [list(layer) for layer in he_normal(np, ARTICLE["dims"])]

    def step(self):
        rows, rate, layers = ARTICLE["rows"], np.float32(ARTICLE["rate"]), self.layers
        outputs = [self.x]
        for k, (w, b) in enumerate(layers):
            z = w @ outputs[-1] + b
            outputs.append(np.maximum(z, 0) if k < len(layers) - 1 else z)
        dz = outputs[-1] - self.y
        gradients = []
        for k in reversed(range(len(layers))):
            gradients.append((dz @ outputs[k].T / rows, dz.sum(1, keepdims=True) / rows))
            if k > 0:
                dz = (layers[k][0].T @ dz) * (outputs[k] > 0)
        for layer, (dw, db) in zip(layers, reversed(gradients)):
            layer[0] = layer[0] - rate * dw
            layer[1] = layer[1] - rate * db


class Network:
    """Dense ReLU layers over one flat parameter array, with buffers for batches of `batch` rows: arrays [units, batch]."""

    def __init__(self, dims, batch):
        self.dims = dims
        self.parameters = np.empty(sum((i + 1) * o for i, o in zip(dims, dims[1:])), "float32")
        self.layers = list(self.views(self.parameters))
        self.outputs = [np.empty((units, batch), "float32") for units in dims[1:]]
        self.reset()

    def views(self, flat):
        offset = 0
        for i, o in zip(self.dims, self.dims[1:]):
            w = flat[offset : offset + o * i].reshape(o, i)
            offset += o * i
            yield w, flat[offset : offset + o].reshape(o, 1)
            offset += o

    def reset(self):
        for (w, b), (w0, b0) in zip(self.layers, he_normal(np, self.dims)):
            w[:], b[:] = w0, b0

    def forward(self, x):
        n = x.shape[1]
        a = x
        for k, ((w, b), buffer) in enumerate(zip(self.layers, self.outputs)):
            z = buffer[:, :n]
            np.matmul(w, a, out=z)
            z += b
            if k < len(self.layers) - 1:
                np.maximum(z, 0, out=z)
            a = z
        return a


class AdamLoop(Network):
    """Shuffled epochs of batches, mean squared error or softmax cross-entropy, Adam."""

    def __init__(self, workload):
        setting = SYNTHETIC[workload]
        self.batch, self.is_classes = setting["batch"], setting["classes"]
        self.inputs, self.targets, _ = training_data(np, workload)
        self.rows = len(self.inputs)
        self.random = np.random.default_rng(3)
        super().__init__(setting["dims"], self.batch)
        self.gradients = np.empty_like(self.parameters)
        self.layer_gradients = list(self.views(self.gradients))
        self.masks = [np.empty((units, self.batch), bool) for units in setting["dims"][1:-1]]
        self.deltas = [np.empty_like(buffer) for buffer in self.outputs]
        self.m, self.v = np.zeros_like(self.parameters), np.zeros_like(self.parameters)
        self.scratch, self.root = np.empty_like(self.parameters), np.empty_like(self.parameters)
        self.rowwise_inputs = np.empty((self.batch, setting["dims"][0]), "float32")
        self.rowwise_targets = np.empty((self.batch, setting["dims"][-1]), "float32")

    def reset(self):
        super().reset()
        self.t, self.batches = 0, []
        if hasattr(self, "m"):
            self.m[:], self.v[:] = 0, 0

    def step(self):
        if not self.batches:
            order = self.random.permutation(self.rows)
            # So many rows in every step that the time of a step is the same: the short last batch is left out.
            self.batches = [order[k : k + self.batch] for k in range(0, self.rows - self.batch + 1, self.batch)]
        batch = self.batches.pop()
        np.take(self.inputs, batch, axis=0, out=self.rowwise_inputs, mode="clip")
        np.take(self.targets, batch, axis=0, out=self.rowwise_targets, mode="clip")
        x, y = self.rowwise_inputs.T, self.rowwise_targets.T
        loss = self.output_gradient(self.forward(x), y)
        self.backward(x)
        self.adam()
        return loss

    def output_gradient(self, z, y):
        """The loss; its gradient by the output's pre-activations goes into the last of the deltas."""
        delta, n = self.deltas[-1], self.batch
        if not self.is_classes:
            np.subtract(z, y, out=delta)
            loss = np.vdot(delta, delta) / n
            delta *= np.float32(2 / n)
            return loss
        z -= z.max(0)
        np.exp(z, out=delta)
        sums = delta.sum(0)
        loss = (np.log(sums).sum() - np.vdot(z, y)) / n
        delta /= sums
        delta -= y
        delta *= np.float32(1 / n)
        return loss

    def backward(self, x):
        for k in reversed(range(len(self.layers))):
            delta = self.deltas[k]
            dw, db = self.layer_gradients[k]
            below = self.outputs[k - 1] if k > 0 else x
            np.matmul(delta, below.T, out=dw)
            np.sum(delta, axis=1, keepdims=True, out=db)
            if k > 0:
                np.matmul(self.layers[k][0].T, delta, out=self.deltas[k - 1])
                np.greater(below, 0, out=self.masks[k - 1])
                np.multiply(self.deltas[k - 1], self.masks[k - 1], out=self.deltas[k - 1])

    def adam(self):
        self.t += 1
        beta1, beta2 = ADAM["beta1"], ADAM["beta2"]
        correction1, correction2 = 1 - beta1**self.t, 1 - beta2**self.t
        g, scratch, root = self.gradients, self.scratch, self.root
        self.m *= np.float32(beta1)
        np.multiply(g, np.float32(1 - beta1), out=scratch)
        self.m += scratch
        self.v *= np.float32(beta2)
        np.multiply(g, g, out=scratch)
        scratch *= np.float32(1 - beta2)
        self.v += scratch
        np.sqrt(self.v, out=root)
        root *= np.float32(1 / correction2**0.5)
        root += np.float32(ADAM["epsilon"])
        np.divide(self.m, root, out=scratch)
        scratch *= np.float32(ADAM["learning_rate"] / correction1)
        self.parameters -= scratch


def bench_article(arguments):
    loop = ArticleLoop()
    return training_line("article", measure(arguments, loop.reset, loop.step, ARTICLE["rows"]))


def bench_training(arguments):
    loop = AdamLoop(arguments.workload)
    return training_line(arguments.workload, measure(arguments, loop.reset, loop.step, loop.batch))


def bench_predict(arguments):
    rows = PREDICT[arguments.workload]
    network = Network(SYNTHETIC["tabular-small"]["dims"], rows)
    x = np.random.default_rng(4).standard_normal((rows, network.dims[0])).astype("float32").T
    rates = measure(arguments, lambda: None, lambda: network.forward(x), rows)
    return predict_line(arguments.workload, rates)


run_peer(
    "numpy",
    [np],
    {
        "article": bench_article,
        **dict.fromkeys(SYNTHETIC, bench_training),
        **dict.fromkeys(PREDICT, bench_predict),
    },
)
