import { Random } from '../core/random.ts';
import { rowsPerStep } from '../model/memory.ts';
import type { FirstOrderOptimizer, Training } from '../model/training-catalog.ts';
import type { Machine } from './machine.ts';
import { coefficientWriter, updateRule } from './optimizers/optimizer.ts';
import type { CoefficientWriter } from './optimizers/update-rule.ts';
import { learningRateFactor, type TrainingSpan } from './schedules.ts';
import { type FirstOrderState, type MethodState, notOfThisExperiment } from './trainer-snapshot.ts';
import type { Advance, Position, TrainingMethod } from './training-method.ts';

/** Most updates that one call of the machine makes: enough to be near-free, few enough for a small table of them. */
const MOST_STEPS = 1024;

/**
 * Training by batches: rows shuffled anew in every epoch, one optimizer update a batch, as many in one call of the machine
 * as may be. How the steps are shared out among calls changes no bit.
 *
 * Shapes: the machine's order is [rows].
 * Source: Goodfellow, Bengio & Courville (2016), ch. 8.1.3; with all rows in a step the article, step 8.
 */
export class FirstOrderTraining implements TrainingMethod {
  readonly stepsPerEpoch: number;
  private readonly machine: Machine;
  private readonly training: Training;
  private readonly optimizer: FirstOrderOptimizer;
  private readonly rows: number;
  private readonly batchRows: number;
  private readonly span: TrainingSpan;
  private readonly coefficientCount: number;
  private readonly random: Random;
  private coefficients = new Float64Array(0);
  private writeCoefficients: CoefficientWriter;
  /** Steps of the present epoch, and sums over its rows. */
  private batch = 0;
  private sums = { loss: 0, articleLoss: 0 };
  /** Where the last update began. */
  private lastUpdate: Position | null = null;

  constructor(machine: Machine, training: Training, optimizer: FirstOrderOptimizer) {
    const rows = machine.order.length;
    this.machine = machine;
    this.training = training;
    this.optimizer = optimizer;
    this.rows = rows;
    this.batchRows = rowsPerStep(training.batchSize, rows);
    this.stepsPerEpoch = Math.ceil(rows / this.batchRows);
    this.span = { ...training, stepsPerEpoch: this.stepsPerEpoch };
    this.coefficientCount = updateRule(optimizer.type).coefficientCount;
    this.random = new Random(training.seed, 'row order');
    this.writeCoefficients = coefficientWriter(optimizer, 0);
  }

  advance(position: Position, maxSteps: number, quietEpochs: (limit: number) => number): Advance {
    if (this.batch === 0) this.beginEpoch();
    const limit = Math.min(maxSteps, MOST_STEPS);
    // With one step an epoch, epochs at whose ends nothing is due go by in one call.
    const open = this.takesAllRows ? Math.max(1, quietEpochs(limit)) : this.stepsPerEpoch - this.batch;
    const asked = Math.min(limit, open);
    const done = this.machine.train({
      firstStep: position.step,
      firstRow: this.batch * this.batchRows,
      steps: asked,
      coefficients: this.coefficientsOf(position, asked),
      sums: this.sums,
    });
    this.sums = { loss: done.lossSum, articleLoss: done.articleLossSum };
    this.batch += done.steps;
    if (done.steps > 0) this.lastUpdate = { ...position, step: position.step + done.steps - 1 };
    const epochs = Math.floor(this.batch / this.stepsPerEpoch);
    this.batch -= epochs * this.stepsPerEpoch;
    const failed = done.steps < asked ? this.batchAt(position.step + done.steps) : null;
    return { steps: done.steps, epochs, failed, ending: null };
  }

  duringEpoch(): { loss: number; articleLoss: number } {
    return { loss: this.sums.loss / this.rows, articleLoss: this.sums.articleLoss / this.rows };
  }

  learningRate(): number | null {
    return this.lastUpdate === null ? null : this.rateAt(this.lastUpdate);
  }

  state(): FirstOrderState {
    return {
      kind: 'first-order',
      batch: this.batch,
      lossSum: this.sums.loss,
      articleLossSum: this.sums.articleLoss,
      random: this.random.state,
      order: this.takesAllRows ? null : this.machine.order.slice(),
    };
  }

  restore(state: MethodState, step: number): void {
    if (state.kind !== 'first-order') throw notOfThisExperiment('the optimizers');
    const shuffled = this.takesAllRows ? undefined : this.rows;
    if (state.order?.length !== shuffled) throw notOfThisExperiment('the rows');
    if (state.order !== null) this.machine.order.set(state.order);
    this.batch = state.batch;
    this.sums = { loss: state.lossSum, articleLoss: state.articleLossSum };
    this.random.state = state.random;
    this.writeCoefficients = coefficientWriter(this.optimizer, step);
  }

  private get takesAllRows(): boolean {
    return this.stepsPerEpoch === 1;
  }

  private beginEpoch(): void {
    this.sums = { loss: 0, articleLoss: 0 };
    if (!this.takesAllRows && this.training.shuffle) this.random.shuffle(this.machine.order);
  }

  /** What the updates after `position` take: [steps, K]. */
  private coefficientsOf({ step, plateau }: Position, steps: number): Float64Array {
    const K = this.coefficientCount;
    if (this.coefficients.length < steps * K) this.coefficients = new Float64Array(steps * K);
    for (let k = 0; k < steps; k++) {
      const rate = this.rateAt({ step: step + k, plateau });
      this.writeCoefficients(step + k + 1, rate, this.coefficients, k * K);
    }
    return this.coefficients;
  }

  /** What the update after `position` goes by. */
  private rateAt({ step, plateau }: Position): number {
    return this.optimizer.learningRate * learningRateFactor(this.training.schedule, this.span, step, plateau);
  }

  /** The rows of the next batch, as step `step` takes them. */
  private batchAt(step: number): { firstRow: number; rows: number; step: number } {
    const firstRow = this.batch * this.batchRows;
    return { firstRow, rows: Math.min(this.batchRows, this.rows - firstRow), step };
  }
}
