import { prepareData } from '@shared/data/prepare.ts';
import { Trainer, type TrainingSetup } from '@shared/engine/trainer.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { rowsPerStep, trainingBytes } from '@shared/model/memory.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
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

describe('trainingBytes', () => {
  it.each([
    { rows: 100, batchSize: 'full', units: 50, precision: 'float32' },
    { rows: 100, batchSize: 16, units: 2_000, precision: 'float64' },
    { rows: 20_000, batchSize: 1_024, units: 8, precision: 'float32' },
    { rows: 2_000, batchSize: 1, units: 500, precision: 'float32' },
  ])('covers what training allocates: $rows rows, batch $batchSize, $units units, $precision', (wanted) => {
    const { experiment, setup } = training(wanted);
    const forecast = trainingBytes(experiment, setup.shapes, setup.parts.train.rows);
    expect(forecast).toBeGreaterThanOrEqual(bytesOf(setup) + bytesOf(new Trainer(setup)));
  });
});

function training(wanted: { rows: number; batchSize: number | string; units: number; precision: string }): {
  experiment: Experiment;
  setup: TrainingSetup;
} {
  let json: unknown = withValue(smallExperimentJson, 'data.source.rows', wanted.rows);
  json = withValue(json, 'training.batchSize', wanted.batchSize);
  json = withValue(json, 'training.precision', wanted.precision);
  json = withValue(json, 'network.layers', [{ type: 'dense', units: wanted.units, activation: 'relu' }]);
  const experiment = parseExperiment(json);
  return { experiment, setup: trainingSetup(experiment, prepareData(experiment.data)) };
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
