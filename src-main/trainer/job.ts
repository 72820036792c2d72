import { AppError, toWireError } from '@shared/core/errors.ts';
import { formatCount, formatDuration } from '@shared/core/text.ts';
import { type PreparedData, prepareData } from '@shared/data/prepare.ts';
import { type Ending, type Evaluation, Trainer } from '@shared/engine/trainer.ts';
import { buildModel } from '@shared/export/build-model.ts';
import { modelJson } from '@shared/export/model-json.ts';
import type { MetricsPoint, RunRecord, RunStatus } from '@shared/model/run.ts';
import { join } from 'node:path';
import { writeFileAtomic } from '../storage/atomic-file.ts';
import { MetricsFile } from '../storage/metrics-file.ts';
import { RUN_FILES } from '../storage/paths.ts';
import { acquireRunLock, releaseRunLock } from '../storage/run-lock.ts';
import { writeRun } from '../storage/run-store.ts';
import type { JobControl } from './job-control.ts';
import { Stopwatch } from './stopwatch.ts';
import { trainingSetup } from './training-setup.ts';

/** What a run tells those who watch it. */
export interface JobProgress {
  /** Points since the last report. */
  points: MetricsPoint[];
  status: RunStatus;
  epochsDone: number;
  seconds: number;
  /** Seconds of training still to come at the speed so far; null while that is unknown. */
  secondsLeft: number | null;
  /** The record as it would be written now. */
  record: RunRecord;
}

export interface JobOptions {
  directory: string;
  record: RunRecord;
  control: JobControl;
  /** The prepared data, where the caller has it already. */
  data?: PreparedData;
  onProgress: (progress: JobProgress) => void;
}

/** How long steps go on before the process looks at its messages. */
const SLICE_MS = 15;
/** How often the model and the record are written while training goes on. */
const SAVE_EVERY_MS = 10_000;
/** Saving a large model takes seconds; training shall have at least this many times as long. */
const TRAINING_PER_SAVE = 20;

/**
 * Trains a run to its end and keeps it in its folder: the same code for the window's utility process and the command
 * line. An expected failure (a full disk, data that cannot be had) ends the run as `failed`, with its reason.
 */
export async function runJob(options: JobOptions): Promise<RunRecord> {
  await acquireRunLock(options.directory);
  let job: Job | undefined;
  try {
    job = new Job(options);
    return await job.run();
  } catch (error) {
    const failed: RunRecord = {
      ...(job?.recordSoFar() ?? options.record),
      status: 'failed',
      endedAt: new Date().toISOString(),
      reason: error instanceof AppError ? error.message : 'Something went wrong inside Ninestep.',
      failure: toWireError(error),
    };
    await writeRun(options.directory, failed).catch(() => undefined);
    if (!(error instanceof AppError)) throw error;
    return failed;
  } finally {
    await releaseRunLock(options.directory);
  }
}

/** One run under way. */
class Job {
  private readonly options: JobOptions;
  private readonly data: PreparedData;
  private readonly trainer: Trainer;
  private readonly points: MetricsFile;
  private readonly watch = new Stopwatch();
  private record: RunRecord;
  private savedAt = performance.now();
  private saveTookMs = 0;

  constructor(options: JobOptions) {
    const { experiment } = options.record;
    this.options = options;
    this.data = options.data ?? prepareData(experiment.data);
    this.trainer = new Trainer(trainingSetup(experiment, this.data));
    this.points = new MetricsFile(join(options.directory, RUN_FILES.points));
    const { train, validation, test } = this.data.rows;
    this.record = {
      ...options.record,
      dataHash: this.data.hash,
      rows: { train: train.length, validation: validation.length, test: test.length },
    };
  }

  async run(): Promise<RunRecord> {
    try {
      await this.save();
      this.keepPoint(this.trainer.evaluateNow());
      const ending = await this.train();
      this.watch.stop();
      return await this.end(ending);
    } finally {
      this.points.close();
    }
  }

  /** Steps in slices, until training ends by itself (its ending) or is stopped (null). */
  private async train(): Promise<Ending | null> {
    const { control } = this.options;
    this.watch.start();
    while (!control.isStopped) {
      if (control.isPaused) await this.pause();
      else {
        const ending = this.slice();
        if (ending !== null) return ending;
        await breathe();
        await this.saveIfDue();
      }
    }
    // Stopped between two evaluations: the weights as they now are count, too.
    if (this.trainer.step !== this.record.last?.step) this.keepPoint(this.trainer.evaluateNow());
    return null;
  }

