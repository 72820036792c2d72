import type { ModelFile, ModelLayer } from '../../model/model-file.ts';
import { casesOf, commentText, exampleOf, inputData, originInWords } from './code-model.ts';
import { javascriptCells } from './javascript-cells.ts';
import { CLASSES, hasClasses, javascriptOutput } from './javascript-classes.ts';
import { javascriptFunctions } from './javascript-functions.ts';
import { columnLines, constant, SCALING } from './javascript-parts.ts';

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
      model.outputs.map(javascriptOutput),
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
    ...classifyCode(model),
    SCALING,
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
    `A neural network of ${String(model.parameters)} parameters, ${originInWords(model)}.`,
    'It takes raw values and gives raw values: scaling, levels and missing values are taken care of inside.',
    '',
    ...exampleLines(model),
    ...columnLines(model),
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
  const features = INPUTS.flatMap((input, k) => encode(input, cellOf(row, input.name, k)));
  const answers = network(features);
  return OUTPUTS.map((output, k) => unscaled(output, answers[k]));
}`;

function classifyCode(model: ModelFile): string[] {
  if (!hasClasses(model)) return [];
  return [
    `/** The most probable class of each column that has classes, by the name of the column. */
export function classify(row) {
  return classesOf(predictValues(row));
}`,
    CLASSES,
  ];
}

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
export const JAVASCRIPT_RUNNER = 'function isRunByItself() {';

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

${JAVASCRIPT_RUNNER}
  const path = typeof process === 'object' ? process.argv?.[1] : undefined;
  if (!path) return false;
  if (typeof import.meta.main === 'boolean') return import.meta.main;
  // Modules of Node, where it is new enough to give them without an import, which a page could not follow.
  const [fs, url] = ['node:fs', 'node:url'].map((name) => process.getBuiltinModule?.(name));
  const own = fs?.existsSync(path) ? fs.realpathSync(path) : path;
  return import.meta.url === (url ? url.pathToFileURL(own) : new URL(\`file://\${own}\`)).href;
}

if (isRunByItself()) {
  console.log(\`\${CASES.length} cases, largest difference \${selfTest()}\`);
}
`;
