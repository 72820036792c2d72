import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { formatCount } from '@shared/core/text.ts';
import type { BackendRequest } from '@shared/model/backends.ts';
import { engineName, type RunRecord } from '@shared/model/run.ts';
import type { Checkpoint } from '../storage/checkpoint-file.ts';
import { openNewestCheckpoint, type OpenedCheckpoint } from '../storage/checkpoints.ts';
import { exists } from '../storage/folders.ts';
import { RUN_FILES } from '../storage/paths.ts';
import { join } from 'node:path';
import { type Engine, type EngineChoice, requestFor } from './engine.ts';
import { settingsHash } from './settings-hash.ts';
import { trainingWork } from './training-work.ts';

/** How a run shall go on. */
export interface Wanted {
  /** So many epochs in all, or so many from where the run stands; neither: as the experiment says. */
  epochs?: number | undefined;
  moreEpochs?: number | undefined;
  /** Null: whatever trained the run before, so that it goes on with the same bits. */
  backend: BackendRequest | null;
  threads: number | null;
}

/** A run that can go on: its record as it will be from now, where it stands, and what will train it. */
export interface Continuation {
  record: RunRecord;
  checkpoint: Checkpoint;
  engine: Engine;
}

/** Reads how a run stands that shall be continued. Throws, with everything left as it is, where it cannot be. */
async function openContinuation(
  record: RunRecord,
  directory: string,
  wanted: Wanted,
  choose: EngineChoice,
): Promise<Continuation> {
  if (record.status === 'diverged') {
    throw new AppError(
      'RUN_CANNOT_GO_ON',
      `The run "${record.name}" diverged; going on would only lead there again. Train its experiment anew with a lower ` +
        'learning rate.',
      { at: 'status' },
    );
  }
  const { checkpoint, remark } = await checkpointOf(record, directory);
  if (checkpoint.runId !== record.id) {
    throw new AppError(
      'INVALID_VALUE',
      `The checkpoint in ${directory} belongs to another run (${checkpoint.runId}). Put the right one back.`,
      { at: 'runId' },
    );
  }
  if (checkpoint.settingsHash !== settingsHash(record.experiment)) {
    throw new AppError(
      'INVALID_VALUE',
      `The experiment in the record of "${record.name}" is no longer the one it was trained on, so it would not go on with ` +
        'the same bits. Put the record back as it was, or train the experiment anew.',
      { at: 'experiment' },
    );
  }
  const engine = engineToGoOn(record, checkpoint, wanted, choose);
  const epochs = plannedEpochs(record, checkpoint, wanted);
  return {
    record: {
      ...record,
      status: 'running',
      endedAt: null,
      reason: remark,
      failure: null,
      engine: engine.identity,
      experiment: { ...record.experiment, training: { ...record.experiment.training, epochs } },
      epochsDone: checkpoint.trainer.epoch,
      seconds: checkpoint.seconds,
      last: checkpoint.last,
      best: checkpoint.best,
    },
    checkpoint: hasEndedEarly(record, checkpoint) ? withFreshPatience(checkpoint) : checkpoint,
    engine,
  };
}

/** As `openContinuation`; null for a run that was ended before its first checkpoint, and so is to begin. */
export async function openContinuationIfBegun(
  record: RunRecord,
  directory: string,
  wanted: Wanted,
  choose: EngineChoice,
): Promise<Continuation | null> {
  try {
    return await openContinuation(record, directory, wanted, choose);
  } catch (error) {
    const isMissing = error instanceof AppError && error.code === 'FILE_NOT_FOUND';
    if (isMissing && (await isUntouched(record, directory))) return null;
    throw error;
  }
}

/** The record of a run lags behind it, but what it saves first has a model. */
async function isUntouched({ last, epochsDone }: RunRecord, directory: string): Promise<boolean> {
  return last === null && epochsDone === 0 && !(await exists(join(directory, RUN_FILES.model)));
}

