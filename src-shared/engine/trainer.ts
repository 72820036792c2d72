import { createFloatArray, type FloatArray } from '../core/float-array.ts';
import { Random } from '../core/random.ts';
import type { Part } from '../model/data-catalog.ts';
import type { Experiment } from '../model/experiment.ts';
import { rowsHeld, rowsPerStep } from '../model/memory.ts';
import { monitoredLoss } from '../model/monitored-loss.ts';
import type { LayerShape } from '../model/network.ts';
import type { MetricsPoint } from '../model/run.ts';
import { evaluatePart } from './evaluate.ts';
import { isEvaluationEpoch } from './evaluation-schedule.ts';
import { gatherRows } from './gather.ts';
import { lossFunctions } from './losses.ts';
import { articleLossSum } from './metrics.ts';
import { createOptimizer, type UpdateStep } from './optimizers/optimizer.ts';
import { backward, compileProgram, forward, initializeParameters, type Program } from './program.ts';

/** Rows of one part, scaled: inputs [I, rows], targets [T, rows], samples contiguous. */
export interface TrainingPart {
  readonly rows: number;
  readonly inputs: FloatArray;
  readonly targets: FloatArray;
}

export interface TrainingSetup {
  readonly network: Experiment['network'];
  readonly training: Experiment['training'];
  readonly shapes: readonly LayerShape[];
  /** A part without rows is null; there are always training rows. */
  readonly parts: Readonly<Record<Exclude<Part, 'train'>, TrainingPart | null> & { train: TrainingPart }>;
  /** Raw units of one scaled unit of each target, for errors in raw units: [T]. */
  readonly targetScales: readonly number[];
}

/** A metrics point before the host, which has a clock, adds the seconds. */
export type Evaluation = Omit<MetricsPoint, 'seconds'>;

/** How training ended by itself. A host that stops it simply asks for no further step. */
export type Ending =
  | { readonly kind: 'finished' }
  | { readonly kind: 'no-improvement'; readonly patience: number }
  | { readonly kind: 'diverged'; readonly step: number; readonly epoch: number };

/** What one call of `advance` brought. */
export interface Progress {
  /** To be kept as a point. */
  readonly evaluation: Evaluation | null;
  readonly ending: Ending | null;
}

const NOTHING_NEW: Progress = { evaluation: null, ending: null };

/**
 * Trains one network, an optimizer update at a time; stopping between two calls leaves everything whole.
 *
 * Shapes: as in `TrainingSetup`. Everything random comes from the seeds in it.
 * Source: the article, step 8 (full batch); Goodfellow, Bengio & Courville (2016), ch. 8 (mini-batches, early stopping).
 */
export class Trainer {
  /** Whole epochs done. */
  epoch = 0;
  /** Optimizer updates done. */
  step = 0;
  /** The best evaluation so far with its weights: lowest validation loss, or training loss without validation rows. */
  best: { readonly evaluation: Evaluation; readonly parameters: FloatArray } | null = null;
  readonly stepsPerEpoch: number;

  private readonly setup: TrainingSetup;
  private readonly program: Program;
  private readonly update: UpdateStep;
  private readonly order: Uint32Array | null;
  private readonly random: Random;
  private readonly batchRows: number;
  private readonly batchX: FloatArray;
  private readonly batchY: FloatArray;
  /** Sums over the present epoch's batches, each weighted by its rows. */
  private lossSum = 0;
  private articleLossSum = 0;
  private batch = 0;
  /** The step whose weights were measured last. */
  private evaluatedStep = -1;

  constructor(setup: TrainingSetup) {
    const { training, shapes, parts } = setup;
    const { rows } = parts.train;
    this.setup = setup;
    this.batchRows = rowsPerStep(training.batchSize, rows);
    this.stepsPerEpoch = Math.ceil(rows / this.batchRows);
    this.program = compileProgram(shapes, rowsHeld(training.batchSize, rows), training.precision);
    initializeParameters(this.program, setup.network);
    this.update = createOptimizer(training.optimizer, this.program.parameters.length, training.precision);
    // A batch of all rows in their own order needs no copying: it is the training part itself.
    const isWhole = this.batchRows === rows;
    this.order = isWhole ? null : Uint32Array.from({ length: rows }, (_, row) => row);
    this.random = new Random(training.seed, 'row order');
    this.batchX = isWhole
      ? parts.train.inputs
      : createFloatArray(training.precision, shapes[0]!.inputs * this.batchRows);
    this.batchY = isWhole
      ? parts.train.targets
      : createFloatArray(training.precision, shapes.at(-1)!.units * this.batchRows);
  }

