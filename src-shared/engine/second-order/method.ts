import type { FloatArray } from '../../core/float-array.ts';
import type { SecondOrderOptimizer } from '../../model/training-catalog.ts';
import { Lbfgs } from './lbfgs.ts';
import { LevenbergMarquardt } from './levenberg-marquardt.ts';
import type { DescentMethod, DescentState, FullBatch, Objective } from './objective.ts';

type SecondOrderEnding = 'goal' | 'stuck' | 'diverged';

/** What one iteration, which is one epoch, came to: the loss of the parameters it leaves behind. */
interface Iteration {
  readonly loss: number;
  readonly ending: SecondOrderEnding | null;
}

interface Best {
  readonly loss: number;
  readonly parameters: FloatArray;
}

/** Everything but the parameters themselves, in plain numbers and arrays: part of a checkpoint. */
export interface SecondOrderState {
  /** Restarts made; one more than the optimizer's once the best start is being finished. */
  readonly restarts: number;
  /** Losses of the last iterations of this start, oldest first. */
  readonly losses: readonly number[];
  readonly best: Best | null;
  readonly descent: DescentState;
}

/** When a start is given up: after so many iterations in which the loss has not fallen by this share. */
interface Patience {
  readonly iterations: number;
  readonly share: number;
}

/** The last start is followed to its end. */
const PATIENT: Patience = { iterations: 10, share: 1e-8 };
/** While there are restarts left, another start is likely to be worth more than small gains. */
const IMPATIENT: Patience = { iterations: 10, share: 0.2 };

/**
 * A second-order method over its restarts, on a machine whose parameters it begins with and moves. `iterate` makes one
 * iteration, or a part of one (null), and may be the last call at any time. A start that gets stuck above the goal is left for new parameters,
 * those of `fresh`(1), `fresh`(2) …, as long as there are restarts; then the best start is finished. After an ending the
 * parameters are the best found.
 *
 * Shapes: parameters [P]; every iteration looks at all `rows` training rows.
 * Source: `Lbfgs`, `LevenbergMarquardt`; restarts as in Martí, Resende & Ribeiro 2013 (multi-start).
 */
export class SecondOrderMethod {
  private readonly optimizer: SecondOrderOptimizer;
  private readonly objective: Objective;
  private readonly fresh: (restart: number) => FloatArray;
  private readonly descent: DescentMethod;
  private restarts = 0;
  private losses: number[] = [];
  private best: Best | null = null;

  constructor(
    optimizer: SecondOrderOptimizer,
    objective: Objective,
    rows: number,
    fresh: (restart: number) => FloatArray,
  ) {
    this.optimizer = optimizer;
    this.objective = objective;
    this.fresh = fresh;
    this.descent = createDescent(optimizer, objective, { firstRow: 0, rows, step: 0 });
  }

  iterate(): Iteration | null {
    const descent = this.descent.iterate();
    if (descent === null) return null;
    const { loss, isStuck } = descent;
    this.keepIfBest(loss);
    if (loss <= this.optimizer.goal) return { loss, ending: 'goal' };
    if (!isStuck && !this.isTooSlow(loss)) return { loss, ending: null };
    if (this.restarts < this.optimizer.restarts) this.startFrom(this.fresh(this.restarts + 1));
    else if (this.hasUnfinished()) this.startFrom(this.best!.parameters);
    else return this.end();
    return { loss, ending: null };
  }

  /** Puts the best parameters found into the machine, for a host that stops in the middle. */
  takeBest(): void {
    if (this.best !== null) this.objective.parameters.set(this.best.parameters);
  }

  state(): SecondOrderState {
    return {
      restarts: this.restarts,
      losses: [...this.losses],
      best: this.best,
      descent: this.descent.state(),
    };
  }

  /** The machine's parameters have been restored before. */
  restore(state: SecondOrderState): void {
    this.restarts = state.restarts;
    this.losses = [...state.losses];
    this.best = state.best;
    this.descent.restore(state.descent);
  }

  private keepIfBest(loss: number): void {
    if (!Number.isFinite(loss) || (this.best !== null && loss >= this.best.loss)) return;
    this.best = { loss, parameters: this.objective.parameters.slice() };
  }

  private isTooSlow(loss: number): boolean {
    const { iterations, share } = this.restarts < this.optimizer.restarts ? IMPATIENT : PATIENT;
    this.losses.push(loss);
    if (this.losses.length <= iterations) return false;
    return loss > (1 - share) * this.losses.shift()!;
  }

  private startFrom(parameters: FloatArray): void {
    this.objective.parameters.set(parameters);
    this.descent.begin();
    this.restarts += 1;
    this.losses = [];
  }

  /** Whether a start that was left early may still hold something. */
  private hasUnfinished(): boolean {
    return this.restarts > 0 && this.restarts === this.optimizer.restarts && this.best !== null;
  }

  private end(): Iteration {
    this.takeBest();
    return this.best === null ? { loss: NaN, ending: 'diverged' } : { loss: this.best.loss, ending: 'stuck' };
  }
}

function createDescent(
  optimizer: SecondOrderOptimizer,
  objective: Objective,
  batch: FullBatch,
): DescentMethod {
  switch (optimizer.type) {
    case 'lbfgs':
      return new Lbfgs(objective, batch, optimizer.history);
    case 'levenberg-marquardt':
      return new LevenbergMarquardt(objective, batch, optimizer.initialDamping);
  }
}
