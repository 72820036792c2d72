import { partSizes } from '@shared/data/split.ts';
import { AppError } from '@shared/core/errors.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { rowsPerStep } from '@shared/model/memory.ts';

/** Rows the experiment trains on, or null while its split is impossible. */
export function trainingRows(experiment: Experiment): number | null {
  try {
    return partSizes(experiment.data.split, experiment.data.source.rows).train;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Optimizer updates a whole training makes, or null while that cannot be told. */
export function stepCount(experiment: Experiment): number | null {
  const rows = trainingRows(experiment);
  if (rows === null) return null;
  const { batchSize, epochs } = experiment.training;
  return epochs * Math.ceil(rows / rowsPerStep(batchSize, rows));
}
