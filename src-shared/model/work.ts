import { type Experiment, targetNames } from './experiment.ts';
import { rowsPerStep } from './memory.ts';
import type { Optimizer } from './training-catalog.ts';

/** Looks at all rows that one line search may take, each a step of its own. */
const LINE_SEARCH_LOOKS = 40;
/** Factorisations that one iteration of Levenberg–Marquardt may try, each with a look at all rows. */
const DAMPING_TRIES = 30;

/**
 * Multiply-adds of the longest stretch of work that nothing can interrupt: one optimizer update (forward, and twice that
 * backward), one iteration of a second-order method, or one look at all rows (forward), whichever is more.
 */
export function longestStretch(experiment: Experiment, parameters: number): number {
  const { rows } = experiment.data.source;
  const { batchSize, optimizer } = experiment.training;
  const targets = targetNames(experiment).length;
  const step = stepWork(optimizer, parameters, rowsPerStep(batchSize, rows), targets);
  return Math.max(step, parameters * rows);
}

function stepWork(optimizer: Optimizer, parameters: number, rows: number, targets: number): number {
  const look = parameters * rows;
  switch (optimizer.type) {
    case 'lbfgs':
      return 3 * LINE_SEARCH_LOOKS * look;
    case 'levenberg-marquardt':
      // Every residual adds the product of its row of the Jacobian with itself to JᵀJ.
      return (3 + parameters) * look * targets + DAMPING_TRIES * (parameters ** 3 / 6 + look);
    default:
      return 3 * look;
  }
}
