import { integerPower } from '../core/integer-power.ts';
import type { FirstOrderOptimizer } from '../model/training-catalog.ts';
import type { Machine } from './machine.ts';
import { coefficientWriter, updateRule } from './optimizers/optimizer.ts';

export interface FinderOptions {
  readonly optimizer: FirstOrderOptimizer;
  readonly batchRows: number;
  /** The first rate tried. */
  readonly lowest: number;
  /** Powers of ten from the first rate to the last. */
  readonly decades: number;
}

/** One entry for every step made; the losses are those before the step. */
export interface FinderResult {
  readonly rates: readonly number[];
  readonly losses: readonly number[];
  readonly smoothed: readonly number[];
  /** A rate to train with; null where the loss never fell. */
  readonly suggestion: number | null;
}

/** Steps in which the rate grows tenfold, and by how much it grows in each: 10^(1/25). */
export const STEPS_PER_DECADE = 25;
const GROWTH = 1.0964781961431851;
/** How much of the smoothed loss stays in each step: it looks back over about ten. */
const SMOOTHING = 0.9;
/** Steps before the smoothed loss means anything. */
const SETTLING = 10;
/** The slope is taken over as many steps before and after: batches differ more than one step changes. */
const SLOPE_STEPS = 5;
/** The sweep ends where the smoothed loss is so many times the lowest before. */
const HOPELESS = 4;

/**
 * Tries one learning rate after another, each in one step of training and each a little higher, from the initial weights
 * on: the loss first stands, then falls, then flies up. The suggestion is the rate at which the smoothed loss falls
 * fastest per decade. The smoothed loss is a running mean over rows, so that a short last batch counts for less.
 *
 * Shapes: the machine is made for this sweep alone, with its initial parameters and its rows in the order to be taken
 * (again from the first after the last), and is closed afterwards.
 * Source: Smith 2017, "Cyclical learning rates", sec. 3.3; the smoothing and the steepest point are Gugger's 2018.
 */
export function findLearningRate(createMachine: () => Machine, options: FinderOptions): FinderResult {
  const machine = createMachine();
  try {
    const sweep = sweepRates(machine, options);
    return { ...sweep, suggestion: steepest(sweep.rates, sweep.smoothed) };
  } finally {
    machine.close();
  }
}

function sweepRates(machine: Machine, options: FinderOptions): Omit<FinderResult, 'suggestion'> {
  const { optimizer, batchRows, lowest, decades } = options;
  const rows = machine.order.length;
  const coefficients = new Float64Array(updateRule(optimizer.type).coefficientCount);
  const writeCoefficients = coefficientWriter(optimizer, 0);
  const rates: number[] = [];
  const losses: number[] = [];
  const smoothed: number[] = [];
  let meanLoss = 0;
  let meanRows = 0;
  let least = Infinity;
  let firstRow = 0;
  for (let step = 0; step <= decades * STEPS_PER_DECADE; step++) {
    const rate = lowest * integerPower(GROWTH, step);
    writeCoefficients(step + 1, rate, coefficients, 0);
    const done = machine.train({ firstStep: step, firstRow, steps: 1, coefficients });
    if (done.steps === 0) break;
    const taken = Math.min(batchRows, rows - firstRow);
    firstRow = (firstRow + taken) % rows;
    meanLoss = SMOOTHING * meanLoss + done.lossSum;
    meanRows = SMOOTHING * meanRows + taken;
    const smooth = meanLoss / meanRows;
    if (!Number.isFinite(smooth)) break;
    rates.push(rate);
    losses.push(done.lossSum / taken);
    smoothed.push(smooth);
    least = Math.min(least, smooth);
    if (smooth > HOPELESS * least) break;
  }
  return { rates, losses, smoothed };
}

/** The rate in the middle of the steps over which the loss falls most; null where it falls nowhere. */
function steepest(rates: readonly number[], smoothed: readonly number[]): number | null {
  let suggestion: number | null = null;
  let most = 0;
  for (let k = SETTLING + SLOPE_STEPS; k < smoothed.length - SLOPE_STEPS; k++) {
    const fall = smoothed[k - SLOPE_STEPS]! - smoothed[k + SLOPE_STEPS]!;
    if (fall > most) [most, suggestion] = [fall, rates[k]!];
  }
  return suggestion;
}
