import { toPrecision } from '@shared/core/float-array.ts';
import { balancedWeights } from '@shared/data/class-weights.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import { inputMatrix, targetMatrix } from '@shared/data/prepare.ts';
import { unscaleValue } from '@shared/data/transforms.ts';
import type { TargetScale } from '@shared/engine/evaluate.ts';
import type { TrainingPart } from '@shared/engine/machine.ts';
import type { TrainingSetup } from '@shared/engine/trainer.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import type { Transform } from '@shared/model/model-file.ts';

/** An experiment and its prepared data → what the engine's trainer takes. */
export function trainingSetup(experiment: Experiment, data: PreparedData): TrainingSetup {
  const { precision } = experiment.training;
  const weights = weightsOfRows(experiment, data);
  const part = (rows: Uint32Array): TrainingPart => ({
    rows: rows.length,
    inputs: inputMatrix(data, rows, precision),
    targets: targetMatrix(data, rows, precision),
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
    targetScales: data.targets.flatMap(({ fitted }) => fitted.map(({ transform }) => targetScale(transform))),
  };
}

function targetScale(transform: Transform): TargetScale {
  return transform.kind === 'log' ? (scaled) => unscaleValue(transform, scaled) : transform.scale;
}

/** What each row of the table counts in training; null where all count the same. */
export function weightsOfRows({ training }: Experiment, data: PreparedData): Float64Array | null {
  return product(data.weights, training.classWeights === 'balanced' ? balancedWeights(data) : null);
}

/** What a row counts by its own weight and by its class. */
function product(a: Float64Array | null, b: Float64Array | null): Float64Array | null {
  if (a === null || b === null) return a ?? b;
  return a.map((weight, row) => weight * b[row]!);
}
