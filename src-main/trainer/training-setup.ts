import { toPrecision } from '@shared/core/float-array.ts';
import { balancedWeights } from '@shared/data/class-weights.ts';
import type { PreparedData } from '@shared/data/prepare.ts';
import { scaledMatrix } from '@shared/data/prepare.ts';
import type { TrainingPart } from '@shared/engine/machine.ts';
import type { TrainingSetup } from '@shared/engine/trainer.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';

/** An experiment and its prepared data → what the engine's trainer takes. */
export function trainingSetup(experiment: Experiment, data: PreparedData): TrainingSetup {
  const { precision, classWeights } = experiment.training;
  const weights = classWeights === 'balanced' ? balancedWeights(data) : null;
  const part = (rows: Uint32Array): TrainingPart => ({
    rows: rows.length,
    inputs: scaledMatrix(data, 'input', rows, precision),
    targets: scaledMatrix(data, 'target', rows, precision),
    weights:
      weights &&
      toPrecision(
        precision,
        Array.from(rows, (row) => weights[row]!),
      ),
  });
  const partOrNull = (rows: Uint32Array) => (rows.length === 0 ? null : part(rows));
  return {
    network: experiment.network,
    training: experiment.training,
    shapes: shapesOf(experiment),
    parts: {
      train: part(data.rows.train),
      validation: partOrNull(data.rows.validation),
      test: partOrNull(data.rows.test),
    },
    targetScales: data.columns
      .filter((column) => column.role === 'target')
      .map((column) => column.transform.scale),
  };
}