  get parameters(): FloatArray {
    return this.program.parameters;
  }

  /** Measures the weights as they are: before the first step (epoch 0), or where a host stops. */
  evaluateNow(): Evaluation {
    return this.evaluate(false);
  }

  /** One optimizer update, and an evaluation where one is due. */
  advance(): Progress {
    const { training, parts } = this.setup;
    if (this.batch === 0) this.beginEpoch();
    const N = this.loadBatch();
    const isKept = isEvaluationEpoch(this.epoch + 1, training);
    // Early stopping watches every epoch; of most of them nothing is kept.
    const willEvaluate = isKept || training.earlyStopping !== undefined;
    const P = forward(this.program, this.batchX, N);
    const T = this.setup.targetScales.length;
    const loss = lossFunctions[training.loss].value(P, this.batchY, T, N);
    if (!Number.isFinite(loss)) return this.diverge();
    this.lossSum += loss * N;
    if (willEvaluate) this.articleLossSum += articleLossSum(P, this.batchY, T, N);
    backward(this.program, this.batchX, this.batchY, N, training.loss);
    this.update(this.program.parameters, this.program.gradients);
    this.step += 1;
    this.batch += 1;
    if (this.batch < this.stepsPerEpoch) return NOTHING_NEW;
    this.batch = 0;
    this.epoch += 1;
    return willEvaluate ? this.endEpoch(isKept, parts.train.rows) : NOTHING_NEW;
  }

  private beginEpoch(): void {
    this.lossSum = 0;
    this.articleLossSum = 0;
    if (this.order !== null && this.setup.training.shuffle) this.random.shuffle(this.order);
  }

  /** Copies the next rows into the batch buffers; returns how many. */
  private loadBatch(): number {
    const { train } = this.setup.parts;
    if (this.order === null) return train.rows;
    const start = this.batch * this.batchRows;
    const rows = this.order.subarray(start, start + this.batchRows);
    gatherRows(this.batchX, train.inputs, rows, train.rows);
    gatherRows(this.batchY, train.targets, rows, train.rows);
    return rows.length;
  }

  private endEpoch(isKept: boolean, rows: number): Progress {
    const evaluation = this.evaluate(true, rows);
    const ending = Number.isFinite(evaluation.train.loss) ? this.endingAfterEpoch() : this.divergence();
    return { evaluation: isKept || ending !== null ? evaluation : null, ending };
  }

  private endingAfterEpoch(): Ending | null {
    const { epochs, earlyStopping } = this.setup.training;
    if (this.epoch >= epochs) return { kind: 'finished' };
    const waited = this.epoch - (this.best?.evaluation.epoch ?? 0);
    const isOver = earlyStopping !== undefined && waited >= earlyStopping.patience;
    return isOver ? { kind: 'no-improvement', patience: earlyStopping.patience } : null;
  }

  /** The loss is no longer a number: shown as it is, unless it was just now; the best weights stay untouched. */
  private diverge(): Progress {
    const evaluation = this.evaluatedStep === this.step ? null : this.evaluate(false);
    return { evaluation, ending: this.divergence() };
  }

  private divergence(): Ending {
    return { kind: 'diverged', step: this.step, epoch: this.epoch };
  }

  private evaluate(isAfterEpoch: boolean, rows = 0): Evaluation {
    const { parts, targetScales, training } = this.setup;
    const measure = (part: TrainingPart | null) =>
      part === null ? null : evaluatePart(this.program, part, training.loss, targetScales);
    const evaluation: Evaluation = {
      epoch: this.epoch,
      step: this.step,
      duringEpoch: isAfterEpoch
        ? { loss: this.lossSum / rows, articleLoss: this.articleLossSum / rows }
        : null,
      train: evaluatePart(this.program, parts.train, training.loss, targetScales),
      validation: measure(parts.validation),
      test: measure(parts.test),
    };
    this.evaluatedStep = this.step;
    this.keepIfBest(evaluation);
    return evaluation;
  }

  private keepIfBest(evaluation: Evaluation): void {
    const isBetter = this.best === null || monitoredLoss(evaluation) < monitoredLoss(this.best.evaluation);
    if (isBetter && isFinite(evaluation)) {
      this.best = { evaluation, parameters: this.program.parameters.slice() };
    }
  }
}

/**
 * Whether every part's measurements are numbers. This is all that is ever asked of the test part: weights that overflow
 * on some of its rows cannot stand in a model file.
 */
function isFinite({ train, validation, test }: Evaluation): boolean {
  return [train, validation, test].every(
    (part) => part === null || [part.loss, part.articleLoss, ...part.rmse].every(Number.isFinite),
  );
}
