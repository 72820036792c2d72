import { rowsPerStep } from './memory.ts';
import { type LayerShape, parameterCount, unitsOf } from './network.ts';
import type { Training } from './training-catalog.ts';

/** Enough for a smooth film of a run. */
const MOST_MOMENTS = 200;
/** What measuring may take of the time that the training is thought to take, and of its own. */
const SHARE = 0.03;
const FREE_MS = 25;
/** Milliseconds on the fast engine, one core: of a multiply-add, of what a row and an update take beside. */
const MULTIPLY_ADD = 5e-8;
const ROW = 5e-5;
const UPDATE = 1e-3;
/** Of a moment: beside everything, for each parameter (drawn, summed up, written), each output, and what goes through the network. */
const MOMENT = 0.2;
const PARAMETER = 3e-5;
const OUTPUT = 5e-5;
const PROBE_ROWS = 256;
const PROBE_WORK = 2 ** 28;

interface TrainedNetwork {
  readonly shapes: readonly LayerShape[];
  readonly training: Training;
  /** Training rows. */
  readonly rows: number;
}

/**
 * How many moments of a run are measured and kept: as many as take a small share of the time that its training is thought to
 * take. An estimate from the settings and the number of rows, so that the same run always has the same moments.
 */
export function mostMoments({ shapes, training, rows }: TrainedNetwork): number {
  const P = parameterCount(shapes);
  const units = unitsOf(shapes);
  const updates = Math.ceil(rows / rowsPerStep(training.batchSize, rows));
  const epoch = rows * (3 * P * MULTIPLY_ADD + ROW) + updates * (UPDATE + P * 4 * MULTIPLY_ADD);
  const probeRows = Math.min(rows, PROBE_ROWS, Math.max(16, PROBE_WORK / P));
  const moment = MOMENT + P * PARAMETER + probeRows * (units * OUTPUT + 4 * P * MULTIPLY_ADD);
  return Math.min(MOST_MOMENTS, Math.floor((SHARE * training.epochs * epoch + FREE_MS) / moment));
}
