import { type Experiment } from '@shared/model/experiment.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';

/** What decides which backend trains a network. */
export interface WideSettings {
  readonly hidden: readonly number[];
  readonly batchSize: number | 'full';
  readonly inputs?: number;
  readonly rows?: number;
  readonly epochs?: number;
  readonly precision?: 'float32' | 'float64';
  readonly optimizer?: string;
}

/** Dense ReLU layers on rows that a formula makes; all rows train. */
export function wideExperiment({
  hidden,
  batchSize,
  inputs = 30,
  rows = 1_024,
  epochs = 1,
  precision = 'float32',
  optimizer = 'adam',
}: WideSettings): Experiment {
  const names = Array.from({ length: inputs }, (_, k) => `x${String(k)}`);
  return parseExperiment({
    format: 'ninestep-experiment',
    version: 1,
    name: 'Wide',
    data: {
      source: {
        kind: 'formula',
        rows,
        inputs: Object.fromEntries(names.map((name) => [name, [-1, 1]])),
        targets: { y: 'x0 * x1' },
      },
      split: { train: 1, validation: 0, test: 0 },
    },
    network: { layers: hidden.map((units) => ({ type: 'dense', units, activation: 'relu' })) },
    training: { epochs, precision, batchSize, optimizer: { type: optimizer } },
  });
}
