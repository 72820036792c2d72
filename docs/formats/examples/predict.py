"""python3 predict.py model.json 30 70 → the answers. Without inputs: asks the golden cases. Needs NumPy only."""
import json, math, sys
import numpy as np

erf = np.vectorize(math.erf)
sigmoid = lambda z: 0.5 * (1 + np.tanh(0.5 * z))
softplus = lambda z: np.logaddexp(0, z)
elu = lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0)))
ACTIVATIONS = {
    "linear": lambda z: z, "relu": lambda z: np.maximum(z, 0), "leaky-relu": lambda z: np.where(z < 0, 0.01 * z, z),
    "elu": elu, "selu": lambda z: 1.0507009873554805 * np.where(z > 0, z, 1.6732632423543772 * elu(z)),
    "gelu": lambda z: 0.5 * z * (1 + erf(z / math.sqrt(2))),
    "gelu-tanh": lambda z: 0.5 * z * (1 + np.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))),
    "silu": lambda z: z * sigmoid(z), "mish": lambda z: z * np.tanh(softplus(z)), "softplus": softplus,
    "softsign": lambda z: z / (1 + abs(z)), "sigmoid": sigmoid, "tanh": np.tanh,
    "softmax": lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(),
}

def normalize(layer, a, mean, variance):
    return np.array(layer["gamma"]) * (a - mean) / np.sqrt(variance + layer["epsilon"]) + np.array(layer["beta"])

def predict(model, raw):
    shift, scale = (np.array([c["transform"][k] for c in model["inputs"]]) for k in ("shift", "scale"))
    a = (np.asarray(raw, dtype=np.float64) - shift) / scale
    inputs = []
    for layer in model["layers"]:
        inputs.append(a)
        if layer["type"] == "dense": a = np.array(layer["W"]) @ a + np.array(layer["b"])
        elif layer["type"] == "batch-normalization":
            a = normalize(layer, a, np.array(layer["mean"]), np.array(layer["variance"]))
        elif layer["type"] == "layer-normalization": a = normalize(layer, a, a.mean(), a.var())
        elif layer["type"] == "residual": a = a + inputs[-1 - layer["over"]]
        a = ACTIVATIONS[layer.get("activation", "linear")](a)
    shift, scale = (np.array([c["transform"][k] for c in model["outputs"]]) for k in ("shift", "scale"))
    return a * scale + shift

model = json.load(open(sys.argv[1], encoding="utf-8"))
if len(sys.argv) > 2:
    print(json.dumps(predict(model, [float(text) for text in sys.argv[2:]]).tolist()))
else:
    differences = [np.abs(predict(model, c["inputs"]) - c["outputs"]).max() for c in model["goldenCases"]]
    print(json.dumps({"goldenCases": len(differences), "largestDifference": max(differences)}))
