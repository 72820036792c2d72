import { ACTIVATIONS, type UnitActivation } from '@shared/model/activations.ts';
import { shapesOf } from '@shared/model/experiment.ts';
import { parameterCount } from '@shared/model/network.ts';
import type { StepBatch } from '@shared/model/nine-steps.ts';
import { type Loss, LOSSES, optimizerCatalog, type OptimizerType } from '@shared/model/training-catalog.ts';
import { stepScript } from '@shared/nine-steps/numpy/script.ts';
import { stepLines } from '@shared/nine-steps/numpy/step-lines.ts';
import { parameterNames } from '@shared/nine-steps/numpy/layer-lines.ts';
import type { StepSetup } from '@shared/nine-steps/open-step.ts';
import { traceStep } from '@shared/nine-steps/trace-step.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { stepSetupOf, WALKED_PROJECTS } from '../../helpers/walked-projects.ts';

/** NumPy sums in another order, and has its own exponentials. */
const TOLERANCE = 1e-9;
/** J by differences, and a system of equations solved with it. */
const DIFFERENCES_TOLERANCE = 1e-5;

const PYTHON = ['python3', '/usr/bin/python3'].find(
  (path) => spawnSync(path, ['-c', 'import numpy']).status === 0,
);

interface Printed {
  loss: number;
  z: number[][];
  a: number[][];
  dZ: number[][];
  gradients: number[];
  theta: number[];
}

