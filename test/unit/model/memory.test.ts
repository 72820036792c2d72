import { prepareData } from '@shared/data/prepare.ts';
import { updateRule } from '@shared/engine/optimizers/optimizer.ts';
import { Probe } from '@shared/engine/insight/probe.ts';
import { machineSetup } from '@shared/engine/machine-setup.ts';
import { Trainer } from '@shared/engine/trainer.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { OPTIMIZER_SLOTS, optimizerBytes, rowsPerStep, trainingBytes } from '@shared/model/memory.ts';
import type { FirstOrderOptimizer, Optimizer } from '@shared/model/training-catalog.ts';
import { longestStretch } from '@shared/model/work.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { chooseBackend } from '../../../src-main/trainer/backend.ts';
import { trainingSetup } from '../../../src-main/trainer/training-setup.ts';
import { smallExperimentJson } from '../../helpers/experiments.ts';
import { withValue } from '../../helpers/json-path.ts';

describe('rowsPerStep', () => {
  it.each([
    ['full', 70, 70],
    [32, 70, 32],
    [100, 70, 70],
  ] as const)('of batch size %s and %i rows is %i', (batchSize, rows, expected) => {
    expect(rowsPerStep(batchSize, rows)).toBe(expected);
  });
});

/** What the second-order methods ask for. */
const SECOND_ORDER = { batchSize: 'full', precision: 'float64' };

/** Far too much would refuse what fits. */
const MOST_TIMES = 5;
const FEW_BYTES = 8 * 2 ** 20;

describe.each(['reference', 'wasm'] as const)('trainingBytes on the backend %s', (request) => {
  const dense = (units: number) => ({ type: 'dense', units });
  const allLayers = [
    dense(300),
    { type: 'batch-normalization' },
    { type: 'dropout' },
    dense(300),
    { type: 'layer-normalization' },
    { type: 'residual', over: 1 },
  ];

  it.each([
    { rows: 100, layers: [dense(50)], training: { batchSize: 'full' } },
    { rows: 100, layers: [dense(2_000)], training: { batchSize: 16, precision: 'float64' } },
    { rows: 20_000, layers: [dense(8)], training: { batchSize: 1_024 } },
    { rows: 2_000, layers: [dense(500)], training: { batchSize: 1 } },
    { rows: 100_000, layers: [dense(3)], training: { batchSize: 'full' } },
    { rows: 10_000, layers: allLayers, training: { batchSize: 'full' } },
    { rows: 5_000, layers: allLayers, training: { batchSize: 64, optimizer: { type: 'amsgrad' } } },
    {
      rows: 50,
      layers: [dense(100), dense(100)],
      training: { ...SECOND_ORDER, optimizer: { type: 'lbfgs', history: 4 } },
    },
    {
      rows: 200,
      layers: [dense(40)],
      training: { ...SECOND_ORDER, optimizer: { type: 'levenberg-marquardt' } },
    },
  ])('covers what training allocates, and not much more: $rows rows, $layers, $training', (wanted) => {
    const experiment = experimentWith(wanted);
    const data = prepareData(experiment.data);
    const setup = trainingSetup(experiment, data);
    const trainer = new Trainer(setup, chooseBackend(request, 1));
    trainer.evaluateNow();
    // L-BFGS has its history only after a while.
    if (experiment.training.optimizer.type === 'lbfgs') while (trainer.advance(1).ending === null);
    const probe = new Probe(machineSetup(setup), chooseBackend(request, 1));
    const { outputs } = probe.measure(trainer.network, 0);
    const { parameters } = trainer;
    // Where the last update began, and what is written of a moment.
    const kept = [parameters.slice(), parameters.slice()];
    const held = bytesOf([
      data.inputs,
      data.targets,
      setup,
      trainer,
      trainer.snapshot(),
      probe,
      outputs,
      kept,
    ]);
    probe.close();
    trainer.close();
    const forecast = trainingBytes(experiment, setup.shapes, setup.parts.train.rows);
    expect(forecast).toBeGreaterThanOrEqual(held);
    expect(forecast).toBeLessThan(MOST_TIMES * held + FEW_BYTES);
  });
});

it.each(Object.entries(OPTIMIZER_SLOTS))('%s remembers %i numbers of each parameter', (type, slots) => {
  expect(updateRule(type as FirstOrderOptimizer['type']).slots).toBe(slots);
});

describe('longestStretch', () => {
  it.each([
    // 17 parameters, 60 rows.
    [{ batchSize: 16 }, 17 * 60],
    [{ batchSize: 'full' }, 3 * 17 * 60],
    [{ ...SECOND_ORDER, optimizer: { type: 'lbfgs' } }, 120 * 17 * 60],
  ])('of a small network trained with %j is %i', (training, work) => {
    const experiment = experimentWith({ rows: 60, layers: [{ type: 'dense', units: 3 }], training });
    expect(longestStretch(experiment, 17)).toBe(work);
  });

  it('of Levenberg–Marquardt is that of a piece, however long the iteration takes', () => {
    const training = { ...SECOND_ORDER, optimizer: { type: 'levenberg-marquardt' } };
    const few = experimentWith({ rows: 60, layers: [], training });
    // Below the cube of the parameters, which the factorisation takes in all.
    expect(longestStretch(few, 10_000)).toBeLessThan(10_000 ** 3 / 100);
    expect(longestStretch(few, 20_000) / longestStretch(few, 10_000)).toBeCloseTo(4, 0);
  });
});

describe('optimizerBytes', () => {
  it.each<[Optimizer, number]>([
    [
      { type: 'levenberg-marquardt', initialDamping: 1e-3, goal: 0, restarts: 0 },
      (2 * 1_000 + 8) * 1_000 * 8,
    ],
    [{ type: 'lbfgs', history: 10, goal: 0, restarts: 0 }, (4 * 10 + 8) * 1_000 * 8],
    [{ type: 'sgd', learningRate: 0.1, weightDecay: 0 }, 0],
  ])('of %j and 1,000 parameters is %i', (optimizer, bytes) => {
    expect(optimizerBytes(optimizer, 1_000)).toBe(bytes);
  });
});

function experimentWith({
  rows,
  layers,
  training,
}: {
  rows: number;
  layers: object[];
  training: object;
}): Experiment {
  const json = withValue(smallExperimentJson, 'data.source.rows', rows);
  const merged = { ...smallExperimentJson.training, ...training };
  return parseExperiment(withValue(withValue(json, 'training', merged), 'network.layers', layers));
}

/** Bytes of all typed arrays that can be reached from a value, each memory counted once. */
function bytesOf(root: unknown): number {
  const seen = new Set<unknown>();
  let bytes = 0;
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (ArrayBuffer.isView(value)) {
      if (!seen.has(value.buffer)) bytes += value.buffer.byteLength;
      seen.add(value.buffer);
    } else Object.values(value).forEach(visit);
  };
  visit(root);
  return bytes;
}
