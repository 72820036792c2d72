import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { formatCount } from '@shared/core/text.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { join } from 'node:path';
import { type Checkpoint, readCheckpoint } from '../storage/checkpoint-file.ts';
import { RUN_FILES } from '../storage/paths.ts';
import { readRun } from '../storage/run-store.ts';
import { chooseEngine, type Engine, type EngineRequest } from './engine.ts';

/** How a run shall go on. */
export interface Wanted {
  /** So many epochs in all, or so many from where the run stands; neither: as the experiment says. */
  epochs?: number | undefined;
  moreEpochs?: number | undefined;
  /** Null: whatever trained the run before, so that it goes on with the same bits. */
  backend: EngineRequest['backend'] | null;
  threads: number | null;
}

/** A run that can go on: its record as it will be from now, where it stands, and what will train it. */
export interface Continuation {
  record: RunRecord;
  checkpoint: Checkpoint;
  engine: Engine;
}

/** Reads a run to be continued. Throws, with everything left as it is, where it cannot be. */
export async function openContinuation(directory: string, wanted: Wanted): Promise<Continuation> {
  const record = await readRun(directory);
  if (record.status === 'diverged') {
    throw new AppError(
      'RUN_CANNOT_GO_ON',
      `The run "${record.name}" diverged; going on would only lead there again. Train its experiment anew with a lower ` +
        'learning rate.',
      { at: 'status' },
    );
  }
  const checkpoint = await readCheckpoint(join(directory, RUN_FILES.checkpoint));
  if (checkpoint.runId !== record.id) {
    throw new AppError(
      'INVALID_VALUE',
      `The checkpoint in ${directory} belongs to another run (${checkpoint.runId}). Put the right one back.`,
      { at: 'runId' },
    );
  }
  const engine = engineFor(checkpoint, wanted);
  const epochs = plannedEpochs(record, checkpoint, wanted);
  return {
    record: {
      ...record,
      status: 'running',
      endedAt: null,
      reason: null,
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

function hasEndedEarly({ status, experiment }: RunRecord, { trainer }: Checkpoint): boolean {
  return status === 'finished' && trainer.epoch < experiment.training.epochs;
}

/** A run that ended by itself and shall go on all the same is not to be ended again at once. */
function withFreshPatience(checkpoint: Checkpoint): Checkpoint {
  const { trainer } = checkpoint;
  return { ...checkpoint, trainer: { ...trainer, patienceFrom: trainer.epoch } };
}

/** Another backend rounds differently: it is taken only where a person asks for it. */
function engineFor({ engine: before }: Checkpoint, { backend, threads }: Wanted): Engine {
  const same = before.backend === 'reference' ? 'reference' : 'wasm';
  const engine = chooseEngine({ backend: backend ?? same, threads });
  if (backend === null && engine.backend.name !== before.backend) {
    throw new AppError(
      'RUN_CANNOT_GO_ON',
      `The run was trained by ${before.backend}, which is not to be had here; with ${engine.backend.name} it would not go ` +
        `on with the same bits. If that does not matter, say --backend auto.`,
      { at: 'engine.backend' },
    );
  }
  return engine;
}

function plannedEpochs(
  { experiment, name, status }: RunRecord,
  { trainer }: Checkpoint,
  wanted: Wanted,
): number {
  const more = wanted.moreEpochs === undefined ? undefined : trainer.epoch + wanted.moreEpochs;
  const epochs =
    wanted.epochs ?? more ?? (status === 'finished' ? trainer.epoch : experiment.training.epochs);
  if (epochs > LIMITS.epochs) {
    throw new AppError(
      'INVALID_VALUE',
      `training.epochs: At most ${formatCount(LIMITS.epochs)} epochs are allowed, not ${formatCount(epochs)}.`,
      { at: 'training.epochs' },
    );
  }
  if (epochs <= trainer.epoch) {
    throw new AppError(
      'RUN_CANNOT_GO_ON',
      `The run "${name}" ended after ${formatCount(trainer.epoch)} epochs. Say --more-epochs N to make N more.`,
      { at: 'training.epochs' },
    );
  }
  return epochs;
}