/** Throws RUN_CANNOT_GO_ON where the data are not those that the run was trained on. */
export function requireSameData(hash: string, checkpoint: Checkpoint): void {
  if (hash === checkpoint.dataHash) return;
  throw new AppError(
    'RUN_CANNOT_GO_ON',
    'The data are no longer those that the run was trained on. Put them back, or train the experiment anew.',
    { at: 'dataHash' },
  );
}

async function checkpointOf({ name }: RunRecord, directory: string): Promise<OpenedCheckpoint> {
  try {
    return await openNewestCheckpoint(directory);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'FILE_NOT_FOUND') throw error;
    throw new AppError(
      error.code,
      `The run "${name}" has no checkpoint to go on from, as runs of older versions have none, nor models imported without their table. Import the model with its table, or train the experiment anew.`,
      { at: error.at, cause: error },
    );
  }
}

/** One that waits to go on although it had finished has kept the time at which it did. */
function hasEndedEarly({ status, endedAt, experiment }: RunRecord, { trainer }: Checkpoint): boolean {
  const hadFinished = status === 'finished' || (status === 'queued' && endedAt !== null);
  return hadFinished && trainer.epoch < experiment.training.epochs;
}

/** A run that ended by itself and shall go on all the same is not to be ended again at once. */
function withFreshPatience(checkpoint: Checkpoint): Checkpoint {
  const { trainer } = checkpoint;
  return { ...checkpoint, trainer: { ...trainer, patienceFrom: trainer.epoch } };
}

/**
 * Another backend rounds differently, and another version of the library behind it may: either is taken only where a person
 * asks for it. What the run began on it goes on with, however a trial would turn out today.
 */
function engineToGoOn(
  { experiment, engine: told }: RunRecord,
  { engine: before }: Checkpoint,
  { backend, threads }: Wanted,
  choose: EngineChoice,
): Engine {
  const work = trainingWork(experiment);
  if (backend !== null) return choose({ backend, threads }, work);
  const engine = choose({ backend: requestFor(before), threads }, work);
  const { backend: now, runtime } = engine.identity;
  if (now !== before.backend || runtime !== before.runtime) {
    const reason = engine.obstacle === undefined ? '' : ` (${engine.obstacle})`;
    throw new AppError(
      'RUN_CANNOT_GO_ON',
      `The run was trained by ${engineName(before)}, which is not to be had here${reason}; with ${engineName(engine.identity)} it would not go ` +
        `on with the same bits. If that does not matter, go on with it in a terminal: ninestep train --resume DIR --backend auto.`,
      { at: 'engine.backend' },
    );
  }
  const { asked, why } = told;
  const { asked: _, why: __, ...identity } = engine.identity;
  return {
    ...engine,
    identity: {
      ...identity,
      ...(asked === undefined ? {} : { asked }),
      ...(why === undefined ? {} : { why }),
    },
  };
}

function plannedEpochs(
  { experiment, name, status, epochsDone }: RunRecord,
  { trainer }: Checkpoint,
  wanted: Wanted,
): number {
  // A run whose process died has been further than its checkpoint, and that is what a person saw of it.
  const stood = Math.max(epochsDone, trainer.epoch);
  const more = wanted.moreEpochs === undefined ? undefined : stood + wanted.moreEpochs;
  const epochs =
    wanted.epochs ?? more ?? (status === 'finished' ? trainer.epoch : experiment.training.epochs);
  if (epochs > LIMITS.epochs) {
    throw new AppError(
      'INVALID_VALUE',
      `training.epochs: At most ${formatCount(LIMITS.epochs)} epochs are allowed, not ${formatCount(epochs)}.`,
      { at: 'training.epochs' },
    );
  }
  // Its process may have died after the last checkpoint and before its record said that it had finished.
  const isOnlyToBeClosed = status !== 'finished' && epochs === trainer.epoch;
  if (epochs <= trainer.epoch && !isOnlyToBeClosed) {
    throw new AppError(
      'RUN_CANNOT_GO_ON',
      `The run "${name}" ended after ${formatCount(trainer.epoch)} epochs. Say how many more to make; in a terminal: --more-epochs N.`,
      { at: 'training.epochs' },
    );
  }
  return epochs;
}
