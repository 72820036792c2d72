import type { Precision } from '@shared/core/float-array.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';

interface Drawn {
  readonly name: string;
  readonly rows: number;
  readonly inputs: number;
  /** Of each hidden layer. */
  readonly units: readonly number[];
  readonly batchSize: number;
  readonly epochs: number;
  readonly precision: Precision;
}

/** ReLU layers on columns that are drawn, trained by Adam: a whole experiment, for the job that the window starts. */
export function drawnExperiment(drawn: Drawn): Experiment {
  const { name, rows, units, epochs, precision, batchSize } = drawn;
  const inputs = Array.from({ length: drawn.inputs }, (_, k): [string, number[]] => [`x${k + 1}`, [-1, 1]]);
  return parseExperiment({
    format: 'ninestep-experiment',
    version: 1,
    name,
    data: {
      source: {
        kind: 'formula',
        rows,
        inputs: Object.fromEntries(inputs),
        targets: { y: 'x1 * x2 + x3' },
      },
      split: { train: 0.8, validation: 0.2, test: 0 },
    },
    network: { layers: units.map((count) => ({ type: 'dense', units: count, activation: 'relu' })) },
    training: { epochs, precision, batchSize, optimizer: { type: 'adam', learningRate: 0.001 } },
  });
}
