// node predict.mjs model.json 30 70 → the answers. Without inputs: asks the golden cases. Needs nothing but Node.
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
  let a = model.inputs.map(({ transform }, i) => (raw[i] - transform.shift) / transform.scale);
  const inputs = [];
  for (const layer of model.layers) {
    inputs.push(a);
    a = LAYERS[layer.type](layer, a, inputs).map(ACTIVATIONS[layer.activation ?? 'linear']);
  }
  return model.outputs.map(({ transform }, t) => a[t] * transform.scale + transform.shift);
}

const [path, ...inputs] = process.argv.slice(2);
const model = JSON.parse(readFileSync(path, 'utf8'));
if (inputs.length > 0) console.log(JSON.stringify(predict(model, inputs.map(Number))));
else {
  const differences = model.goldenCases.map(({ inputs, outputs }) => {
    const answers = predict(model, inputs);
    return Math.max(...outputs.map((expected, t) => Math.abs(answers[t] - expected)));
  });
  console.log(
    JSON.stringify({ goldenCases: differences.length, largestDifference: Math.max(...differences) }),
  );
}