  /** Optimizer updates for a few milliseconds. */
  private slice(): Ending | null {
    const until = performance.now() + SLICE_MS;
    const points: MetricsPoint[] = [];
    let ending: Ending | null = null;
    do {
      const progress = this.trainer.advance();
      if (progress.evaluation !== null) points.push(this.keepPoint(progress.evaluation, false));
      ending = progress.ending;
    } while (ending === null && performance.now() < until);
    this.noteBest();
    this.report(points);
    return ending;
  }

  private async pause(): Promise<void> {
    this.watch.stop();
    this.record = { ...this.record, status: 'paused' };
    await this.save();
    this.report([]);
    while (this.options.control.isPaused) await this.options.control.whenChanged();
    this.record = { ...this.record, status: 'running' };
    this.watch.start();
    if (!this.options.control.isStopped) await this.save();
    this.report([]);
  }

  private keepPoint(evaluation: Evaluation, isReported = true): MetricsPoint {
    const { epoch, step, ...measured } = evaluation;
    const point: MetricsPoint = { epoch, step, seconds: this.watch.seconds, ...measured };
    this.points.append(point);
    this.record = { ...this.record, last: point };
    this.noteBest();
    if (isReported) this.report([point]);
    return point;
  }

  /** The best evaluation may be one that is not kept as a point. */
  private noteBest(): void {
    const { best } = this.trainer;
    if (best === null || best.evaluation.step === this.record.best?.step) return;
    const { epoch, step, ...measured } = best.evaluation;
    this.record = { ...this.record, best: { epoch, step, seconds: this.watch.seconds, ...measured } };
  }

  private report(points: MetricsPoint[]): void {
    const { epoch, step, stepsPerEpoch } = this.trainer;
    const seconds = this.watch.seconds;
    const stepsLeft = this.record.experiment.training.epochs * stepsPerEpoch - step;
    this.options.onProgress({
      points,
      status: this.record.status,
      epochsDone: epoch,
      seconds,
      secondsLeft: step === 0 ? null : (seconds / step) * Math.max(0, stepsLeft),
      record: this.recordSoFar(),
    });
  }

  private async saveIfDue(): Promise<void> {
    const wait = Math.max(SAVE_EVERY_MS, TRAINING_PER_SAVE * this.saveTookMs);
    const startedAt = performance.now();
    if (startedAt - this.savedAt < wait) return;
    await this.save();
    this.savedAt = performance.now();
    this.saveTookMs = this.savedAt - startedAt;
  }

  recordSoFar(): RunRecord {
    return { ...this.record, epochsDone: this.trainer.epoch, seconds: this.watch.seconds };
  }

  /** Points to the disk first, then the weights, then the record that speaks of both. */
  private async save(): Promise<void> {
    const { directory } = this.options;
    this.record = this.recordSoFar();
    this.points.sync();
    await this.saveModel();
    await writeRun(directory, this.record);
  }

  /** `model.json` holds the best weights so far; there is none before the first finite evaluation. */
  private async saveModel(): Promise<void> {
    const { best } = this.trainer;
    if (best === null) return;
    const model = buildModel({
      experiment: this.record.experiment,
      engine: this.record.engine,
      data: this.data,
      parameters: best.parameters,
      evaluation: best.evaluation,
      epochsDone: this.trainer.epoch,
    });
    await writeFileAtomic(join(this.options.directory, RUN_FILES.model), modelJson(model));
  }

  private async end(ending: Ending | null): Promise<RunRecord> {
    const { status, reason } = describeEnding(ending, this.trainer, this.watch.seconds);
    this.record = { ...this.record, status, reason, endedAt: new Date().toISOString() };
    await this.save();
    this.report([]);
    return this.record;
  }
}

function describeEnding(
  ending: Ending | null,
  { epoch, best }: Pick<Trainer, 'epoch' | 'best'>,
  seconds: number,
): { status: RunStatus; reason: string | null } {
  switch (ending?.kind) {
    case undefined:
      return {
        status: 'stopped',
        reason: `Stopped after ${formatCount(epoch)} epochs and ${formatDuration(seconds)}.`,
      };
    case 'finished':
      return { status: 'finished', reason: null };
    case 'no-improvement':
      return {
        status: 'finished',
        reason: `Stopped early: no better loss for ${formatCount(ending.patience)} epochs.`,
      };
    case 'diverged':
      return {
        status: 'diverged',
        reason:
          `The loss stopped being a number at step ${formatCount(ending.step)} (epoch ${formatCount(ending.epoch)}). ` +
          `${best === null ? 'There are no good weights to keep.' : 'The last good weights are kept.'} ` +
          'Lower the learning rate, or scale the columns.',
      };
  }
}

/** Lets the process see its messages. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
