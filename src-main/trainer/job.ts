import { AppError } from '@shared/core/errors.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import { type Evaluation, Trainer, type TrainingSetup } from '@shared/engine/trainer.ts';
import type { InsightPoint } from '@shared/model/insight.ts';
import type { MetricsPoint, RunRecord } from '@shared/model/run.ts';
import { join } from 'node:path';
import { FrameMaker } from '../look/frame-maker.ts';
import { LiveFrames } from '../look/live-frames.ts';
import type { Checkpoint } from '../storage/checkpoint-file.ts';
import { keepCheckpoint } from '../storage/checkpoints.ts';
import { MetricsFile } from '../storage/metrics-file.ts';
import { RUN_FILES } from '../storage/paths.ts';
import { writeRun } from '../storage/run-store.ts';
import { prepareFromSource } from '../tables/prepare-from-source.ts';
import { branchStart } from './branch-start.ts';
import { describeEnding, describeError, type JobEnding } from './describe-ending.ts';
import { InsightRecorder } from './insight-recorder.ts';
import type { JobOptions } from './job-options.ts';
import { checkpointOf, writeModel } from './job-files.ts';
import { Pace } from './pace.ts';
import { RecentSpeed } from './recent-speed.ts';
import { sliceOf } from './slice.ts';
import { Stopwatch } from './stopwatch.ts';
import { trainingSetup } from './training-setup.ts';

/** How often the model and the record are written while training goes on. */
const SAVE_EVERY_MS = 10_000;
/** Saving a large model takes seconds; training shall have at least this many times as long. */
const TRAINING_PER_SAVE = 20;

/**
 * Trains a run whose lock the caller holds to its end. An expected failure ends it as `failed`, with its reason; but a run
 * that cannot go on from its checkpoint stays as it is, and the failure is thrown.
 */
export async function train(options: JobOptions): Promise<RunRecord> {
  let job: Job | undefined;
  try {
    const { record, control } = options;
    const data = options.data ?? (await prepareFromSource(record.experiment, control.stopSignal));
    job = new Job({ ...options, data, start: await branchStart(options) });
    return await job.run();
  } catch (error) {
    if (options.checkpoint !== undefined && job?.isUnderWay !== true) throw error;
    const ended = { ...(job?.recordSoFar() ?? options.record), ...describeError(error, options.control) };
    await writeRun(options.directory, ended).catch(() => undefined);
    if (!(error instanceof AppError)) throw error;
    return ended;
  } finally {
    job?.close();
  }
}

/** One run under way. */
class Job {
  private readonly options: JobOptions;
  private readonly data: PreparedData;
  private readonly trainer: Trainer;
  private readonly points: MetricsFile;
  private readonly recorder: InsightRecorder;
  private readonly frames: LiveFrames;
  /** Since the last report. */
  private insight: InsightPoint[] = [];
  private readonly watch: Stopwatch;
  private readonly pace = new Pace();
  private readonly speed = new RecentSpeed();
  /** Epochs that are to be made for now. */
  private readonly lastEpoch: number;
  private pointCount: number;
  private record: RunRecord;
  /** Where the run goes on if it is stopped: before the weights were measured out of turn. */
  private stoppedAt: Checkpoint | null = null;
  /** Whether anything in the run's folder is no longer as it was found. */
  isUnderWay = false;
  private savedAt = performance.now();
  private saveTookMs = 0;

  constructor(options: JobOptions & { data: PreparedData; start: TrainingSetup['start'] }) {
    const { checkpoint, engine, directory } = options;
    const { experiment } = options.record;
    this.options = options;
    this.data = options.data;
    const { train, validation, test } = this.data.rows;
    this.record = {
      ...options.record,
      engine: engine.identity,
      dataHash: this.data.hash,
      rows: { train: train.length, validation: validation.length, test: test.length },
    };
    const setup = { ...trainingSetup(experiment, this.data), start: options.start };
    this.trainer =
      checkpoint === undefined
        ? new Trainer(setup, engine.backend)
        : Trainer.restore(setup, engine.backend, checkpoint.trainer);
    this.lastEpoch = Math.min(experiment.training.epochs, options.untilEpoch ?? Infinity);
    this.watch = new Stopwatch(checkpoint?.seconds);
    this.pointCount = checkpoint?.points ?? 0;
    this.points = new MetricsFile(join(directory, RUN_FILES.points));
    this.recorder = new InsightRecorder({
      directory,
      setup,
      backend: engine.backend,
      trainer: this.trainer,
      isOneOfMany: options.record.group !== undefined,
    });
    const seenParts = ['train', 'validation'] as const;
    this.frames = new LiveFrames(new FrameMaker(experiment, this.data, seenParts), () => performance.now());
  }

  async run(): Promise<RunRecord> {
    const { checkpoint, onBegin } = this.options;
    const lastStep = checkpoint?.last?.step ?? null;
    const points = await this.points.cutAfter(lastStep);
    this.isUnderWay = true;
    const insight = await this.recorder.begin(lastStep);
    await this.save();
    onBegin?.(this.record, { points, insight });
    if (this.pointCount === 0) this.report([this.keepPoint(this.trainer.evaluateNow())]);
    const ending = await this.train();
    this.watch.stop();
    return await this.end(ending);
  }

  close(): void {
    this.points.close();
    this.recorder.close();
    this.trainer.close();
  }

