import type { ModelFile, ModelLayer } from '../../model/model-file.ts';
import { casesOf, commentText, exampleOf, inputData, inputInWords, outputData } from './code-model.ts';
import { javascriptCells } from './javascript-cells.ts';
import { javascriptFunctions } from './javascript-functions.ts';

/**
 * A model → an ECMAScript module without dependencies that takes raw values and gives raw values, in float64, with a
 * self-test on golden cases: `node model.mjs`. It computes what `createPredictor` does, to rounding.
 */
export function javascriptModule(model: ModelFile): string {
  return [
    header(model),
    constant(
      'INPUTS',
      'The columns of a row in their order, with what is done to each before the network.',
      model.inputs.map(inputData),
    ),
    constant(
      'OUTPUTS',
      'The answers in their order, with what leads back to raw units.',
      model.outputs.map(outputData),
    ),
    constant(
      'LAYERS',
      'The layers with their weights: W has a row for each unit.',
      model.layers.map(layerData),
    ),
    constant(
      'CASES',
      'Raw values with the answers that the network gave when it was exported.',
      casesOf(model),
    ),
    PREDICT,
    javascriptCells(model),
    javascriptFunctions(model),
    networkCode(model),
    SELF_TEST,
  ].join('\n\n');
}

function header(model: ModelFile): string {
  const lines = [
    commentText(model.name),
    '',
    `A neural network of ${String(model.parameters)} parameters, trained with Ninestep ${model.training.engine.version}.`,
    'It takes raw values and gives raw values: scaling, levels and missing values are taken care of inside.',
    '',
    ...exampleLines(model),
    'Inputs:',
    ...model.inputs.map((input) => `  ${commentText(input.name)}: ${commentText(inputInWords(input))}`),
    'Outputs:',
    ...model.outputs.map(
      (output) => `  ${commentText(output.name)}${output.class === undefined ? '' : ': a probability'}`,
    ),
    '',
    'To test it: node and the name of this file, which should end with .mjs.',
  ];
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */`;
}

function exampleLines(model: ModelFile): string[] {
  const example = exampleOf(model);
  if (example === undefined) return [];
  const row = Object.fromEntries(model.inputs.map(({ name }, k) => [name, example.inputs[k]]));
  return [
    '  import { predict } from "./model.mjs";',
    `  predict(${commentText(JSON.stringify(row))});`,
    ...model.outputs
      .slice(0, 4)
      .map(({ name }, k) => `  // ${commentText(name)}: ${String(example.outputs[k])}`),
    '',
  ];
}

/** Each element in a line of its own. */
function constant(name: string, comment: string, elements: readonly unknown[]): string {
  const lines = elements.map((element) => `  ${safeJson(element)},`);
  return `/** ${comment} */\nexport const ${name} = [\n${lines.join('\n')}\n];`;
}

/** JSON that may also stand in a script of a page. */
function safeJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
}

function layerData(layer: ModelLayer): Record<string, unknown> {
  switch (layer.type) {
    case 'dense':
      return { kind: 'dense', f: layer.activation, W: layer.W, b: layer.b };
    case 'batch-normalization':
    case 'layer-normalization': {
      const { type, activation, dtype: _, ...numbers } = layer;
      return { kind: type, f: activation, ...numbers };
    }
    case 'residual':
      return { kind: 'residual', over: layer.over };
    case 'dropout':
      return { kind: 'dropout' };
  }
}

const PREDICT = `/**
 * Raw values of one row, by name or in the order of INPUTS → raw answers, by name.
 * A missing value is null, undefined or an empty text. Throws where the network cannot take a value.
 */
export function predict(row) {
  const values = predictValues(row);
  return Object.fromEntries(OUTPUTS.map(({ name }, k) => [name, values[k]]));
}

/** The same, with the answers in the order of OUTPUTS. */
export function predictValues(row) {
  const features = INPUTS.flatMap((input, k) => encode(input, Array.isArray(row) ? row[k] : row[input.name]));
  const answers = network(features);
  return OUTPUTS.map((output, k) => unscaled(output, answers[k]));
}

function unscaled({ log, shift, scale }, answer) {
  const value = answer * scale + shift;
  return log ? Math.sign(value) * Math.expm1(Math.abs(value)) : value;
}

function scaled({ log, shift, scale }, raw) {
  return ((log ? Math.sign(raw) * Math.log1p(Math.abs(raw)) : raw) - shift) / scale;
}`;

const LAYER_CODE: Readonly<Record<ModelLayer['type'], string>> = {
  dense: `    case 'dense': // f(W·x + b)
      return f(layer.W.map((weights, unit) => weights.reduce((sum, weight, k) => sum + weight * values[k], layer.b[unit])));`,
  'batch-normalization': `    case 'batch-normalization': {
      const { gamma, beta, mean, variance, epsilon } = layer;
      return f(values.map((x, unit) => (gamma[unit] * (x - mean[unit])) / Math.sqrt(variance[unit] + epsilon) + beta[unit]));
    }`,
  'layer-normalization': `    case 'layer-normalization': {
      const { gamma, beta, epsilon } = layer;
      const meanOf = (numbers) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
      const mean = meanOf(values);
      const deviation = Math.sqrt(meanOf(values.map((x) => (x - mean) ** 2)) + epsilon);
      return f(values.map((x, unit) => (gamma[unit] * (x - mean)) / deviation + beta[unit]));
    }`,
  residual: `    case 'residual': { // adds what went into the layers before it
      const before = inputs[inputs.length - 1 - layer.over];
      return values.map((x, unit) => x + before[unit]);
    }`,
  dropout: `    case 'dropout': // only training drops values
      return values;`,
};

function networkCode({ layers }: ModelFile): string {
  const types = [...new Set(layers.map(({ type }) => type))];
  return `/** Scaled values → what the last layer gives. */
function network(features) {
  let values = features;
  const inputs = [];
  for (const layer of LAYERS) {
    inputs.push(values);
    values = through(layer, values, inputs);
  }
  return values;
}

function through(layer, values, inputs) {
  const f = FUNCTIONS[layer.f];
  switch (layer.kind) {
${types.map((type) => LAYER_CODE[type]).join('\n')}
  }
}`;
}

/** How the part begins that runs the self-test where the file is run by itself. */
export const JAVASCRIPT_RUNNER = "if (typeof process === 'object' && process.argv?.[1]";

const SELF_TEST = `/** The largest difference between the answers in CASES and those of this program. Throws where it is too large. */
export function selfTest() {
  let largest = 0;
  for (const { inputs, outputs } of CASES) {
    predictValues(inputs).forEach((answer, k) => {
      const difference = Math.abs(answer - outputs[k]);
      if (!(difference <= 1e-9 * Math.max(Math.abs(outputs[k]), OUTPUTS[k].scale))) {
        throw new Error(\`\${OUTPUTS[k].name}: \${answer} instead of \${outputs[k]} for \${JSON.stringify(inputs)}\`);
      }
      largest = Math.max(largest, difference);
    });
  }
  return largest;
}

${JAVASCRIPT_RUNNER} && import.meta.url === new URL(\`file://\${process.argv[1]}\`).href) {
  console.log(\`\${CASES.length} cases, largest difference \${selfTest()}\`);
}
`;
