import { partSizes } from '@shared/data/split.ts';
import { AppError } from '@shared/core/errors.ts';
import type { Part } from '@shared/model/data-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';

/**
 * Rows of each part by the shares alone, or null while those are impossible or a column of the table decides. Rows that
 * are left out, and groups that stay together, are not known here: the preview knows them.
 */
export function partRows({ data }: Experiment): Record<Part, number> | null {
  if (data.split.order === 'column') return null;
  try {
    return partSizes(data.split, data.source.rows);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Rows the experiment trains on, or null while that cannot be told. */
export function trainingRows(experiment: Experiment): number | null {
  return partRows(experiment)?.train ?? null;
}
