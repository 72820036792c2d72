import { insightPoint } from '@shared/engine/insight/insight-point.ts';
import { fewerEpochs, momentEpochs } from '@shared/engine/insight/moments.ts';
import { updateRatios } from '@shared/engine/insight/norms.ts';
import { Probe } from '@shared/engine/insight/probe.ts';
import { machineSetup } from '@shared/engine/machine-setup.ts';
import type { Backend } from '@shared/engine/machine.ts';
import { statisticsCount } from '@shared/engine/parameters.ts';
import type { Evaluation, Progress, Trainer, TrainingSetup } from '@shared/engine/trainer.ts';
import { BYTES_PER_NUMBER, type FloatArray } from '@shared/core/float-array.ts';
import { LIMITS } from '@shared/core/limits.ts';
import type { InsightPoint } from '@shared/model/insight.ts';
import { mostMoments } from '@shared/model/moment-budget.ts';
import { parameterCount } from '@shared/model/network.ts';
import { join } from 'node:path';
import { InsightFile } from '../storage/insight-file.ts';
import { RUN_FILES } from '../storage/paths.ts';
import { recordBytes } from '../storage/snapshot-record.ts';
import { SnapshotsFile } from '../storage/snapshots-file.ts';

interface RecorderOptions {
  directory: string;
  setup: TrainingSetup;
  backend: Backend;
  trainer: Trainer;
  /** Whether the run is one of many, which then keep less each. */
  isOneOfMany: boolean;
}

/** What all weights kept of a run that is one of many may take, as a share of what those of a single one may. */
const SHARE_OF_MANY = 1 / 16;

/**
 * Measures a run's network at some of the epochs that are evaluated, and keeps its weights there. Which they are depends on the
 * settings alone, and none of it reaches the training.
 */
export class InsightRecorder {
  private readonly options: RecorderOptions;
  private readonly measuredEpochs: ReadonlySet<number>;
  /** Those of them that are not done, in order. */
  private readonly toCome: number[];
  private readonly keptEpochs: ReadonlySet<number>;
  private readonly mostKept: number;
  private insight: InsightFile | null = null;
  private snapshots: SnapshotsFile | null = null;
  /** Made when it is first needed. */
  private probe: Probe | null = null;
  /** [P], before the last update. */
  private before: FloatArray | null = null;
  private lastRatios: (number | null)[] | null = null;

  constructor(options: RecorderOptions) {
    const { setup, isOneOfMany } = options;
    const { shapes, training } = setup;
    this.options = options;
    this.toCome = momentEpochs(training, mostMoments({ shapes, training, rows: setup.parts.train.rows }));
    this.measuredEpochs = new Set(this.toCome);
    const bytes = recordBytes({
      bytesPerNumber: BYTES_PER_NUMBER[training.precision],
      parameters: parameterCount(shapes),
      statistics: statisticsCount(shapes),
    });
    const room = LIMITS.snapshotBytes * (isOneOfMany ? SHARE_OF_MANY : 1);
    // One more than planned where training ends by itself before its last epoch.
    this.mostKept = Math.min(Math.floor(room / bytes), this.measuredEpochs.size + 1);
    this.keptEpochs =
      this.mostKept > this.measuredEpochs.size
        ? this.measuredEpochs
        : new Set(fewerEpochs(this.toCome, this.mostKept - 1));
  }

  /** Before anything is measured: cuts off what is of later steps than the last point that stays (null: none does). */
  async begin(lastStep: number | null): Promise<InsightPoint[]> {
    const { directory, trainer } = this.options;
    this.insight = new InsightFile(join(directory, RUN_FILES.insight));
    const earlier = await this.insight.cutAfter(lastStep);
    const toCome = [...this.keptEpochs].filter((epoch) => lastStep === null || epoch > trainer.epoch).length;
    this.snapshots = await SnapshotsFile.open(directory, lastStep, this.mostKept - toCome);
    return earlier;
  }

  /** As the trainer's own `advance`, but the last update before a moment is made by itself and watched. */
  advance(maxSteps: number): Progress {
    const { trainer } = this.options;
    const left = this.stepsToMoment();
    this.lastRatios = null;
    if (left !== 1) return trainer.advance(Math.max(1, Math.min(maxSteps, left - 1)));
    const { parameters } = trainer.network;
    this.before ??= parameters.slice();
    this.before.set(parameters);
    const { step } = trainer;
    const progress = trainer.advance(1);
    if (trainer.step > step) {
      this.lastRatios = updateRatios(this.before, parameters, this.options.setup.shapes);
    }
    return progress;
  }

  /** Measures and keeps what is due with an evaluation; `isEnding`: training ended by itself with it. */
  note({ epoch, step }: Evaluation, isEnding: boolean): InsightPoint | null {
    const { trainer } = this.options;
    // A run that was stopped within an epoch goes on there, and this moment would never have been.
    const isWhole = step === epoch * trainer.stepsPerEpoch;
    if (isWhole && (this.keptEpochs.has(epoch) || (isEnding && this.keptEpochs.size > 0)))
      this.keep(epoch, step);
    if (!isEnding && !(isWhole && this.measuredEpochs.has(epoch))) return null;
    if (this.measuredEpochs.size === 0) return null;
    const point = this.measure(epoch, step);
    this.insight?.append(point);
    return point;
  }

  /** After this all of it survives a power cut. */
  sync(): void {
    this.insight?.sync();
    this.snapshots?.sync();
  }

  close(): void {
    this.insight?.close();
    this.snapshots?.close();
    this.probe?.close();
  }

  private stepsToMoment(): number {
    const { step, stepsPerEpoch, epoch } = this.options.trainer;
    while (this.toCome[0] !== undefined && this.toCome[0] <= epoch) this.toCome.shift();
    const [next] = this.toCome;
    return next === undefined ? Infinity : next * stepsPerEpoch - step;
  }

  private keep(epoch: number, step: number): void {
    const { snapshots, mostKept } = this;
    if (snapshots === null || snapshots.count >= mostKept) return;
    const { parameters, statistics } = this.options.trainer.network;
    snapshots.append({ epoch, step, parameters, statistics });
  }

  private measure(epoch: number, step: number): InsightPoint {
    const { setup, backend, trainer } = this.options;
    this.probe ??= new Probe(machineSetup(setup), backend);
    const { network, learningRate } = trainer;
    return insightPoint({
      epoch,
      step,
      learningRate,
      probeRows: this.probe.rows,
      shapes: setup.shapes,
      parameters: network.parameters,
      updateRatios: this.lastRatios,
      probed: this.probe.measure(network, step),
    });
  }
}
