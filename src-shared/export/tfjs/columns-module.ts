import type { ModelFile, ModelInput, ModelOutput } from '../../model/model-file.ts';
import { casesOf, commentText, exampleOf, inputData } from '../code/code-model.ts';
import { javascriptCells } from '../code/javascript-cells.ts';
import { CLASSES, hasClasses, javascriptOutput } from '../code/javascript-classes.ts';
import { columnLines, constant, SCALING } from '../code/javascript-parts.ts';
import type { TfjsFileNames } from './file-names.ts';
import { isScaledInside, isUnscaledInside } from './scaling.ts';

/**
 * The ECMAScript module beside a TensorFlow.js model: raw rows → the numbers that the model takes, and what it answers →
 * raw answers, with all that no standard layer does (levels, missing values, dates, logarithms). It has no dependencies:
 * TensorFlow.js and the loaded model are given to it.
 * @param features how many numbers the model takes of a row
 */
export function columnsModule(model: ModelFile, names: TfjsFileNames, features: number): string {
  return [
    header(model, names),
    constant(
      'INPUTS',
      'The columns of a row in their order, with what is done to each before the model; shift 0 and scale 1: it takes raw values.',
      model.inputs.map(columnInput),
    ),
    constant(
      'OUTPUTS',
      'The answers in their order, with what leads back to raw units; shift 0 and scale 1: the model gives them raw.',
      model.outputs.map(columnOutput),
    ),
    constant(
      'CASES',
      'Raw values with the answers that the network gave when it was exported, in float64.',
      casesOf(model),
    ),
    `/** How many numbers the model takes of a row. */\nexport const FEATURES = ${String(features)};`,
    PREDICT,
    ...(hasClasses(model) ? [CLASSIFY, CLASSES] : []),
    CONVERT,
    SCALING,
    javascriptCells(model),
    SELF_TEST,
  ].join('\n\n');
}

const UNSCALED = { log: false, shift: 0, scale: 1 };

function columnInput(input: ModelInput): Record<string, unknown> {
  return { ...inputData(input), ...(isScaledInside(input) ? UNSCALED : {}) };
}

/** `spread` is the scale of the answers themselves, which says how far one may be off. */
function columnOutput(output: ModelOutput): Record<string, unknown> {
  const spread = output.transform.scale;
  return { ...javascriptOutput(output), ...(isUnscaledInside(output) ? UNSCALED : {}), spread };
}

function header(model: ModelFile, { model: file, columns }: TfjsFileNames): string {
  const example = exampleOf(model);
  const row = Object.fromEntries(model.inputs.map(({ name }, k) => [name, example?.inputs[k] ?? null]));
  const lines = [
    commentText(model.name),
    '',
    `The columns of the TensorFlow.js model in ${commentText(file)}: raw rows in, raw answers out.`,
    'Levels, dates, logarithms and missing values are taken care of here, all else inside of the model.',
    '',
    '  import * as tf from "@tensorflow/tfjs";',
    `  import { predict } from ${commentText(JSON.stringify(`./${columns}`))};`,
    `  const model = await tf.loadLayersModel(${commentText(JSON.stringify(`./${file}`))});`,
    `  await predict(tf, model, [${commentText(JSON.stringify(row))}]);`,
    ...(example?.outputs ?? [])
      .slice(0, 4)
      .map((answer, k) => `  // ${commentText(model.outputs[k]!.name)}: ${String(answer)}`),
    '',
    ...columnLines(model),
    '',
    'To test it: await selfTest(tf, model).',
  ];
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */`;
}

const PREDICT = `/**
 * Raw rows, each an object by the names of the columns or an array in the order of INPUTS → raw answers, by name.
 * A missing value is null, undefined or an empty text. Throws where the network cannot take a value.
 * tf is TensorFlow.js, model what tf.loadLayersModel gave.
 */
export async function predict(tf, model, rows) {
  const answers = await predictValues(tf, model, rows);
  return answers.map((values) => Object.fromEntries(OUTPUTS.map(({ name }, k) => [name, values[k]])));
}

/** The same, with the answers in the order of OUTPUTS. */
export async function predictValues(tf, model, rows) {
  if (rows.length === 0) return [];
  const values = tf.tensor2d(rows.map(toValues), [rows.length, FEATURES]);
  const answers = model.predict(values, { batchSize: BATCH });
  try {
    return (await answers.array()).map(toAnswers);
  } finally {
    values.dispose();
    answers.dispose();
  }
}

/** Rows that go through the model together. */
const BATCH = 1024;`;

const CLASSIFY = `/** The most probable class of each column that has classes, for each row, by the name of the column. */
export async function classify(tf, model, rows) {
  return (await predictValues(tf, model, rows)).map(classesOf);
}`;

const CONVERT = `/** A raw row → the numbers that the model takes of it. */
export function toValues(row) {
  return INPUTS.flatMap((input, k) => encode(input, cellOf(row, input.name, k)));
}

/** What the model answers to a row → raw answers, in the order of OUTPUTS. */
export function toAnswers(values) {
  return OUTPUTS.map((output, k) => unscaled(output, values[k]));
}`;

const SELF_TEST = `/** The largest difference between the answers in CASES and those of the model. Throws where it is too large. */
export async function selfTest(tf, model) {
  const answers = await predictValues(tf, model, CASES.map(({ inputs }) => inputs));
  let largest = 0;
  CASES.forEach(({ inputs, outputs }, c) => {
    outputs.forEach((expected, k) => {
      const difference = Math.abs(answers[c][k] - expected);
      // TensorFlow.js computes in float32, which is worth some seven digits.
      if (!(difference <= 1e-4 * Math.max(Math.abs(expected), OUTPUTS[k].spread))) {
        throw new Error(\`\${OUTPUTS[k].name}: \${answers[c][k]} instead of \${expected} for \${JSON.stringify(inputs)}\`);
      }
      largest = Math.max(largest, difference);
    });
  });
  return largest;
}
`;
