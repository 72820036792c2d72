"""A TensorFlow.js model that Ninestep exported, in Keras 3.

python3 predict-keras.py model.json    asks its golden cases, where all its columns are plain numbers
"""
import json, pathlib, sys
import keras
import numpy as np


def load(path):
    """The model of a JSON file with the weights beside it, and what the file says of its columns."""
    path = pathlib.Path(path)
    content = json.loads(path.read_text(encoding="utf-8"))
    model = keras.Model.from_config(content["modelTopology"]["config"])
    (group,) = content["weightsManifest"]
    numbers, arrays = np.fromfile(path.with_name(group["paths"][0]), "<f4"), {}
    for weight in group["weights"]:
        size = int(np.prod(weight["shape"]))
        arrays[weight["name"]], numbers = numbers[:size].reshape(weight["shape"]), numbers[size:]
    for layer in model.layers:
        layer.set_weights([arrays[f"{layer.name}/{weight.name}"] for weight in layer.weights])
    return model, content["userDefinedMetadata"]["ninestep"]


if __name__ == "__main__":
    model, about = load(sys.argv[1])
    inputs = np.array([case["inputs"] for case in about["goldenCases"]], dtype="float64")
    outputs = np.array([case["outputs"] for case in about["goldenCases"]])
    difference = np.abs(model.predict(inputs, verbose=0) - outputs).max()
    print(json.dumps({"goldenCases": len(inputs), "largestDifference": float(difference)}))
