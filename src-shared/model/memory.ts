import { BYTES_PER_NUMBER } from '../core/float-array.ts';
import type { Experiment } from './experiment.ts';
import type { LayerType } from './layer-catalog.ts';
import { type LayerShape, parameterCount } from './network.ts';
import { type FirstOrderOptimizer, isSecondOrder, type Optimizer } from './training-catalog.ts';

/** Rows in one step. */
export function rowsPerStep(batchSize: number | 'full', trainingRows: number): number {
  return batchSize === 'full' ? trainingRows : Math.min(batchSize, trainingRows);
}

/** Most rows that an evaluation takes through all layers at once, and most that it is given in one call. */
const EVALUATION_ROWS = 1_024;
const PREDICTED_ROWS = 4_096;

/** Rows that the buffers of training hold: those of a step, or of a piece of an evaluation. */
function rowsHeld(batchSize: number | 'full', trainingRows: number): number {
  return Math.max(rowsPerStep(batchSize, trainingRows), Math.min(EVALUATION_ROWS, trainingRows));
}

/** Numbers for each unit and row of a batch: before and after the activation, their gradient, and a layer's own. */
const BUFFERS: Record<LayerType, number> = {
  dense: 3,
  dropout: 4,
  'batch-normalization': 5,
  'layer-normalization': 5,
  residual: 3,
};

/** How many numbers each optimizer remembers of every parameter. */
export const OPTIMIZER_SLOTS: Record<FirstOrderOptimizer['type'], number> = {
  sgd: 0,
  momentum: 1,
  nesterov: 1,
  rmsprop: 1,
  adagrad: 1,
  adadelta: 2,
  adam: 2,
  amsgrad: 3,
  adamw: 2,
  adamax: 2,
  nadam: 2,
  radam: 2,
};

/** Of every parameter, beside itself: where it starts from, its gradient, the best so far. */
const PARAMETER_COPIES = 3;
/** Copies of JᵀJ that Levenberg–Marquardt holds: itself, and with the damping added, which becomes its own factor. */
const NORMAL_MATRICES = 2;
/** Vectors as long as the parameters that a second-order method works with. */
const SECOND_ORDER_VECTORS = 8;

/** Bytes that a second-order method holds beside what every optimizer needs. */
export function optimizerBytes(optimizer: Optimizer, parameters: number): number {
  const vector = parameters * BYTES_PER_NUMBER.float64;
  switch (optimizer.type) {
    case 'levenberg-marquardt':
      return (NORMAL_MATRICES * parameters + SECOND_ORDER_VECTORS) * vector;
    case 'lbfgs':
      // Of each of the last updates: the step, and the change of the gradient. A checkpoint takes a copy.
      return (2 * 2 * optimizer.history + SECOND_ORDER_VECTORS) * vector;
    default:
      return 0;
  }
}

/** Rows that the inside of the network is measured on, on a machine of its own. */
const PROBED_ROWS = 256;
/** Of every parameter there: itself, its gradient, a spare, where the last update began, and what is written. */
const PROBE_COPIES = 5;

/** Bytes that training an experiment will plan for: the table, the parameters, the optimizer's own, one batch, and insight. */
export function trainingBytes(
  experiment: Experiment,
  shapes: readonly LayerShape[],
  trainingRows: number,
): number {
  const { batchSize, optimizer, precision } = experiment.training;
  const bytes = BYTES_PER_NUMBER[precision];
  const inputs = shapes[0]?.inputs ?? 0;
  const targets = shapes.at(-1)?.units ?? 0;
  const parameters = parameterCount(shapes);
  const slots = isSecondOrder(optimizer) ? 0 : OPTIMIZER_SLOTS[optimizer.type];
  // What training goes on from is copied for a checkpoint, or for an update that may have to be undone.
  const copies = PARAMETER_COPIES + 2 * (1 + slots);
  const numbersOfRow =
    padded(inputs, 4) + shapes.reduce((sum, { type, units }) => sum + BUFFERS[type] * padded(units, 4), 0);
  const predicted = PREDICTED_ROWS * (padded(inputs, 4) + padded(targets, 4)) * bytes;
  const batch = padded(rowsHeld(batchSize, trainingRows), 8) * numbersOfRow * bytes + predicted;
  const probedRows = padded(Math.min(PROBED_ROWS, trainingRows), 8);
  // The mean of its gradients is held in double precision, whatever the run's own is.
  const insight =
    parameters * (PROBE_COPIES * bytes + BYTES_PER_NUMBER.float64) +
    2 * probedRows * numbersOfRow * bytes +
    predicted;
  return (
    tableBytes(experiment.data.source.rows, inputs, targets, bytes) +
    copies * parameters * bytes +
    optimizerBytes(optimizer, parameters) +
    batch +
    insight +
    2 * FIXED_BYTES
  );
}

/** What each of the two machines holds however small the network: coefficients of many steps, and regions filled up to whole pages. */
const FIXED_BYTES = 2 ** 20;

/** Every row: raw; scaled, and again as the machine wants it; its targets and answers for evaluations; weight and order. */
function tableBytes(rows: number, inputs: number, targets: number, bytes: number): number {
  const raw = (inputs + targets) * BYTES_PER_NUMBER.float64;
  const scaled = (inputs + targets + padded(inputs, 4) + padded(targets, 4) + 2 * targets + 2) * bytes;
  const order = 2 * Uint32Array.BYTES_PER_ELEMENT;
  return rows * (raw + scaled + order);
}

/** Machines work on whole vectors, of rows and of units. */
function padded(count: number, multiple: number): number {
  return Math.ceil(count / multiple) * multiple;
}
