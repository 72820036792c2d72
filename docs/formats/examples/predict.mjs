// node predict.mjs model.json 30 70 → the answers. Without inputs: asks the golden cases. Needs nothing but Node.
import { readFileSync } from 'node:fs';

const ACTIVATIONS = {
  linear: (z) => z,
  relu: (z) => Math.max(0, z),
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
};

function predict(model, raw) {
  let a = model.inputs.map(({ transform }, i) => (raw[i] - transform.shift) / transform.scale);
  for (const { W, b, activation } of model.layers) {
    const z = W.map((row, o) => row.reduce((sum, weight, i) => sum + weight * a[i], b[o]));
    a = z.map(ACTIVATIONS[activation]);
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
