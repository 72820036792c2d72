import { prepareData } from '@shared/data/prepare.ts';
import { updateRule } from '@shared/engine/optimizers/optimizer.ts';
import { Probe } from '@shared/engine/insight/probe.ts';
import { machineSetup } from '@shared/engine/machine-setup.ts';
import { Trainer } from '@shared/engine/trainer.ts';
import type { Precision } from '@shared/core/float-array.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import { OPTIMIZER_SLOTS, optimizerBytes, rowsPerStep } from '@shared/model/memory.ts';
import { mostMoments } from '@shared/model/moment-budget.ts';
import type { FirstOrderOptimizer, Optimizer } from '@shared/model/training-catalog.ts';
import {
  canBeNative,
  type MemoryEngine,
  mostParameters,
  trainingBytes,
} from '@shared/model/training-memory.ts';
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
const FEW_BYTES = 160 * 2 ** 20;

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
    const { shapes, training, parts } = setup;
    const isLookedAt = mostMoments({ shapes, training, rows: parts.train.rows }) > 1;
    const probe = isLookedAt ? new Probe(machineSetup(setup), chooseBackend(request, 1)) : null;
    const probed = probe?.measure(trainer.network, 0);
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
      probed,
      kept,
    ]);
    probe?.close();
    trainer.close();
    const forecast = trainingBytes(experiment, shapes, parts.train.rows, request);
    expect(forecast).toBeGreaterThanOrEqual(held);
    expect(forecast).toBeLessThan(MOST_TIMES * held + FEW_BYTES);
  });
});

/** Of what was measured: what the collector of garbage has not come to yet is another each time. */
const WITHIN = 0.2;

/**
 * The most memory that `ninestep train EXPERIMENT --threads 1 --backend B` had, in kilobytes, as `/usr/bin/time -v` tells; on 23
 * November 2026, Node 20.20, Linux. Layers of ReLU, rows of `inputs` columns and one target, of which 70 % train.
 */
const PEAKS: readonly [MemoryEngine, number, MeasuredShape][] = [
  ['wasm', 89_184, { layers: [8], rows: 500, inputs: 4, batchSize: 32, epochs: 2 }],
  ['wasm', 96_940, { layers: [4, 4], rows: 10_000, inputs: 4, batchSize: 'full', epochs: 3 }],
  ['wasm', 201_632, { layers: [16], rows: 300_000, inputs: 20, batchSize: 1_024 }],
  ['wasm', 156_912, { layers: [1_000, 1_000], rows: 2_000, inputs: 20, batchSize: 128 }],
  ['wasm', 220_980, { layers: [1_700, 1_700], rows: 1_000, inputs: 20, batchSize: 128 }],
  ['wasm', 288_260, { layers: [3_100, 3_100], rows: 300, inputs: 20, batchSize: 64, optimizer: 'sgd' }],
  ['wasm', 440_292, { layers: [3_100, 3_100], rows: 300, inputs: 20, batchSize: 64 }],
  ['wasm', 501_616, { layers: [3_100, 3_100], rows: 300, inputs: 20, batchSize: 64, optimizer: 'amsgrad' }],
  ['wasm', 768_628, { layers: [3_100, 3_100], rows: 300, inputs: 20, batchSize: 64, precision: 'float64' }],
  ['wasm', 183_792, { layers: Array<number>(6).fill(512), rows: 4_000, inputs: 40, batchSize: 512 }],
  ['wasm', 144_240, { layers: [600, 600], rows: 20_000, inputs: 20, batchSize: 'full' }],
  ['wasm', 950_264, { layers: [4_900, 4_900], rows: 200, inputs: 20, batchSize: 64 }],
  ['wasm', 1_840_404, { layers: [7_000, 7_000], rows: 2_000, inputs: 20, batchSize: 256, epochs: 3 }],
  ['native', 122_820, { layers: [8], rows: 500, inputs: 4, batchSize: 32, epochs: 2 }],
  ['native', 129_724, { layers: [4, 4], rows: 10_000, inputs: 4, batchSize: 'full', epochs: 3 }],
  ['native', 231_940, { layers: [16], rows: 300_000, inputs: 20, batchSize: 1_024 }],
  ['native', 205_764, { layers: [1_000, 1_000], rows: 2_000, inputs: 20, batchSize: 128 }],
  ['native', 278_780, { layers: [1_700, 1_700], rows: 1_000, inputs: 20, batchSize: 128 }],
  ['native', 248_284, { layers: Array<number>(6).fill(512), rows: 4_000, inputs: 40, batchSize: 512 }],
  ['native', 518_516, { layers: [600, 600], rows: 20_000, inputs: 20, batchSize: 'full' }],
  ['native', 482_932, { layers: [3_100, 3_100], rows: 300, inputs: 20, batchSize: 64, epochs: 3 }],
  ['native', 644_584, { layers: [3_100, 3_100], rows: 300, inputs: 20, batchSize: 'full', epochs: 3 }],
  ['native', 1_877_216, { layers: [7_000, 7_000], rows: 100, inputs: 20, batchSize: 64, epochs: 4 }],
];

interface MeasuredShape {
  layers: readonly number[];
  rows: number;
  inputs: number;
  batchSize: number | 'full';
  precision?: Precision;
  optimizer?: FirstOrderOptimizer['type'];
  epochs?: number;
}

it.each(PEAKS)(
  'trainingBytes on the backend %s is what was measured, %i kB, to a fifth: %j',
  (engine, kB, shape) => {
    const { layers, rows, inputs, precision = 'float32', optimizer = 'adam', epochs = 1, batchSize } = shape;
    const names = Array.from({ length: inputs }, (_, k) => `x${String(k)}`);
    const experiment = parseExperiment({
      format: 'ninestep-experiment',
      version: 1,
      data: {
        source: {
          kind: 'formula',
          rows,
          inputs: Object.fromEntries(names.map((n) => [n, [0, 1]])),
          targets: { y: 'x0' },
        },
        split: { train: 0.7, validation: 0.15, test: 0.15 },
      },
      network: { layers: layers.map((units) => ({ type: 'dense', units, activation: 'relu' })) },
      training: { loss: 'mse', optimizer: { type: optimizer }, epochs, batchSize, precision },
    });
    const forecast = trainingBytes(experiment, shapesOf(experiment), Math.round(0.7 * rows), engine);
    expect(forecast / (kB * 1_024)).toBeGreaterThan(1 - WITHIN);
    expect(forecast / (kB * 1_024)).toBeLessThan(1 + WITHIN);
  },
);

it('natively trains what is in float32 and moved by gradients alone', () => {
  const { training } = experimentWith({ rows: 60, layers: [], training: {} });
  expect(canBeNative({ training })).toBe(true);
  expect(canBeNative({ training: { ...training, precision: 'float64' } })).toBe(false);
});

it('lets networks in float64 have fewer parameters: their model file must hold twice as many bytes', () => {
  expect([mostParameters('float32'), mostParameters('float64')]).toEqual([50_000_000, 40_000_000]);
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
