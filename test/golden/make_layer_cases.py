"""Writes reference training runs of the other layers made by PyTorch (float64, CPU): see layers.test.ts.

Usage: python3 make_layer_cases.py layer_cases.json

Every case: a network of our layers, one fixed batch, ten updates. `losses[k]` is the loss before update k+1, penalties
left out; `gradients` are those of the first step, penalties included; `final` are the parameters after the last update,
flat: a dense layer's weights before its bias, a normalisation's scale before its shift; `statistics` the running means and
variances. Dropout's masks are made here by the hash of docs/numerics.md.
"""
import json, sys
import torch
import torch.nn as nn

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
STEPS, ROWS, SEED = 10, 7, 5
WORD = 0xFFFFFFFF
ACTIVATIONS = {"linear": lambda z: z, "relu": torch.relu, "tanh": torch.tanh}


def mix(x):
    x &= WORD
    x = ((x ^ (x >> 16)) * 0x21F0AAAD) & WORD
    x = ((x ^ (x >> 15)) * 0x735A2D97) & WORD
    return x ^ (x >> 15)


def dropout_mask(rate, layer, step, rows, units):
    key = mix(SEED ^ mix(step + 0x9E3779B9 * (layer + 1)))
    kept = [[mix(key ^ mix(n * 0x85EBCA6B + u)) >= rate * 2**32 for u in range(units)] for n in range(rows)]
    return torch.tensor(kept, dtype=torch.float64) / (1 - rate)


def dense(units, activation="tanh", l1=0, l2=0):
    return {"type": "dense", "units": units, "activation": activation, "l1": l1, "l2": l2}


BATCH_NORM = {"type": "batch-normalization", "momentum": 0.1, "epsilon": 1e-5, "activation": "relu"}
LAYER_NORM = {"type": "layer-normalization", "epsilon": 1e-5, "activation": "tanh"}
CASES = {
    "batch normalisation": [dense(5, "linear"), BATCH_NORM, dense(4), BATCH_NORM],
    "layer normalisation": [dense(5, "linear"), LAYER_NORM, dense(4), LAYER_NORM],
    "residual connections": [dense(4), dense(4, "relu"), {"type": "residual", "over": 1}, dense(3), {"type": "residual", "over": 4}],
    "dropout": [dense(9), {"type": "dropout", "rate": 0.4}, dense(6, "relu"), {"type": "dropout", "rate": 0.2}],
    "penalties": [dense(5, "tanh", 0.02, 0.3), dense(4, "relu", 0, 0.1)],
    "all together": [dense(4, "linear", 0, 0.05), BATCH_NORM, {"type": "dropout", "rate": 0.25}, dense(4, "relu"), LAYER_NORM, {"type": "residual", "over": 3}],
}


class Network:
    def __init__(self, layers, inputs, outputs):
        self.layers, self.modules, width = layers + [dense(outputs, "linear")], [], inputs
        for layer in self.layers:
            if layer["type"] == "dense":
                self.modules.append(nn.Linear(width, layer["units"]))
                width = layer["units"]
            elif layer["type"] == "batch-normalization":
                self.modules.append(nn.BatchNorm1d(width, eps=layer["epsilon"], momentum=layer["momentum"]))
            elif layer["type"] == "layer-normalization":
                self.modules.append(nn.LayerNorm(width, eps=layer["epsilon"]))
            else:
                self.modules.append(None)
        self.parameters = [p for m in self.modules if m for p in (m.weight, m.bias)]

    def forward(self, x, step):
        values = [x]
        for k, (layer, module) in enumerate(zip(self.layers, self.modules)):
            h = values[-1]
            if layer["type"] == "dropout":
                h = h * dropout_mask(layer["rate"], k, step, h.shape[0], h.shape[1])
            elif layer["type"] == "residual":
                h = h + values[k - layer["over"]]
            else:
                h = ACTIVATIONS[layer["activation"]](module(h))
            values.append(h)
        return values[-1]

    def penalty(self):
        pairs = [(l, m.weight) for l, m in zip(self.layers, self.modules) if l["type"] == "dense"]
        return sum(l["l1"] * w.abs().sum() + 0.5 * l["l2"] * (w**2).sum() for l, w in pairs)

    def flat(self, of=lambda p: p):
        return torch.cat([of(p).detach().reshape(-1) for p in self.parameters]).tolist()

    def statistics(self):
        norms = [m for m in self.modules if isinstance(m, nn.BatchNorm1d)]
        return [v for m in norms for part in (m.running_mean, m.running_var) for v in part.tolist()]


def run(name, layers, optimizer, weighted):
    torch.manual_seed(len(name) + len(optimizer))
    network = Network(layers, 3, 2)
    x, y = torch.randn(ROWS, 3), torch.randn(ROWS, 2)
    weights = torch.rand(ROWS) + 0.5 if weighted else torch.ones(ROWS)
    # Not Adam: the bias before a batch normalisation has no gradient but rounding errors, which Adam makes large.
    step = torch.optim.SGD(network.parameters, lr=0.05, momentum=0.9 if optimizer == "momentum" else 0)
    initial, losses, gradients = network.flat(), [], None
    for k in range(STEPS):
        loss = (((network.forward(x, k) - y) ** 2).mean(1) * weights).mean()
        step.zero_grad()
        (loss + network.penalty()).backward()
        gradients = gradients or network.flat(lambda p: p.grad)
        losses.append(loss.item())
        step.step()
    return {"name": f"{name}, {optimizer}{', weighted rows' if weighted else ''}", "layers": layers, "optimizer": optimizer,
            "x": x.tolist(), "y": y.tolist(), "weights": weights.tolist() if weighted else None, "initial": initial,
            "losses": losses, "gradients": gradients, "final": network.flat(), "statistics": network.statistics()}


cases = [run(n, l, o, w) for n, l in CASES.items() for o, w in (("sgd", False), ("momentum", True))]
json.dump({"tool": f"PyTorch {torch.__version__}", "seed": SEED, "cases": cases}, open(sys.argv[1], "w"), separators=(",", ":"))
print(len(cases), "cases")