  /** Steps in slices, until training ends by itself or is not to go on for now. */
  private async train(): Promise<JobEnding> {
    const { control } = this.options;
    this.watch.start();
    while (!control.isStopped && !this.isFarEnough) {
      if (control.isPaused) await this.pause();
      else {
        const ending = this.slice();
        if (ending !== null) return ending;
        await breathe();
        await this.saveIfDue();
      }
    }
    if (control.isYielding) return { kind: 'yielded' };
    this.stoppedAt = this.checkpoint();
    // Stopped between two evaluations: the weights as they now are count, too.
    if (this.trainer.step !== this.record.last?.step) {
      this.report([this.keepPoint(this.trainer.evaluateNow())]);
    }
    return { kind: control.isStopped ? 'stopped' : 'far-enough' };
  }

  /** A run that has all its epochs ends by itself. */
  private get isFarEnough(): boolean {
    return this.trainer.epoch >= this.lastEpoch && this.lastEpoch < this.record.experiment.training.epochs;
  }

  private get stepsLeft(): number {
    const { step, stepsPerEpoch } = this.trainer;
    return Math.max(0, this.lastEpoch * stepsPerEpoch - step);
  }

  /** Optimizer updates for a few milliseconds. */
  private slice(): JobEnding | null {
    const { trainer, recorder, pace } = this;
    const { ms, leastMs } = sliceOf(this.record.engine.backend);
    const points: MetricsPoint[] = [];
    let ending: JobEnding | null = null;
    let now = performance.now();
    const until = now + ms;
    do {
      const [startedAt, firstStep] = [now, trainer.step];
      const progress = recorder.advance(Math.min(pace.stepsFor(until - now), Math.max(1, this.stepsLeft)));
      now = performance.now();
      pace.note(trainer.step - firstStep, now - startedAt);
      ending = progress.ending;
      if (progress.evaluation !== null) points.push(this.keepPoint(progress.evaluation, ending !== null));
    } while (ending === null && until - now >= leastMs && !this.isFarEnough);
    this.noteBest();
    this.report(points);
    return ending;
  }

  private async pause(): Promise<void> {
    this.watch.stop();
    this.record = { ...this.record, status: 'paused' };
    await this.save();
    this.report([]);
    const { control } = this.options;
    while (control.isPaused) {
      await control.whenChanged();
      this.showIfPaused();
    }
    this.record = { ...this.record, status: 'running' };
    this.watch.start();
    if (!control.isStopped) await this.save();
    this.report([]);
  }

  /** Woken up, but not to go on: somebody wants to see the network. */
  private showIfPaused(): void {
    if (this.options.control.isPaused) this.report([], true);
  }

  /** `isEnding`: training ended by itself with it. */
  private keepPoint(evaluation: Evaluation, isEnding = false): MetricsPoint {
    const { epoch, step, ...measured } = evaluation;
    const point: MetricsPoint = { epoch, step, seconds: this.watch.seconds, ...measured };
    this.points.append(point);
    this.pointCount += 1;
    this.record = { ...this.record, last: point };
    this.noteBest();
    const insight = this.recorder.note(evaluation, isEnding);
    if (insight !== null) this.insight.push(insight);
    return point;
  }

  /** The best evaluation may be one that is not kept as a point. */
  private noteBest(): void {
    const { best } = this.trainer;
    if (best === null || best.evaluation.step === this.record.best?.step) return;
    const { epoch, step, ...measured } = best.evaluation;
    this.record = { ...this.record, best: { epoch, step, seconds: this.watch.seconds, ...measured } };
  }

  /** `isIdle`: nothing has to wait for a picture of the network. */
  private report(points: MetricsPoint[], isIdle = false): void {
    const { epoch, step } = this.trainer;
    const frame = this.frames.frame(this.trainer, this.options.wantedLook?.() ?? null, isIdle);
    const insight = this.insight;
    this.insight = [];
    const seconds = this.watch.seconds;
    this.speed.note(seconds, step);
    this.options.onProgress({
      points,
      insight,
      frame,
      status: this.record.status,
      epochsDone: epoch,
      seconds,
      secondsLeft: this.speed.secondsFor(this.stepsLeft, seconds, step),
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

  /** Points to the disk first, then where the run stands, then the weights, then the record that speaks of them all. */
  private async save(): Promise<void> {
    const { directory } = this.options;
    this.record = this.recordSoFar();
    this.points.sync();
    this.recorder.sync();
    await keepCheckpoint(directory, this.stoppedAt ?? this.checkpoint());
    await writeModel(directory, this.record, this.data, this.trainer);
    await writeRun(directory, this.record);
  }

  private checkpoint(): Checkpoint {
    const standing = { points: this.pointCount, seconds: this.watch.seconds };
    return checkpointOf(this.record, this.data, this.trainer, standing);
  }

  private async end(ending: JobEnding): Promise<RunRecord> {
    const { epoch, best } = this.trainer;
    const { optimizer } = this.record.experiment.training;
    const { status, reason } = describeEnding(ending, {
      epoch,
      best,
      optimizer,
      seconds: this.watch.seconds,
    });
    const endedAt = status === 'queued' ? null : new Date().toISOString();
    this.record = { ...this.record, status, reason, endedAt };
    await this.save();
    this.report([]);
    return this.record;
  }
}

/** Lets the process see its messages. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
