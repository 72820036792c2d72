import type { StepRun, StepsDone } from '../machine.ts';
import type { Companion } from './companion.ts';
import { batchOf, coefficientCount, type NativeContext } from './native-context.ts';
import type { NativeGradients } from './native-gradients.ts';
import type { Updater } from './updater.ts';

/**
 * Optimizer updates one at a time: a graph computes the gradients where a kernel takes them from. What neither can tell,
 * the companion decides.
 *
 * Shapes: as in `Machine.train`.
 * Source: docs/adr/0046.
 */
export class StepTraining {
  private readonly context: NativeContext;
  private readonly gradients: NativeGradients;
  private readonly updater: Updater;
  private readonly companion: Companion;

  constructor(context: NativeContext, gradients: NativeGradients, updater: Updater, companion: Companion) {
    this.context = context;
    this.gradients = gradients;
    this.updater = updater;
    this.companion = companion;
  }

  train(run: StepRun): StepsDone {
    const { setup } = this.context;
    const K = coefficientCount(setup);
    let done: StepsDone = {
      steps: 0,
      lossSum: run.sums?.loss ?? 0,
      articleLossSum: run.sums?.articleLoss ?? 0,
    };
    while (done.steps < run.steps) {
      const { steps, lossSum, articleLossSum } = this.step({
        firstStep: run.firstStep + done.steps,
        firstRow: run.firstRow + done.steps * setup.batchRows,
        steps: 1,
        coefficients: run.coefficients.subarray(done.steps * K, (done.steps + 1) * K),
        sums: { loss: done.lossSum, articleLoss: done.articleLossSum },
      });
      if (steps === 0) break;
      done = { steps: done.steps + 1, lossSum, articleLossSum };
    }
    return done;
  }

  /** One step, or none. */
  private step(run: StepRun & { readonly sums: NonNullable<StepRun['sums']> }): StepsDone {
    const { setup, machine } = this.context;
    const { sums } = run;
    const batch = batchOf(setup, run, 0);
    const { loss, penalizedLoss, articleLoss } = this.gradients.compute(batch);
    const outcome = Number.isFinite(penalizedLoss + articleLoss)
      ? this.updater.update(run.coefficients)
      : 'left';
    if (outcome === 'left') return this.companion.train(machine, run);
    if (outcome === 'broken-off') return { steps: 0, lossSum: sums.loss, articleLossSum: sums.articleLoss };
    return {
      steps: 1,
      lossSum: sums.loss + loss * batch.rows,
      articleLossSum: sums.articleLoss + articleLoss,
    };
  }
}
