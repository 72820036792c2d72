"""python3 checksum.py model.json → the checksum the file must carry. Standard library only."""
import hashlib, json, sys
from decimal import Decimal

def number(x):
    """A number as JavaScript writes it: the fewest digits that read back as the same float64."""
    if x == 0: return "0"
    sign, digits, exponent = Decimal(repr(float(x))).normalize().as_tuple()
    d, n = "".join(map(str, digits)), len(digits) + exponent
    if len(d) <= n <= 21: text = d + "0" * (n - len(d))
    elif 0 < n <= 21: text = d[:n] + "." + d[n:]
    elif -6 < n <= 0: text = "0." + "0" * -n + d
    else: text = d[0] + ("." + d[1:] if len(d) > 1 else "") + f"e{n - 1:+d}"
    return "-" * sign + text

def canonical(v):
    if isinstance(v, (int, float)) and not isinstance(v, bool): return number(v)
    if isinstance(v, list): return "[" + ",".join(map(canonical, v)) + "]"
    if isinstance(v, dict):
        names = sorted(v, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(canonical(name) + ":" + canonical(v[name]) for name in names) + "}"
    return json.dumps(v, ensure_ascii=False)

model = json.load(open(sys.argv[1], encoding="utf-8"))
del model["checksum"]
print("sha256:" + hashlib.sha256(canonical(model).encode("utf-8")).hexdigest())
