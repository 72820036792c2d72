import { BYTES_PER_NUMBER, type Precision } from '../core/float-array.ts';
import { LIMITS } from '../core/limits.ts';
import type { Experiment } from './experiment.ts';
import type { LayerType } from './layer-catalog.ts';
import { OPTIMIZER_SLOTS, optimizerBytes, rowsPerStep } from './memory.ts';
import { mostMoments } from './moment-budget.ts';
import { type LayerShape, parameterCount } from './network.ts';
import { hasSeparateUpdates } from './separate-updates.ts';
import { isSecondOrder } from './training-catalog.ts';

/** Parameters that a network may have: what a model file of them can hold. */
export function mostParameters(precision: Precision): number {
  return precision === 'float64' ? LIMITS.float64Parameters : LIMITS.parameters;
}

/** Numbers for each unit and row of a batch: before and after the activation, their gradient, and a layer's own. */
const BUFFERS: Record<LayerType, number> = {
  dense: 3,
  dropout: 4,
  'batch-normalization': 5,
  'layer-normalization': 5,
  residual: 3,
};

/** What a run is trained by, as far as it decides about memory. */
export type MemoryEngine = 'reference' | 'wasm' | 'native';

/**
 * Bytes of memory that the process of a run will have at its peak, nearly: within a fifth of what was measured for networks of up
 * to 50 million parameters (docs/benchmarks.md).
 */
export function trainingBytes(
  experiment: Experiment,
  shapes: readonly LayerShape[],
  trainingRows: number,
  engine: MemoryEngine = 'wasm',
): number {
  const { optimizer, precision } = experiment.training;
  const bytes = BYTES_PER_NUMBER[precision];
  const parameters = parameterCount(shapes);
  const held = { experiment, shapes, trainingRows, engine };
  return (
    PROCESS_BYTES[engine] +
    tableBytes(held) +
    parameterCopies(held) * parameters * bytes +
    optimizerBytes(optimizer, parameters) +
    batchBytes(held) +
    modelBytes(parameters, bytes) +
    insightBytes(held)
  );
}

/** Whether the native engine can train it: in float32, by a first-order method. */
export function canBeNative({ training }: Pick<Experiment, 'training'>): boolean {
  return training.precision === 'float32' && !isSecondOrder(training.optimizer);
}

interface Held {
  readonly experiment: Experiment;
  readonly shapes: readonly LayerShape[];
  readonly trainingRows: number;
  readonly engine: MemoryEngine;
}

/** A process with nothing to train, and what its library takes beside. */
const PROCESS_BYTES: Record<MemoryEngine, number> = {
  reference: 96 * 2 ** 20,
  wasm: 96 * 2 ** 20,
  native: 132 * 2 ** 20,
};

/** What native code keeps of the memory that its nodes have done with, as a share of what they take. */
const KEPT_SHARE = 2.1;
/** Numbers as long as the largest tensor of parameters that an update of it takes meanwhile. */
const UPDATE_COPIES = 2.5;

/** How often all parameters are held at once, at the peak: when a checkpoint is written, or, natively, within a step. */
function parameterCopies({ experiment, shapes, trainingRows, engine }: Held): number {
  const { optimizer } = experiment.training;
  const state = 1 + (isSecondOrder(optimizer) ? 0 : OPTIMIZER_SLOTS[optimizer.type]);
  // Beside the state: the best so far.
  const kept = state + 1;
  // Gradients; a copy of them, or where an update that may have to be undone began; and the state that a checkpoint is of.
  if (engine !== 'native' || isSeparate(experiment, shapes, trainingRows)) return kept + 2 + state;
  const parameters = parameterCount(shapes);
  const largest = Math.max(
    ...shapes.map(({ type, units, inputs }) => (type === 'dense' ? units * inputs : 0)),
  );
  // The state before a step, after it, and gradients.
  const step = 2 * state + 1 + (UPDATE_COPIES * largest) / parameters;
  return kept + step * (parameters <= LIMITS.keptParameters ? KEPT_SHARE : 1);
}

