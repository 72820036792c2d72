"""Writes a fitted MLPClassifier or MLPRegressor of scikit-learn as JSON for Ninestep (docs/formats/sklearn-mlp.md).

    from sklearn_to_json import write_mlp
    write_mlp(pipeline, "model.json", feature_names=["age", "height"], target_names=["weight"])
"""
import json

import sklearn


def mlp_to_dict(model, feature_names=None, target_names=None, name=None):
    """A fitted network, alone or at the end of a pipeline of scalers, as the content of the file."""
    scalers, target_scaler = [], None
    if hasattr(model, "steps"):
        scalers = [as_scaler(step) for _, step in model.steps[:-1]]
        model = model.steps[-1][1]
    if hasattr(model, "regressor_"):  # TransformedTargetRegressor
        target_scaler = as_scaler(model.transformer_)
        model = model.regressor_
    is_one_of_several = hasattr(model, "classes_") and (model.n_outputs_ == 1 or model.out_activation_ == "softmax")
    file = {
        "format": "sklearn-mlp", "version": 1, "name": name,
        "estimator": type(model).__name__, "sklearn": sklearn.__version__,
        "activation": model.activation, "outActivation": model.out_activation_,
        "coefs": [W.tolist() for W in model.coefs_], "intercepts": [b.tolist() for b in model.intercepts_],
        "scalers": scalers, "targetScaler": target_scaler,
        "featureNames": feature_names, "targetNames": target_names,
        "classes": model.classes_.tolist() if is_one_of_several else None,
    }
    return {key: value for key, value in file.items() if value is not None}


def as_scaler(scaler):
    """scaled = (raw - center) / scale, column by column."""
    kind, zeros = type(scaler).__name__, [0.0] * len(scaler.scale_)
    if kind == "StandardScaler":
        center, scale = scaler.mean_ if scaler.with_mean else zeros, scaler.scale_
    elif kind == "MinMaxScaler":
        center, scale = -scaler.min_ / scaler.scale_, 1 / scaler.scale_
    elif kind == "RobustScaler":
        center, scale = scaler.center_ if scaler.with_centering else zeros, scaler.scale_
    elif kind == "MaxAbsScaler":
        center, scale = zeros, scaler.scale_
    else:
        raise ValueError(f"{kind} does not scale column by column")
    return {"center": [float(c) for c in center], "scale": [float(s) for s in scale]}


def write_mlp(model, path, **names):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(mlp_to_dict(model, **names), file)
