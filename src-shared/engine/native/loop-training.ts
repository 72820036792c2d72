import type { StepRun, StepsDone } from '../machine.ts';
import type { Companion } from './companion.ts';
import { GRAPH_NAMES } from './graph/graph-plan.ts';
import { longestPrefix } from './longest-prefix.ts';
import { batchOf, coefficientCount, type NativeContext, takesAllRows } from './native-context.ts';
import { numbersOf, stateTensors, takeState } from './native-state.ts';
import { trainingTensors } from './native-tables.ts';
import type { NativeTensors } from './runtime.ts';
import { mostSteps, orderTensor } from './step-inputs.ts';

/** Steps of N rows each that follow one another. */
interface Stretch {
  readonly firstStep: number;
  readonly firstRow: number;
  readonly steps: number;
  readonly N: number;
  /** [steps, K] */
  readonly coefficients: Float64Array;
}

interface Sums {
  loss: number;
  articleLoss: number;
}

/**
 * Optimizer updates by a graph that makes many in one run. What a run leaves is taken only if all of it are numbers; else
 * as many steps as can be taken are found by bisection, and about one that cannot be taken alone the companion decides.
 *
 * Shapes: as in `Machine.train`.
 * Source: docs/adr/0044.
 */
export class LoopTraining {
  private readonly context: NativeContext;
  private readonly companion: Companion;
  private readonly takesAllRows: boolean;
  /** Steps to try at once: few where one has just failed, as the next may, too. */
  private trusted = Infinity;

  constructor(context: NativeContext, companion: Companion) {
    this.context = context;
    this.companion = companion;
    this.takesAllRows = takesAllRows(context.setup);
  }

  train(run: StepRun): StepsDone {
    const sums: Sums = { loss: run.sums?.loss ?? 0, articleLoss: run.sums?.articleLoss ?? 0 };
    let done = 0;
    while (done < run.steps) {
      const stretch = this.stretchAfter(run, done);
      const taken = this.take(stretch, sums);
      done += taken;
      // The next one is tried alone: how far it gets must not depend on which steps it was made with.
      if (taken > 0) continue;
      if (!this.isMadeByCompanion(this.stretchAfter(run, done), sums)) break;
      done += 1;
    }
    return { steps: done, lossSum: sums.loss, articleLossSum: sums.articleLoss };
  }

  /** Steps that one run of a graph makes: with as many rows each, and few enough for what goes in to stay small. */
  private stretchAfter(run: StepRun, done: number): Stretch {
    const { setup } = this.context;
    const { batchRows, parts } = setup;
    const { rows } = parts.train;
    const K = coefficientCount(setup);
    const { firstRow, rows: N, step: firstStep } = batchOf(setup, run, done);
    const alike = this.takesAllRows ? Infinity : Math.max(1, Math.floor((rows - firstRow) / batchRows));
    const most = mostSteps(this.context.sessions.train(N).graph.masks, N);
    const steps = Math.min(run.steps - done, alike, most, this.trusted);
    return {
      firstStep,
      firstRow,
      steps,
      N,
      coefficients: run.coefficients.subarray(done * K, (done + steps) * K),
    };
  }

  /** Makes as many of the steps as leave nothing but numbers, and returns how many. */
  private take(stretch: Stretch, sums: Sums): number {
    const outputs = this.attempt(stretch);
    const usable = stepsWithLoss(outputs, stretch.steps);
    if (usable === stretch.steps && isWhole(outputs)) {
      this.accept(stretch, outputs, sums);
      this.trusted *= 2;
      return stretch.steps;
    }
    this.trusted = 1;
    // Should every loss be a number, the last step is the first that can have gone wrong.
    return this.takeBest(stretch, Math.min(usable, stretch.steps - 1), sums);
  }

  private takeBest(stretch: Stretch, most: number, sums: Sums): number {
    const first = (steps: number): Stretch => ({ ...stretch, steps });
    const steps = longestPrefix(most, (count) => isWhole(this.attempt(first(count))));
    // Once more: the last that was asked about need not be the best.
    if (steps > 0) this.accept(first(steps), this.attempt(first(steps)), sums);
    return steps;
  }

  /** Runs the graph; what it leaves stands beside the live numbers. */
  private attempt({ firstStep, firstRow, steps, N, coefficients }: Stretch): NativeTensors {
    const { setup, machine, sessions, tables, masks } = this.context;
    const { graph, session } = sessions.train(N);
    const K = coefficientCount(setup);
    const taken = Float32Array.from(coefficients.subarray(0, steps * K));
    return session.run({
      ...stateTensors(machine, graph.state),
      ...trainingTensors(tables),
      ...(!this.takesAllRows && { [GRAPH_NAMES.order]: orderTensor(machine.order, firstRow, { steps, N }) }),
      ...masks.masks(graph.masks, { firstStep, steps, N }),
      [GRAPH_NAMES.coefficients]: { type: 'float32', data: taken, dims: [steps, K] },
    });
  }

  private accept({ steps, N }: Stretch, outputs: NativeTensors, sums: Sums): void {
    const losses = numbersOf(outputs, GRAPH_NAMES.loss);
    const articleLosses = numbersOf(outputs, GRAPH_NAMES.articleLoss);
    for (let k = 0; k < steps; k++) {
      sums.loss += losses[k]! * N;
      sums.articleLoss += articleLosses[k]!;
    }
    takeState(this.context.machine, this.context.sessions.train(N).graph.state, outputs);
  }

  /** One step by the companion; false where it cannot make it either. */
  private isMadeByCompanion({ firstStep, firstRow, coefficients }: Stretch, sums: Sums): boolean {
    const run = { firstStep, firstRow, steps: 1, coefficients, sums };
    const done = this.companion.train(this.context.machine, run);
    if (done.steps === 0) return false;
    sums.loss = done.lossSum;
    sums.articleLoss = done.articleLossSum;
    return true;
  }
}

/** Whether the new state and all that went into it are numbers. */
function isWhole(outputs: NativeTensors): boolean {
  return Number.isFinite(numbersOf(outputs, GRAPH_NAMES.check)[0]!);
}

/** Steps before the first whose loss is no number. */
function stepsWithLoss(outputs: NativeTensors, steps: number): number {
  const failed = numbersOf(outputs, GRAPH_NAMES.loss).findIndex((loss) => !Number.isFinite(loss));
  return failed < 0 ? steps : failed;
}
