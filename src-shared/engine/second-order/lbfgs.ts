import { strongWolfe, type Trial } from './line-search.ts';
import type { Descent, DescentMethod, DescentState, FullBatch, SmoothObjective } from './objective.ts';
import { addScaled, dot, largestMagnitude } from './vectors.ts';

/** One past update: how far the parameters went (s), and how the gradient changed on the way (y). */
interface Correction {
  readonly s: Float64Array;
  readonly y: Float64Array;
}

/** s·y must be this share of ‖s‖·‖y‖ at least, else the update would spoil the positive definite matrix. */
const LEAST_CURVATURE = 1e-10;
/** A gradient whose largest part is below this has nothing left to tell. */
const NO_GRADIENT = 1e-14;

/**
 * L-BFGS: θ ← θ − α·H·g, with H ≈ (∇²L)⁻¹ from the last updates and α by the strong Wolfe conditions. Where a search
 * finds nothing, the updates are forgotten and the gradient itself is tried.
 *
 * Shapes: θ, g [P]; `history` pairs s, y [P].
 * Source: Nocedal & Wright 2006, alg. 7.5 with 7.4 (two loops), H₀ = s·y / y·y (their eq. 7.20).
 */
export class Lbfgs implements DescentMethod {
  private readonly objective: SmoothObjective;
  private readonly batch: FullBatch;
  private readonly history: number;
  private corrections: Correction[] = [];
  /** Loss and gradient at the present parameters; null until computed. */
  private loss: number | null = null;
  private readonly gradient: Float64Array;
  private readonly direction: Float64Array;
  private readonly origin: Float64Array;

  constructor(objective: SmoothObjective, batch: FullBatch, history: number) {
    const P = objective.parameters.length;
    this.objective = objective;
    this.batch = batch;
    this.history = history;
    this.gradient = new Float64Array(P);
    this.direction = new Float64Array(P);
    this.origin = new Float64Array(P);
  }

  begin(): void {
    this.corrections = [];
    this.loss = null;
  }

  /** Vectors: s and y of each update, oldest first. Loss and gradient are computed again from the parameters. */
  state(): DescentState {
    return { numbers: [], vectors: this.corrections.flatMap(({ s, y }) => [s.slice(), y.slice()]) };
  }

  restore({ vectors }: DescentState): void {
    this.corrections = Array.from({ length: vectors.length / 2 }, (_, k) => ({
      s: vectors[2 * k]!.slice(),
      y: vectors[2 * k + 1]!.slice(),
    }));
    this.loss = null;
  }

  iterate(): Descent {
    this.loss ??= this.measure();
    const isHopeless = !Number.isFinite(this.loss) || !(largestMagnitude(this.gradient) > NO_GRADIENT);
    if (isHopeless) return { loss: this.loss, isStuck: true };
    const isBetter = this.search() || (this.corrections.length > 0 && this.searchAlongGradient());
    return { loss: this.loss, isStuck: !isBetter };
  }

  private measure(): number {
    const loss = this.objective.computeGradients(this.batch);
    this.gradient.set(this.objective.gradients);
    return loss;
  }

  private searchAlongGradient(): boolean {
    this.corrections = [];
    return this.search();
  }

  /** One line search from the present parameters; false leaves them where they are. */
  private search(): boolean {
    const { parameters, gradients } = this.objective;
    const { direction, origin, gradient } = this;
    this.findDirection();
    origin.set(parameters);
    const beginning: Trial = { step: 0, loss: this.loss!, slope: dot(gradient, direction) };
    if (!(beginning.slope < 0)) return false;
    let last = beginning;
    const evaluate = (step: number): Trial => {
      parameters.set(origin);
      addScaled(parameters, step, direction);
      const loss = this.objective.computeGradients(this.batch);
      last = { step, loss, slope: dot(gradients, direction) };
      return last;
    };
    const found = strongWolfe(evaluate, beginning, this.firstStep());
    if (found === null) {
      parameters.set(origin);
      return false;
    }
    if (found !== last) evaluate(found.step);
    this.remember();
    this.loss = found.loss;
    return true;
  }

  /** Nothing is known of the size of a first step, so it is at most 1 in all parameters together. */
  private firstStep(): number {
    if (this.corrections.length > 0) return 1;
    return Math.min(1, 1 / Math.sqrt(dot(this.gradient, this.gradient)));
  }

  /** d = −H·g by the two loops. */
  private findDirection(): void {
    const { direction, corrections } = this;
    for (let k = 0; k < direction.length; k++) direction[k] = -this.gradient[k]!;
    const newest = corrections.at(-1);
    if (newest === undefined) return;
    const shares: number[] = [];
    for (const { s, y } of corrections.toReversed()) {
      const share = dot(s, direction) / dot(s, y);
      addScaled(direction, -share, y);
      shares.push(share);
    }
    const scale = dot(newest.s, newest.y) / dot(newest.y, newest.y);
    for (let k = 0; k < direction.length; k++) direction[k] = direction[k]! * scale;
    for (const { s, y } of corrections) {
      addScaled(direction, shares.pop()! - dot(y, direction) / dot(s, y), s);
    }
  }

  /** Takes the update just made into the history, unless its curvature is not positive, and the new gradient over. */
  private remember(): void {
    const { parameters, gradients } = this.objective;
    const s = Float64Array.from(parameters);
    addScaled(s, -1, this.origin);
    const y = Float64Array.from(gradients);
    addScaled(y, -1, this.gradient);
    this.gradient.set(gradients);
    if (!(dot(s, y) > LEAST_CURVATURE * Math.sqrt(dot(s, s) * dot(y, y)))) return;
    this.corrections.push({ s, y });
    if (this.corrections.length > this.history) this.corrections.shift();
  }
}
