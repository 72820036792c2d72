import { prepareExperiment } from '@shared/data/prepare.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { openTable } from './open-table.ts';

/**
 * Opens an experiment's table, whose path is absolute, and prepares it. Throws AppError where that cannot be, CANCELLED
 * where `signal` says so.
 */
export async function prepareFromSource(experiment: Experiment, signal?: AbortSignal): Promise<PreparedData> {
  const table = await openTable(experiment.data.source, { baseDirectory: null, signal });
  return prepareExperiment(experiment, table);
}