function isSeparate({ training }: Experiment, shapes: readonly LayerShape[], trainingRows: number): boolean {
  const { optimizer, batchSize } = training;
  const takesAllRows = rowsPerStep(batchSize, trainingRows) >= trainingRows;
  return !isSecondOrder(optimizer) && hasSeparateUpdates(shapes, optimizer, takesAllRows);
}

/** Bytes of all layers' numbers that a piece of a batch in WebAssembly has, and rows of the smallest piece. */
const PIECE_BYTES = 512 * 1024;
const PIECE_ROWS = 256;
/** Most rows that an evaluation takes through all layers at once, and most that it is given in one call. */
const EVALUATION_ROWS = 1_024;
const PREDICTED_ROWS = 4_096;

/** Rows that go through the network together, and their answers. */
function batchBytes({ experiment, shapes, trainingRows, engine }: Held): number {
  const { batchSize, precision } = experiment.training;
  const bytes = BYTES_PER_NUMBER[precision];
  const inputs = padded(shapes[0]?.inputs ?? 0, 4);
  const targets = padded(shapes.at(-1)?.units ?? 0, 4);
  const units = shapes.reduce((sum, { type, units: own }) => sum + BUFFERS[type] * padded(own, 4), 0);
  const rows = padded(rowsPerStep(batchSize, trainingRows), 8);
  const evaluated = Math.min(EVALUATION_ROWS, trainingRows);
  const predicted = PREDICTED_ROWS * (inputs + targets) * bytes;
  switch (engine) {
    case 'reference':
      return Math.max(rows, evaluated) * (inputs + units) * bytes + predicted;
    case 'native':
      return KEPT_SHARE * rows * (inputs + units) * bytes + predicted;
    case 'wasm': {
      const isWhole = shapes.some(({ type }) => type === 'batch-normalization');
      const piece = Math.max(PIECE_ROWS, Math.floor(PIECE_BYTES / (units * bytes)));
      const held = isWhole ? rows : Math.min(rows, piece);
      return held * units * bytes + rows * (inputs + targets) * bytes + predicted;
    }
  }
}

/** Numbers as JavaScript has them, and the text that is made of them; where they are packed, a few pieces at a time. */
function modelBytes(parameters: number, bytes: number): number {
  const isReadable = parameters <= LIMITS.readableParameters;
  return isReadable ? READABLE_BYTES * parameters : PACKED_BYTES + bytes;
}
const READABLE_BYTES = 40;
const PACKED_BYTES = 24 * 2 ** 20;

/** Rows that the inside of the network is measured on, on a machine of its own. */
const PROBED_ROWS = 256;
/** Of every parameter there: itself, its gradient, and where the last update began. */
const PROBE_COPIES = 3;

function insightBytes({ experiment, shapes, trainingRows }: Held): number {
  const { training } = experiment;
  if (mostMoments({ shapes, training, rows: trainingRows }) < 2) return 0;
  const bytes = BYTES_PER_NUMBER[training.precision];
  const units = shapes.reduce((sum, { type, units: own }) => sum + BUFFERS[type] * padded(own, 4), 0);
  const rows = padded(Math.min(PROBED_ROWS, trainingRows), 8);
  // The mean of its gradients is held in double precision, whatever the run's own is.
  const ofParameters = PROBE_COPIES * bytes + BYTES_PER_NUMBER.float64;
  return parameterCount(shapes) * ofParameters + 2 * rows * units * bytes;
}

/** Every row: raw; scaled, and again as the machine wants it; its targets and answers for evaluations; weight and order. */
function tableBytes({ experiment, shapes }: Held): number {
  const bytes = BYTES_PER_NUMBER[experiment.training.precision];
  const inputs = shapes[0]?.inputs ?? 0;
  const targets = shapes.at(-1)?.units ?? 0;
  const raw = (inputs + targets) * BYTES_PER_NUMBER.float64;
  const scaled = (inputs + targets + padded(inputs, 4) + padded(targets, 4) + 2 * targets + 2) * bytes;
  const order = 2 * Uint32Array.BYTES_PER_ELEMENT;
  return experiment.data.source.rows * (raw + scaled + order);
}

/** Machines work on whole vectors, of rows and of units. */
function padded(count: number, multiple: number): number {
  return Math.ceil(count / multiple) * multiple;
}
