import { AppError } from '../../core/errors.ts';
import { LIMITS } from '../../core/limits.ts';
import type { StepQuestion } from '../../model/nine-steps.ts';
import type { LayerShape } from '../../model/network.ts';
import { type OpenStep, openStep, type StepSetup } from '../open-step.ts';
import { maskOf } from '../trace-layer.ts';
import { traceStep } from '../trace-step.ts';
import { parameterOffsets } from '../../engine/parameters.ts';
import { arrayText } from './array-text.ts';
import { dataLines } from './data-lines.ts';
import { backwardLines, forwardLines, knownGradients, parameterNames } from './layer-lines.ts';
import { lossGradientLines, lossLines, penaltyLines, startsAtZ } from './loss-lines.ts';
import { flatLines, updateLines } from './update-lines.ts';

/**
 * The step of `traceStep` as a NumPy script that runs by itself: the same lines as the window shows, with the person's own
 * numbers in them. Throws TOO_LARGE where they would fill a file that nobody reads.
 */
export function stepScript(setup: StepSetup, question: StepQuestion): string {
  const step = openStep(setup, question);
  requireReadable(step);
  const { shapes, experiment, train } = step;
  const { training } = experiment;
  const loss = { training, k: shapes.length, isWeighted: train.weights !== null };
  const { update } = traceStep(setup, question);
  const forward = shapes.flatMap((shape, layer) => forwardLines(shape, layer + 1));
  return [
    `# One training step of ${JSON.stringify(experiment.name)}, taken apart. Written by Ninestep.`,
    '# A column is a row of the table, as in the article: A0 [inputs, N], W [units, inputs].',
    ...section('Step 1: import', importLines(shapes)),
    ...dataLines(setup.data, step),
    ...section('Step 5: the network', [...parameterLines(step), ...maskLines(step)]),
    ...section('Step 6: forward, and the loss', [...forward, ...lossLines(loss), ...penaltyLines(shapes)]),
    ...section('Step 7: backward', [...lossGradientLines(loss), ...allBackwardLines(step)]),
    ...section('Step 8: the update', [
      ...flatLines(shapes),
      ...(training.optimizer.type === 'levenberg-marquardt' ? jacobianLines(step, forward) : []),
      ...updateLines(training, update),
      ...unpackLines(shapes),
    ]),
    ...section('Step 9: what came out of it', [
      'print("loss", L)',
      `print("answer", A${shapes.length}[:, ${step.place}] * target_scale[:, 0] + target_shift[:, 0])`,
      'print("parameters afterwards", theta)',
    ]),
    '',
  ].join('\n');
}

/** A heading and its lines. */
function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `# ${title}`, ...lines];
}

function importLines(shapes: readonly LayerShape[]): string[] {
  const usesErf = shapes.some((shape) => 'activation' in shape && shape.activation === 'gelu');
  return usesErf
    ? ['import math', 'import numpy as np', 'erf = np.vectorize(math.erf)']
    : ['import numpy as np'];
}

function requireReadable({ shapes, train, machine }: OpenStep): void {
  const masks = shapes.reduce((sum, { type, units }) => sum + (type === 'dropout' ? units : 0), 0);
  const ofRow = shapes[0]!.inputs + shapes.at(-1)!.units + masks + 1;
  if (machine.parameters.length + train.rows * ofRow <= LIMITS.scriptNumbers) return;
  throw new AppError(
    'TOO_LARGE',
    `batch: The script would hold more than ${String(LIMITS.scriptNumbers)} numbers. Look at one row alone, or at a smaller network.`,
    { at: 'batch' },
  );
}

function parameterLines({ shapes, machine }: OpenStep): string[] {
  return placesOfParameters(shapes).map(
    ({ name, start, rows, columns }) =>
      `${name} = ${arrayText(machine.parameters.subarray(start, start + rows * columns), rows, columns)}`,
  );
}

function maskLines(step: OpenStep): string[] {
  return step.shapes.flatMap((shape, layer) =>
    shape.type === 'dropout'
      ? [`M${layer + 1} = ${arrayText(maskOf(step, layer, shape), shape.units, step.train.rows)}`]
      : [],
  );
}

function allBackwardLines({ shapes, experiment }: OpenStep): string[] {
  const known = knownGradients(shapes);
  const last = shapes.length - 1;
  return shapes
    .map((shape, layer) =>
      backwardLines(shape, layer + 1, {
        startsAtZ: layer === last && startsAtZ(experiment.training.loss),
        known: known[layer]!,
      }),
    )
    .reverse()
    .flat();
}

/** J by differences, as NumPy has no gradients of its own, and the residuals r. */
function jacobianLines({ shapes, train }: OpenStep, forward: readonly string[]): string[] {
  const weighted = (what: string) => (train.weights === null ? what : `(np.sqrt(w) * ${what})`);
  const answer = `A${shapes.length}`;
  return [
    'def answers(theta):',
    ...[...unpackLines(shapes), ...forward, `return ${answer}`].map((line) => `    ${line}`),
    'h = 1e-5',
    'J = np.stack([',
    `    ${weighted('(answers(theta + h * e) - answers(theta - h * e))')}.ravel() / (2 * h)`,
    '    for e in np.eye(theta.size)], axis=1)',
    `r = ${weighted(`(${answer} - Y)`)}.ravel()`,
  ];
}

/** θ → the parameters by their names. */
function unpackLines(shapes: readonly LayerShape[]): string[] {
  return placesOfParameters(shapes).map(
    ({ name, start, rows, columns }) =>
      `${name} = theta[${start}:${start + rows * columns}].reshape(${rows}, ${columns})`,
  );
}

interface ParameterPlace {
  name: string;
  start: number;
  rows: number;
  columns: number;
}

function placesOfParameters(shapes: readonly LayerShape[]): ParameterPlace[] {
  const offsets = parameterOffsets(shapes);
  return shapes.flatMap((shape, layer) => {
    let start = offsets[layer]!;
    return parameterNames(shape, layer + 1).map((name, part) => {
      const columns = shape.type === 'dense' && part === 0 ? shape.inputs : 1;
      const place = { name, start, rows: shape.units, columns };
      start += shape.units * columns;
      return place;
    });
  });
}
