// node predict.mjs model.json 30 70 → the answers. Without inputs: asks the golden cases. Needs nothing but Node.
// Reads times of day as 18:30 or 18:30:15; AM, PM and time zones are left to you.
import { readFileSync } from 'node:fs';

const sigmoid = (z) => 1 / (1 + Math.exp(-z));
const softplus = (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
const elu = (z) => (z > 0 ? z : Math.expm1(z));
/** erf(z) = 2/√π · e^(−z²) · Σ 2ⁿz²ⁿ⁺¹/(1·3·…·(2n+1)): all terms of one sign, so no digits are lost. */
function erf(z) {
  if (Math.abs(z) > 6) return Math.sign(z);
  let sum = 0;
  for (let n = 0, term = z; n < 200; term *= (2 * z * z) / (2 * ++n + 1)) sum += term;
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum;
}
const ACTIVATIONS = {
  linear: (z) => z,
  relu: (z) => Math.max(0, z),
  'leaky-relu': (z) => Math.max(0.01 * z, z),
  elu,
  selu: (z) => 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * elu(z)),
  gelu: (z) => 0.5 * z * (1 + erf(z / Math.SQRT2)),
  'gelu-tanh': (z) => 0.5 * z * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z ** 3))),
  silu: (z) => z * sigmoid(z),
  mish: (z) => z * Math.tanh(softplus(z)),
  softplus,
  softsign: (z) => z / (1 + Math.abs(z)),
  sigmoid,
  tanh: Math.tanh,
  softmax: (z, _, all) => 1 / all.reduce((sum, other) => sum + Math.exp(other - z), 0),
};

const CYCLES = {
  time: [],
  'time-and-cycles': ['year', 'week'],
  'time-and-day-cycles': ['year', 'week', 'day'],
};
const ORDERS = { 'day-month-year': [2, 1, 0], 'month-day-year': [2, 0, 1] };
const DAY = 86_400_000;

function days(text, format) {
  const [day, clock = '0'] = text.trim().split(/[T ]/);
  const parts = /^\d+$/.test(day) ? [day.slice(0, 4), day.slice(4, 6), day.slice(6)] : day.split(/[-./]/);
  const [y, m, d] = (ORDERS[format] ?? [0, 1, 2]).map((k) => Number(parts[k]));
  const seconds = clock.split(':').reduce((sum, n, k) => sum + n * [3600, 60, 1][k], 0);
  return new Date(0).setUTCFullYear(y, m - 1, d) / DAY + seconds / 86_400;
}

function place(cycle, day) {
  if (cycle === 'day') return day - Math.floor(day);
  if (cycle === 'week') return (day + 3) / 7 - Math.floor((day + 3) / 7);
  const year = new Date(day * DAY).getUTCFullYear();
  const [from, to] = [year, year + 1].map((y) => new Date(0).setUTCFullYear(y, 0, 1) / DAY);
  return (day - from) / (to - from);
}

/** The raw number of a cell; NaN where it is missing. */
function read(column, cell) {
  if (cell === null || cell === '') return NaN;
  if ('levels' in column)
    return column.levels.includes(String(cell)) ? column.levels.indexOf(String(cell)) : NaN;
  return 'format' in column && typeof cell === 'string' ? days(cell, column.format) : Number(cell);
}

/** The values that a cell gives to the network. */
function encode(column, cell) {
  const rule = column.missing;
  let raw = read(column, cell);
  const isMissing = Number.isNaN(raw);
  if (isMissing && !rule) throw new Error(`${column.name}: there is no use for ${JSON.stringify(cell)}`);
  const mark = rule?.indicator ? [Number(isMissing)] : [];
  if (isMissing) raw = read(column, rule.fill);
  if (column.encoding === 'one-hot')
    return [...column.counts.map((count, k) => Number(k === raw && count > 0)), ...mark];
  const angles = CYCLES[column.parts ?? 'time'].map((cycle) => 2 * Math.PI * place(cycle, raw));
  const cycles = angles.flatMap((angle) => [Math.sin(angle), Math.cos(angle)]);
  return [Number.isNaN(raw) ? 0 : scale(column.transform, raw), ...cycles, ...mark];
}

function scale({ kind, shift, scale }, raw) {
  return ((kind === 'log' ? Math.sign(raw) * Math.log1p(Math.abs(raw)) : raw) - shift) / scale;
}

function unscale({ kind, shift, scale }, scaled) {
  const v = scaled * scale + shift;
  return kind === 'log' ? Math.sign(v) * Math.expm1(Math.abs(v)) : v;
}

const mean = (a) => a.reduce((sum, x) => sum + x, 0) / a.length;
const LAYERS = {
  dense: ({ W, b }, a) => W.map((row, o) => row.reduce((sum, weight, i) => sum + weight * a[i], b[o])),
  'batch-normalization': (layer, a) => normalize(layer, a, layer.mean, layer.variance),
  'layer-normalization': (layer, a) => {
    const m = mean(a);
    const v = mean(a.map((x) => (x - m) ** 2));
    const all = (value) => a.map(() => value);
    return normalize(layer, a, all(m), all(v));
  },
  residual: ({ over }, a, inputs) => a.map((x, u) => x + inputs.at(-1 - over)[u]),
  dropout: (_, a) => a,
};

function normalize({ gamma, beta, epsilon }, a, mean, variance) {
  return a.map((x, u) => (gamma[u] * (x - mean[u])) / Math.sqrt(variance[u] + epsilon) + beta[u]);
}

function predict(model, raw) {
  let a = model.inputs.flatMap((column, i) => encode(column, raw[i]));
  const inputs = [];
  for (const layer of model.layers) {
    inputs.push(a);
    a = LAYERS[layer.type](layer, a, inputs).map(ACTIVATIONS[layer.activation ?? 'linear']);
  }
  return model.outputs.map(({ transform }, t) => unscale(transform, a[t]));
}

/** A list in base64 → the list: bytes of float32 or float64, little-endian, row after row. */
function unpack({ base64, dtype, shape: [rows, columns] }) {
  const bytes = Buffer.from(base64, 'base64');
  const [size, read] = dtype === 'float32' ? [4, 'readFloatLE'] : [8, 'readDoubleLE'];
  const numbers = Array.from({ length: bytes.length / size }, (_, k) => bytes[read](k * size));
  if (columns === undefined) return numbers;
  return Array.from({ length: rows }, (_, r) => numbers.slice(r * columns, (r + 1) * columns));
}

const [path, ...inputs] = process.argv.slice(2);
const model = JSON.parse(readFileSync(path, 'utf8'));
for (const layer of model.layers) {
  for (const [name, value] of Object.entries(layer)) {
    if (value?.base64 !== undefined) layer[name] = unpack(value);
  }
}
if (inputs.length > 0) console.log(JSON.stringify(predict(model, inputs)));
else {
  const differences = model.goldenCases.map(({ inputs, outputs }) => {
    const answers = predict(model, inputs);
    return Math.max(...outputs.map((expected, t) => Math.abs(answers[t] - expected)));
  });
  console.log(
    JSON.stringify({ goldenCases: differences.length, largestDifference: Math.max(...differences) }),
  );
}
