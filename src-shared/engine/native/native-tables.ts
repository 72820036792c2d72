import type { FloatArray } from '../../core/float-array.ts';
import type { Part } from '../../model/data-catalog.ts';
import type { TrainingParts } from '../machine.ts';
import { GRAPH_NAMES } from './graph/graph-plan.ts';
import type { NativeTensor, NativeTensors } from './runtime.ts';

/** What a native machine holds of the data: row after row, so that a step's rows are gathered as whole pieces. */
export interface NativeTables {
  /** Of every part that has rows: [rows, I]. */
  readonly inputs: Readonly<Partial<Record<Part, Float32Array>>> & { readonly train: Float32Array };
  /** Of the training rows: [rows, T]. */
  readonly targets: NativeTensor;
  /** [rows, 1]; null where all rows count the same. */
  readonly weights: NativeTensor | null;
}

/** Rows that are turned at a time: their columns' cache lines stay at hand. */
const BLOCK_ROWS = 64;

/**
 * Copies the data out of the parts, whose samples are contiguous.
 *
 * Shapes: as in `TrainingPart` and `NativeTables`.
 * Source: none, this is a transpose.
 */
export function nativeTables({ train, validation, test }: TrainingParts): NativeTables {
  const targets = rowAfterRow(train.targets, train.rows);
  return {
    inputs: {
      train: rowAfterRow(train.inputs, train.rows),
      ...(validation && { validation: rowAfterRow(validation.inputs, validation.rows) }),
      ...(test && { test: rowAfterRow(test.inputs, test.rows) }),
    },
    targets: { type: 'float32', data: targets, dims: [train.rows, targets.length / train.rows] },
    weights: train.weights && {
      type: 'float32',
      data: Float32Array.from(train.weights),
      dims: [train.rows, 1],
    },
  };
}

/**
 * The training rows as inputs of a graph.
 *
 * Shapes: as `GRAPH_NAMES` says.
 * Source: none, this is bookkeeping.
 */
export function trainingTensors({ inputs, targets, weights }: NativeTables): NativeTensors {
  const rows = targets.dims[0]!;
  const data = inputs.train;
  return {
    [GRAPH_NAMES.inputs]: { type: 'float32', data, dims: [rows, data.length / rows] },
    [GRAPH_NAMES.targets]: targets,
    ...(weights && { [GRAPH_NAMES.rowWeights]: weights }),
  };
}

/** [C, rows] → [rows, C] */
function rowAfterRow(columns: FloatArray, rows: number): Float32Array {
  const table = new Float32Array(columns.length);
  const count = columns.length / rows;
  for (let first = 0; first < rows; first += BLOCK_ROWS) {
    const end = Math.min(first + BLOCK_ROWS, rows);
    for (let c = 0; c < count; c++) {
      for (let row = first; row < end; row++) table[row * count + c] = columns[c * rows + row]!;
    }
  }
  return table;
}

/**
 * Numbers as a runtime takes them: the same ones where they already are in float32 and in memory of their own.
 *
 * Shapes: both alike.
 * Source: runtimes refuse shared memory, in which machines on WebAssembly have theirs.
 */
export function inOwnMemory(values: FloatArray): Float32Array {
  const isFit = values instanceof Float32Array && values.buffer instanceof ArrayBuffer;
  return isFit ? values : Float32Array.from(values);
}
