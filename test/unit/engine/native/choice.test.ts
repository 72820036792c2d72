import { leaningOf, nativeObstacle, stepText } from '@shared/engine/native/choice.ts';
import { expect, it } from 'vitest';
import { trainingWork } from '../../../../src-main/trainer/training-work.ts';
import { wideExperiment, type WideSettings } from '../../../helpers/wide-experiment.ts';

const LONG = 100_000;

it.each<[string, WideSettings, string]>([
  ['a small network', { hidden: [16], batchSize: 32, epochs: LONG }, 'wasm'],
  ['a middling one', { hidden: [256, 256], batchSize: 32, epochs: LONG }, 'close'],
  ['a wide one with large batches', { hidden: [512, 512], batchSize: 512, epochs: LONG }, 'native'],
  ['a wide one with batches of a few rows', { hidden: [1024, 1024], batchSize: 8, epochs: LONG }, 'wasm'],
  ['one too large to be made twice', { hidden: [4096, 2048], batchSize: 128, epochs: LONG }, 'native'],
  ['the same with batches of a few rows', { hidden: [4096, 2048], batchSize: 8, epochs: LONG }, 'wasm'],
  ['a wide one that is trained for a moment', { hidden: [256, 256], batchSize: 256, epochs: 1 }, 'wasm'],
])('%s: %j leans to %s', (_, settings, expected) => {
  expect(leaningOf(trainingWork(wideExperiment(settings)))).toBe(expected);
});

it.each([
  ['float64', 'adam', 'it trains in float32, and this is float64'],
  ['float64', 'lbfgs', 'it trains by first-order methods, and this is a second-order one'],
  ['float32', 'adam', null],
] as const)(
  'what keeps the native backend from training in %s by %s: %s',
  (precision, optimizer, expected) => {
    const experiment = wideExperiment({ hidden: [4], batchSize: 'full', precision, optimizer });
    expect(nativeObstacle(experiment)).toBe(expected);
  },
);

it('tells the size of a run', () => {
  // 6 operations for each of the 30·256 + 256·256 + 256·1 weights and each of 256 rows; 4 batches an epoch
  const experiment = wideExperiment({ hidden: [256, 256], batchSize: 256, rows: 1_024, epochs: 100 });
  expect(stepText(trainingWork(experiment))).toBe('110 million operations a step, 400 steps');
});
