import { type Experiment, targetNames } from './experiment.ts';
import { rowsPerStep } from './memory.ts';
import type { LayerShape } from './network.ts';
import type { Optimizer } from './training-catalog.ts';

/** Looks at all rows that one line search may take, each a step of its own. */
const LINE_SEARCH_LOOKS = 40;
/** Of the sums or the factorisation in one call of Levenberg–Marquardt, unless a panel of rows alone takes more. */
const SQUARES_AT_ONCE = 1e9;
const PANEL_ROWS = 8;
/** Numbers of JᵀJ and its factor that are copied between two such calls. */
const COPIES = 4;

/**
 * Multiply-adds that one row takes forward through a layer: those of W·x, inputs · units. What other layers do, and every
 * activation, grows with the units alone and is not counted. Backward takes twice as many: dW, and dA.
 */
export function multiplyAdds({ type, inputs, units }: LayerShape): number {
  return type === 'dense' ? inputs * units : 0;
}

/**
 * Multiply-adds of the longest stretch of work that nothing can interrupt: one optimizer update (forward, and twice that
 * backward), one piece of an iteration of a second-order method, or one look at all rows (forward), whichever is more.
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
      // An iteration is worked on in pieces; every residual adds the product of its row of the Jacobian with itself.
      return (
        3 * look +
        Math.max(SQUARES_AT_ONCE, PANEL_ROWS * targets * parameters ** 2) +
        COPIES * parameters ** 2
      );
    default:
      return 3 * look;
  }
}
