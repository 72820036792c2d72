import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { describe, expect, it } from 'vitest';
import { TrainingLoop } from '../../../../src-main/bench/training-loop.ts';
import {
  operationsPerSample,
  TRAINING_WORKLOADS,
  workloadSetup,
} from '../../../../src-main/bench/training-workloads.ts';
import { trainerFor, setupFor } from '../../../helpers/trainers.ts';

describe('the training workloads', () => {
  it.each([
    ['article', [2, 4, 4, 3], 7_000, 'full'],
    ['tabular-small', [30, 64, 32, 1], 20_000, 32],
    ['tabular-batch', [30, 256, 256, 1], 50_000, 256],
    ['digits', [784, 128, 10], 10_000, 128],
    ['wide', [784, 512, 512, 10], 10_000, 128],
  ] as const)('%s has the network and the data that the peers have', (name, dims, rows, batchSize) => {
    const { shapes, parts, training } = workloadSetup(name, 'float32');
    expect([shapes[0]!.inputs, ...shapes.map(({ units }) => units)]).toEqual(dims);
    expect({ rows: parts.train.rows, batchSize: training.batchSize }).toEqual({ rows, batchSize });
  });

  it('are all in that list', () => {
    expect(TRAINING_WORKLOADS).toHaveLength(5);
  });

  it('have the same data in every run, and one class for each row', () => {
    const bytes = () => Buffer.from(workloadSetup('digits', 'float32').parts.train.inputs.buffer);
    expect(bytes().equals(bytes())).toBe(true);
    const { targets, rows } = workloadSetup('digits', 'float32').parts.train;
    expect(Array.from(targets).filter((value) => value === 1)).toHaveLength(rows);
  });

  it('count 6 operations a weight and sample, but none for the gradient of the inputs', () => {
    // 2·4 + 4·4 + 4·3 = 36 weights; 6·36 − 2·(2·4) = 200.
    expect(operationsPerSample(workloadSetup('article', 'float32').shapes)).toBe(200);
  });
});

describe('the training loop', () => {
  const EPOCHS = 4;
  const changes = { training: { epochs: EPOCHS } };

  it('makes the very steps of the trainer, again after a reset', () => {
    const trainer = trainerFor(changes);
    while (trainer.advance(Infinity).ending === null);
    const loop = new TrainingLoop(setupFor(changes), referenceBackend);
    for (let repeat = 0; repeat < 2; repeat++) {
      loop.reset();
      loop.runEpochs(EPOCHS);
      expect(loop.parameters).toEqual(trainer.parameters);
    }
  });

  it('counts the rows that its steps took', () => {
    const loop = new TrainingLoop(setupFor(changes), referenceBackend);
    const { rows } = setupFor(changes).parts.train;
    const done = loop.runFor(5);
    expect(done).toBeGreaterThan(0);
    // 42 training rows in batches of 16: an epoch is 16, 32, 42.
    expect([0, 16, 32]).toContain(done % rows);
  });
});