/** Runs the script as a person would, and has it tell its numbers. */
function runScript(setup: StepSetup, row: number, batch: StepBatch): Printed {
  const shapes = shapesOf(setup.experiment);
  const { batch: taken } = traceStep(setup, { row, batch, layer: 0 });
  const column = (name: string) =>
    `[${shapes.map((_, layer) => `${name}${layer + 1}[:, ${taken.place}].tolist()`).join(', ')}]`;
  const names = shapes.flatMap((shape, layer) => parameterNames(shape, layer + 1));
  // Step 8 writes the new parameters over the old ones, so the gradients are told by their own names.
  const tell = [
    'import json',
    `print(json.dumps({"loss": float(L), "z": ${column('Z')}, "a": ${column('A')}, "dZ": ${column('dZ')},`,
    `  "gradients": [x for G in (${names.map((name) => `d${name},`).join(' ')}) for x in G.ravel().tolist()],`,
    '  "theta": theta.tolist()}))',
  ].join('\n');
  const { status, stdout, stderr } = spawnSync(PYTHON!, ['-'], {
    input: `${stepScript(setup, { row, batch, layer: 0 })}\n${tell}\n`,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Printed;
}

/** Largest difference, relative to the largest number. */
function difference(found: readonly number[], expected: Iterable<number>): number {
  const right = [...expected];
  expect(found).toHaveLength(right.length);
  const size = right.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return found.reduce((most, value, k) => Math.max(most, Math.abs(value - right[k]!)), 0) / size;
}

function expectSameNumbers(setup: StepSetup, row: number, batch: StepBatch): void {
  const printed = runScript(setup, row, batch);
  const traces = shapesOf(setup.experiment).map((_, layer) => traceStep(setup, { row, batch, layer }));
  const { loss, update } = traces[0]!;
  expect(difference([printed.loss], [loss.loss + loss.penalty])).toBeLessThan(TOLERANCE);
  traces.forEach(({ layer }, l) => {
    expect(difference(printed.z[l]!, layer.z)).toBeLessThan(TOLERANCE);
    expect(difference(printed.a[l]!, layer.a)).toBeLessThan(TOLERANCE);
    expect(difference(printed.dZ[l]!, layer.dZ)).toBeLessThan(TOLERANCE);
  });
  const of = (what: 'gradients' | 'updated') => traces.flatMap(({ layer }) => [...layer[what]]);
  expect(difference(printed.gradients, of('gradients'))).toBeLessThan(TOLERANCE);
  const tolerance = update.damping === null ? TOLERANCE : DIFFERENCES_TOLERANCE;
  expect(difference(printed.theta, of('updated'))).toBeLessThan(tolerance);
}

const BATCHES: readonly StepBatch[] = ['row', 'batch'];

describe.skipIf(PYTHON === undefined)('the lines of NumPy (needs Python 3 with NumPy)', () => {
  describe.each(Object.entries(WALKED_PROJECTS))('of %s project', (_name, open) => {
    let setup: StepSetup;

    beforeAll(async () => {
      setup = await open();
    });

    it('are those of the script, step by step and layer by layer', () => {
      const script = stepScript(setup, { row: 7, batch: 'row', layer: 0 }).split('\n');
      shapesOf(setup.experiment).forEach((_, layer) => {
        const trace = traceStep(setup, { row: 7, batch: 'row', layer });
        for (const step of [6, 7, 8] as const) {
          expect(script).toEqual(expect.arrayContaining(stepLines(step, setup.experiment, trace)));
        }
      });
    });

    it.each(BATCHES)('run, and give the numbers that are shown: %s', (batch) => {
      expectSameNumbers(setup, 7, batch);
    });
  });

  it('of the article’s steps 1 to 4 draw its table, and standardise it to the same numbers', async () => {
    const setup = await WALKED_PROJECTS['the article’s']!();
    const trace = traceStep(setup, { row: 123, batch: 'row', layer: 0 });
    const lines = ([1, 2, 3, 4] as const).flatMap((step) => stepLines(step, setup.experiment, trace));
    const tell = 'import json; print(json.dumps([A0[:, 123].tolist(), Y[:, 123].tolist()]))';
    const { stdout, stderr } = spawnSync(PYTHON!, ['-c', [...lines, tell].join('\n')], { encoding: 'utf8' });
    expect(stderr).toBe('');
    const [inputs, targets] = JSON.parse(stdout) as [number[], number[]];
    expect(difference(inputs, trace.layer.input)).toBeLessThan(TOLERANCE);
    expect(
      difference(
        targets,
        trace.loss.targets.map(({ target }) => target),
      ),
    ).toBeLessThan(TOLERANCE);
  });

  /** A small network with one thing changed. */
  function small(training: object, activation: UnitActivation = 'tanh'): Promise<StepSetup> {
    const isClass = 'loss' in training && String(training.loss).endsWith('cross-entropy');
    const isSoftmax = 'loss' in training && training.loss === 'softmax-cross-entropy';
    const source = {
      kind: 'formula',
      rows: 12,
      inputs: { a: [-2, 2], b: [0, 2] },
      targets: isClass ? { y: '0.25 + 0.1 * b', z: '0.75 - 0.1 * b' } : { y: 'a * b', z: 'a - b' },
    };
    return stepSetupOf(
      parseExperiment({
        format: 'ninestep-experiment',
        version: 1,
        data: { source, ...(isClass ? { scaling: { targets: 'none' } } : {}) },
        network: {
          layers: [{ type: 'dense', units: 3, activation }],
          output: { activation: isSoftmax ? 'softmax' : isClass ? 'sigmoid' : 'linear' },
        },
        training: { precision: 'float64', batchSize: 'full', ...training },
      }),
    );
  }

  it.each(Object.keys(ACTIVATIONS) as UnitActivation[])('of %s', async (activation) => {
    expectSameNumbers(await small({}, activation), 1, 'batch');
  });

  it.each(Object.keys(LOSSES) as Loss[])('of the loss %s', async (loss) => {
    expectSameNumbers(await small({ loss }), 1, 'batch');
  });

  it.each(Object.keys(optimizerCatalog) as OptimizerType[])('of the optimizer %s', async (type) => {
    expectSameNumbers(await small({ optimizer: { type } }), 1, 'batch');
  });
});

describe('the script of the nine steps', () => {
  it('is refused, with the way out, where it would be too long to read', async () => {
    const wide = await stepSetupOf(
      parseExperiment({
        format: 'ninestep-experiment',
        version: 1,
        data: { source: { kind: 'formula', inputs: { a: [0, 1] }, targets: { y: 'a' } } },
        network: { layers: [512, 512].map((units) => ({ type: 'dense', units })) },
      }),
    );
    expect(parameterCount(shapesOf(wide.experiment))).toBeGreaterThan(200_000);
    expect(() => stepScript(wide, { row: 0, batch: 'row', layer: 0 })).toThrow(/Look at one row alone/);
  });
});
