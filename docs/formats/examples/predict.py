"""python3 predict.py model.json 30 70 → the answers. Without inputs: asks the golden cases. Needs NumPy only."""
import json, sys
import numpy as np

ACTIVATIONS = {"linear": lambda z: z, "relu": lambda z: np.maximum(z, 0), "tanh": np.tanh,
               "sigmoid": lambda z: 0.5 * (1 + np.tanh(0.5 * z))}

def predict(model, raw):
    shift, scale = (np.array([c["transform"][k] for c in model["inputs"]]) for k in ("shift", "scale"))
    a = (np.asarray(raw, dtype=np.float64) - shift) / scale
    for layer in model["layers"]:
        a = ACTIVATIONS[layer["activation"]](np.array(layer["W"]) @ a + np.array(layer["b"]))
    shift, scale = (np.array([c["transform"][k] for c in model["outputs"]]) for k in ("shift", "scale"))
    return a * scale + shift

model = json.load(open(sys.argv[1], encoding="utf-8"))
if len(sys.argv) > 2:
    print(json.dumps(predict(model, [float(text) for text in sys.argv[2:]]).tolist()))
else:
    differences = [np.abs(predict(model, c["inputs"]) - c["outputs"]).max() for c in model["goldenCases"]]
    print(json.dumps({"goldenCases": len(differences), "largestDifference": max(differences)}))
