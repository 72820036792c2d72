import { AppError } from '@shared/core/errors.ts';
import { type Precision, toPrecision } from '@shared/core/float-array.ts';
import type { TrainingSetup } from '@shared/engine/trainer.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import type { LayerShape } from '@shared/model/network.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError } from '../storage/file-errors.ts';
import { RUN_FILES } from '../storage/paths.ts';
import { decodeSnapshot, hashOfRecord, type Snapshot } from '../storage/snapshot-record.ts';
import type { JobOptions } from './job-options.ts';

/**
 * The weights that a branch begins with; undefined for all other runs, and for one that goes on from a checkpoint. Throws
 * CHECKSUM_MISMATCH where they are not those that its record speaks of.
 */
export async function branchStart({
  directory,
  record,
  checkpoint,
}: Pick<JobOptions, 'directory' | 'record' | 'checkpoint'>): Promise<TrainingSetup['start']> {
  const { branch, experiment } = record;
  if (branch === undefined || checkpoint !== undefined) return undefined;
  const path = join(directory, RUN_FILES.branch);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw fileError(error, 'read', path);
  });
  const snapshot = decodeSnapshot(bytes, path);
  if (hashOfRecord(bytes) !== branch.weights) {
    throw new AppError(
      'CHECKSUM_MISMATCH',
      `${path} does not hold the weights that the run was branched with. Put the file back, or branch again.`,
      { at: path },
    );
  }
  return startWith(snapshot, experiment.training.precision);
}

/** Weights of any precision in that of a run. */
export function startWith(
  { parameters, statistics }: Snapshot,
  precision: Precision,
): NonNullable<TrainingSetup['start']> {
  return { parameters: toPrecision(precision, parameters), statistics: toPrecision(precision, statistics) };
}

/** Throws INVALID_VALUE where the weights of one experiment's network do not fit to that of another. */
export function requireSameLayers(from: Experiment, to: Experiment): void {
  const [before, after] = [shapesOf(from), shapesOf(to)];
  if (before.length === after.length && before.every((shape, l) => areAlike(shape, after[l]!))) return;
  throw new AppError(
    'INVALID_VALUE',
    'network.layers: The weights do not fit to these layers, so that training cannot begin with them. Keep the types and the ' +
      'sizes of the layers, and the columns, as they were in the run; everything else may be changed.',
    { at: 'network.layers' },
  );
}

function areAlike(a: LayerShape, b: LayerShape): boolean {
  return a.type === b.type && a.inputs === b.inputs && a.units === b.units;
}
