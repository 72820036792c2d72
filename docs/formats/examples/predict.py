"""python3 predict.py model.json 30 70 → the answers. Without inputs: asks the golden cases. Needs NumPy only.
Reads times of day as 18:30 or 18:30:15; AM, PM and time zones are left to you."""
import base64, calendar, datetime, json, math, re, sys
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

EPOCH = datetime.date(1970, 1, 1)
CYCLES = {"time": [], "time-and-cycles": ["year", "week"], "time-and-day-cycles": ["year", "week", "day"]}

def days(text, format):
    day, *clock = re.split("[T ]", text.strip(), maxsplit=1)
    parts = [day[:4], day[4:6], day[6:]] if day.isdigit() else re.split("[-./]", day)
    order = {"day-month-year": (2, 1, 0), "month-day-year": (2, 0, 1)}.get(format, (0, 1, 2))
    seconds = sum(float(n) * unit for n, unit in zip(clock[0].split(":"), (3600, 60, 1))) if clock else 0
    return (datetime.date(*(int(parts[k]) for k in order)) - EPOCH).days + seconds / 86400

def place(cycle, day):
    if cycle != "year": return day % 1 if cycle == "day" else (day + 3) % 7 / 7
    year = (EPOCH + datetime.timedelta(math.floor(day))).year
    return (day - (datetime.date(year, 1, 1) - EPOCH).days) / (365 + calendar.isleap(year))

def read(column, cell):
    """The raw number of a cell; None where it is missing."""
    if "levels" in column: return column["levels"].index(str(cell)) if str(cell) in column["levels"] else None
    try: return days(cell, column["format"]) if "format" in column and isinstance(cell, str) else float(cell)
    except (TypeError, ValueError, IndexError): return None

def encode(column, cell):
    """The values that a cell gives to the network."""
    raw, rule = read(column, cell), column.get("missing")
    if raw is None and rule is None: raise ValueError(f"{column['name']}: there is no use for {cell!r}")
    mark = [float(raw is None)] if rule and rule["indicator"] else []
    if raw is None: raw = read(column, rule["fill"])
    if column.get("encoding") == "one-hot":
        return [float(k == raw and count > 0) for k, count in enumerate(column["counts"])] + mark
    angles = [2 * math.pi * place(cycle, raw) for cycle in CYCLES[column.get("parts", "time")]]
    cycles = [f(angle) for angle in angles for f in (math.sin, math.cos)]
    return [0.0 if raw is None else scale(column["transform"], raw)] + cycles + mark

def scale(t, raw):
    return ((np.sign(raw) * np.log1p(abs(raw)) if t["kind"] == "log" else raw) - t["shift"]) / t["scale"]

def unscale(t, scaled):
    v = scaled * t["scale"] + t["shift"]
    return np.sign(v) * np.expm1(abs(v)) if t["kind"] == "log" else v

def normalize(layer, a, mean, variance):
    return np.array(layer["gamma"]) * (a - mean) / np.sqrt(variance + layer["epsilon"]) + np.array(layer["beta"])

def predict(model, raw):
    a = np.array([value for column, cell in zip(model["inputs"], raw) for value in encode(column, cell)])
    inputs = []
    for layer in model["layers"]:
        inputs.append(a)
        if layer["type"] == "dense": a = np.array(layer["W"]) @ a + np.array(layer["b"])
        elif layer["type"] == "batch-normalization":
            a = normalize(layer, a, np.array(layer["mean"]), np.array(layer["variance"]))
        elif layer["type"] == "layer-normalization": a = normalize(layer, a, a.mean(), a.var())
        elif layer["type"] == "residual": a = a + inputs[-1 - layer["over"]]
        a = ACTIVATIONS[layer.get("activation", "linear")](a)
    return np.array([unscale(output["transform"], value) for output, value in zip(model["outputs"], a)])

def unpack(packed):
    """A list in base64 -> an array: bytes of float32 or float64, little-endian, row after row."""
    numbers = np.frombuffer(base64.b64decode(packed["base64"]), "<f4" if packed["dtype"] == "float32" else "<f8")
    return numbers.astype(float).reshape(packed["shape"])

model = json.load(open(sys.argv[1], encoding="utf-8"))
for layer in model["layers"]:
    for name, value in layer.items():
        if isinstance(value, dict) and "base64" in value: layer[name] = unpack(value)
if len(sys.argv) > 2:
    print(json.dumps(predict(model, sys.argv[2:]).tolist()))
else:
    differences = [np.abs(predict(model, c["inputs"]) - c["outputs"]).max() for c in model["goldenCases"]]
    print(json.dumps({"goldenCases": len(differences), "largestDifference": max(differences)}))
