"""Runs the golden cases of an ONNX model that Ninestep wrote: python3 predict-onnx.py model.onnx"""
import json
import sys

import numpy as np
import onnxruntime as ort


def column(kind, cells):
    """The cells of one input as a tensor of shape [rows, 1]; a missing number is NaN."""
    if kind == "tensor(string)":
        return np.array([[cell] for cell in cells], dtype=object)
    return np.array([[np.nan if cell is None else cell] for cell in cells], dtype=np.float64)


session = ort.InferenceSession(sys.argv[1])
metadata = session.get_modelmeta().custom_metadata_map
cases = json.loads(metadata["golden_cases"])
feeds = {
    own.name: column(own.type, [case["inputs"][k] for case in cases])
    for k, own in enumerate(session.get_inputs())
}
answers = session.run(None, feeds)
largest = max(
    abs(float(answers[t][k, 0]) - expected) / max(1, abs(expected))
    for k, case in enumerate(cases)
    for t, expected in enumerate(case["outputs"])
)
print(f"{metadata['name']}: {len(cases)} golden cases, largest relative difference {largest:.1e}")
sys.exit(0 if largest <= 1e-5 else 1)
