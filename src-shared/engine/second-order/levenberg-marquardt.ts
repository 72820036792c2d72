import { choleskyFactor, choleskySolve } from './cholesky.ts';
import type { Descent, DescentMethod, DescentState, FullBatch, LeastSquaresObjective } from './objective.ts';
import { dot, largestMagnitude } from './vectors.ts';

/** Tries of one iteration, each with a larger λ. */
const MOST_TRIES = 30;
/** Largest λ, relative to the largest diagonal element of JᵀJ: steps as short as that change nothing. */
const MOST_DAMPING = 1e12;
/** Smallest λ, likewise: less is lost in JᵀJ's own rounding, and so many tries away from a λ that helps. */
const LEAST_DAMPING = 1e-30;
/** Jᵀr with parts this small, relative to the sizes of J and r, has nothing left to tell. */
const NO_GRADIENT = 1e-14;
/** Multiply-adds of the factorisation in one call: some tenths of a second. */
const WORK_AT_ONCE = 1e8;

/** An iteration that takes more than one call. */
interface Unfinished {
  readonly begunWith: DescentState;
  readonly work: Generator<undefined, Descent>;
}

/**
 * Levenberg–Marquardt: θ ← θ − (JᵀJ + λI)⁻¹·Jᵀr, taken only where it makes the loss smaller. λ follows the gain, the
 * ratio of the decrease to the one the linear model predicts: it falls to a third where the model is good and rises
 * 2, 4, 8 … times as long as steps fail. With many parameters an iteration takes several calls; between them the
 * parameters stand where it began, and so does the state: going on from there repeats it.
 *
 * Shapes: J [residuals, P], r [residuals], JᵀJ [P, P], θ, δ [P].
 * Source: Levenberg 1944; Marquardt 1963; the damping is Nielsen 1999, in Madsen, Nielsen & Tingleff 2004, alg. 3.16.
 */
export class LevenbergMarquardt implements DescentMethod {
  /** λ of the last step that was taken, for whoever looks on; 0 before the first. */
  takenDamping = 0;
  private readonly objective: LeastSquaresObjective;
  private readonly batch: FullBatch;
  private readonly initialDamping: number;
  /** λ; 0 before the first iteration, which alone knows the size of J. */
  private damping = 0;
  private raise = 2;
  private loss: number | null = null;
  private unfinished: Unfinished | null = null;
  private readonly JtJ: Float64Array;
  private readonly Jtr: Float64Array;
  private readonly factor: Float64Array;
  private readonly step: Float64Array;
  private readonly origin: Float64Array;

  constructor(objective: LeastSquaresObjective, batch: FullBatch, initialDamping: number) {
    const P = objective.parameters.length;
    this.objective = objective;
    this.batch = batch;
    this.initialDamping = initialDamping;
    this.JtJ = new Float64Array(P * P);
    this.factor = new Float64Array(P * P);
    this.Jtr = new Float64Array(P);
    this.step = new Float64Array(P);
    this.origin = new Float64Array(P);
  }

  begin(): void {
    this.damping = 0;
    this.raise = 2;
    this.loss = null;
    this.unfinished = null;
  }

  /** Numbers: λ, which is 0 before the first iteration, and what it is multiplied by if the next try fails. */
  state(): DescentState {
    return this.unfinished?.begunWith ?? { numbers: [this.damping, this.raise], vectors: [] };
  }

  restore({ numbers }: DescentState): void {
    this.damping = numbers[0]!;
    this.raise = numbers[1]!;
    this.loss = null;
    this.unfinished = null;
  }

  iterate(): Descent | null {
    this.unfinished ??= { begunWith: this.state(), work: this.iteration() };
    const { done, value } = this.unfinished.work.next();
    if (done !== true) return null;
    this.unfinished = null;
    return value;
  }

  /** Yields where the host may do something else. */
  private *iteration(): Generator<undefined, Descent> {
    this.loss ??= this.objective.computeLoss(this.batch);
    const sumOfSquares = yield* this.linearize();
    const scale = this.largestDiagonal();
    const gradient = largestMagnitude(this.Jtr);
    const isHopeless =
      !Number.isFinite(this.loss) || !(gradient > NO_GRADIENT * Math.sqrt(scale * sumOfSquares));
    if (isHopeless) return { loss: this.loss, isStuck: true };
    if (this.damping === 0) this.damping = this.initialDamping * scale;
    this.damping = Math.max(this.damping, LEAST_DAMPING * scale);
    const isBetter = yield* this.descend(this.loss, sumOfSquares, MOST_DAMPING * scale);
    return { loss: this.loss, isStuck: !isBetter };
  }

  private *linearize(): Generator<undefined, number> {
    let firstRow = 0;
    for (;;) {
      const { nextRow, sumOfSquares } = this.objective.normalEquations(this.JtJ, this.Jtr, firstRow);
      if (nextRow === this.batch.rows) return sumOfSquares;
      firstRow = nextRow;
      yield;
    }
  }

  private largestDiagonal(): number {
    const P = this.Jtr.length;
    let largest = 0;
    for (let k = 0; k < P; k++) largest = Math.max(largest, this.JtJ[k * P + k]!);
    return largest;
  }

  /** Tries steps until one makes the loss smaller; false leaves the parameters where they are. */
  private *descend(loss: number, sumOfSquares: number, mostDamping: number): Generator<undefined, boolean> {
    const { parameters } = this.objective;
    this.origin.set(parameters);
    for (let tries = 0; tries < MOST_TRIES && this.damping <= mostDamping; tries++) {
      if (yield* this.solve(this.damping)) {
        for (let k = 0; k < parameters.length; k++) parameters[k] = this.origin[k]! + this.step[k]!;
        const reached = this.objective.computeLoss(this.batch);
        if (reached < loss) {
          this.takenDamping = this.damping;
          this.lowerDamping((loss - reached) / loss / (this.predictedDecrease() / sumOfSquares));
          this.loss = reached;
          return true;
        }
        parameters.set(this.origin);
      }
      this.damping *= this.raise;
      this.raise *= 2;
    }
    return false;
  }

  /** (JᵀJ + λI)·δ = −Jᵀr; false where the matrix is not positive definite to working precision. */
  private *solve(damping: number): Generator<undefined, boolean> {
    const P = this.Jtr.length;
    this.factor.set(this.JtJ);
    for (let k = 0; k < P; k++) this.factor[k * P + k] = this.factor[k * P + k]! + damping;
    const rowsAtOnce = Math.ceil((2 * WORK_AT_ONCE) / (P * P));
    for (let from = 0; from < P; from += rowsAtOnce) {
      if (from > 0) yield;
      if (!choleskyFactor(this.factor, this.factor, P, from, Math.min(P, from + rowsAtOnce))) return false;
    }
    choleskySolve(this.step, this.factor, this.Jtr, P);
    for (let k = 0; k < P; k++) this.step[k] = -this.step[k]!;
    return true;
  }

  /** By how much Σ r² falls if r is linear: δ·(λδ − Jᵀr). */
  private predictedDecrease(): number {
    return this.damping * dot(this.step, this.step) - dot(this.step, this.Jtr);
  }

  private lowerDamping(gain: number): void {
    const t = 2 * gain - 1;
    this.damping *= Math.max(1 / 3, 1 - t * t * t);
    this.raise = 2;
  }
}
