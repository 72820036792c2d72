import { z } from 'zod';
import { LIMITS } from '../core/limits.ts';
import type { Activation } from '../model/activations.ts';
import type { Task } from '../model/task.ts';
import { parseWith } from '../schema/parse.ts';
import { checkFormat } from '../schema/versioned.ts';
import { transposed } from './fold.ts';
import { type ForeignModel, refuseFile } from './foreign-model.ts';
import { LayerChain } from './layer-chain.ts';

/** The names of scikit-learn's activations. */
const ACTIVATIONS = {
  identity: 'linear',
  logistic: 'sigmoid',
  tanh: 'tanh',
  relu: 'relu',
  softmax: 'softmax',
} as const satisfies Record<string, Activation>;
type SklearnActivation = keyof typeof ACTIVATIONS;

const numbers = z.array(z.number());
const names = z.array(z.string().max(LIMITS.textLength));
const scaler = z
  .strictObject({
    center: numbers,
    scale: z.array(z.number().refine((scale) => scale !== 0, { error: 'Must not be 0.' })),
  })
  .describe('scaled = (raw − center) / scale, column by column.');

const schema = z.strictObject({
  format: z.literal('sklearn-mlp'),
  version: z.literal(1),
  name: z.string().optional(),
  estimator: z.enum(['MLPRegressor', 'MLPClassifier']),
  sklearn: z.string().optional().describe('The version of scikit-learn that trained it.'),
  activation: z.enum(['identity', 'logistic', 'tanh', 'relu']),
  outActivation: z.enum(['identity', 'logistic', 'softmax']),
  coefs: z
    .array(z.array(numbers).min(1))
    .min(1)
    .max(LIMITS.layers + 1),
  intercepts: z.array(numbers),
  scalers: z.array(scaler).max(16).default([]),
  targetScaler: scaler.optional(),
  featureNames: names.optional(),
  targetNames: names.optional(),
  classes: z.array(z.union([z.string().max(LIMITS.textLength), z.number()])).optional(),
});
type SklearnFile = z.infer<typeof schema>;

/**
 * The coefficients of a scikit-learn MLP as docs/formats/sklearn-mlp.md has them → Ninestep's layers. Throws INVALID_VALUE
 * and MISSING_FIELD, with the place, where the file does not hold together.
 */
export function readSklearn(value: unknown): ForeignModel {
  checkFormat(value, 'sklearn-mlp', 1, 'The file');
  const file = parseWith(schema, value, 'file');
  const inputs = file.coefs[0]!.length;
  const chain = new LayerChain(inputs, 'float64');
  file.scalers.forEach(({ center, scale }, k) => {
    const at = `scalers[${String(k)}]`;
    requireCount(`${at}.center`, center.length, inputs, 'for each input');
    requireCount(`${at}.scale`, scale.length, inputs, 'for each input');
    chain.add(center.map((middle) => -middle));
    chain.divide(scale);
  });
  addLayers(chain, file);
  const outputs = chain.width;
  const task = taskOf(file, outputs);
  scaleBack(chain, file, task);
  const finished = chain.finish('coefs');
  checkNames('featureNames', file.featureNames, inputs);
  checkNames('targetNames', file.targetNames, task === 'multiclass' || task === 'binary' ? 1 : outputs);
  return {
    form: 'sklearn',
    name: file.name ?? null,
    task,
    inputs: finished.inputs.map((scale, i) => ({ ...scale, name: file.featureNames?.[i] ?? null })),
    layers: finished.layers,
    outputs: finished.outputs.map((scale, t) => ({ ...scale, name: file.targetNames?.[t] ?? null })),
    ...classesOf(file, task, outputs),
    read: [
      `${file.estimator} of scikit-learn${file.sklearn === undefined ? '' : ` ${file.sklearn}`}.`,
      ...finished.read,
    ],
  };
}

function addLayers(chain: LayerChain, { coefs, intercepts, activation, outActivation }: SklearnFile): void {
  requireCount('intercepts', intercepts.length, coefs.length, 'for each of coefs');
  coefs.forEach((rows, k) => {
    const at = `coefs[${String(k)}]`;
    const units = rows[0]!.length;
    requireCount(at, rows.length, chain.width, 'of weights for each value that comes in');
    if (units === 0 || rows.some((row) => row.length !== units))
      refuseFile(at, 'Its rows must be equally long, and not empty.');
    requireCount(`intercepts[${String(k)}]`, intercepts[k]!.length, units, 'for each unit');
    chain.dense(transposed(rows, units), intercepts[k]!);
    const isOutput = k === coefs.length - 1;
    const own: SklearnActivation = isOutput ? outActivation : activation;
    chain.activate(ACTIVATIONS[own]);
  });
}

function scaleBack(chain: LayerChain, { targetScaler }: SklearnFile, task: Task): void {
  if (targetScaler === undefined) return;
  if (task !== 'regression')
    refuseFile('targetScaler', 'Only the targets of a regression are scaled. Remove it.');
  requireCount('targetScaler.center', targetScaler.center.length, chain.width, 'for each output');
  requireCount('targetScaler.scale', targetScaler.scale.length, chain.width, 'for each output');
  chain.multiply(targetScaler.scale);
  chain.add(targetScaler.center);
}

function taskOf({ estimator, outActivation }: SklearnFile, outputs: number): Task {
  if (estimator === 'MLPRegressor') {
    if (outActivation === 'identity') return 'regression';
    refuseFile('outActivation', 'An MLPRegressor has identity at the output.');
  }
  if (outActivation === 'identity')
    refuseFile('outActivation', 'An MLPClassifier has logistic or softmax at the output.');
  if (outActivation === 'softmax') {
    if (outputs < 2) refuseFile('outActivation', 'Softmax needs two outputs at least.');
    return 'multiclass';
  }
  return outputs === 1 ? 'binary' : 'multilabel';
}

function classesOf(
  { classes, targetNames }: SklearnFile,
  task: Task,
  outputs: number,
): Pick<ForeignModel, 'classes' | 'warnings'> {
  if (task === 'regression' || task === 'multilabel') return { classes: null, warnings: [] };
  const count = task === 'binary' ? 2 : outputs;
  const column = targetNames?.[0] ?? null;
  if (classes === undefined) {
    const levels = Array.from({ length: count }, (_, level) => String(level));
    return { classes: { column, levels }, warnings: [unnamedClasses(count)] };
  }
  requireCount('classes', classes.length, count, 'for each class');
  const levels = classes.map(String);
  if (new Set(levels).size !== count) refuseFile('classes', 'A class is named twice.');
  return { classes: { column, levels }, warnings: [] };
}

/** For forms of files that do not name their classes. */
export function unnamedClasses(count: number): string {
  return `The file does not name its classes. They are called 0 to ${String(count - 1)}, in the order of the outputs.`;
}

function requireCount(at: string, found: number, wanted: number, what: string): void {
  if (found === wanted) return;
  refuseFile(at, `Must have ${String(wanted)} (one ${what}), but has ${String(found)}.`);
}

function checkNames(at: string, given: readonly string[] | undefined, wanted: number): void {
  if (given !== undefined) requireCount(at, given.length, wanted, 'for each column');
}
