import type { FloatArray } from '../core/float-array.ts';
import type { Answering } from './answering-choice.ts';

/** A model's layers, ready to be asked, in float64: scaled inputs → scaled answers. */
export interface ScaledNetwork {
  readonly answering: Answering;
  /** Rows that one call takes: the work of some milliseconds. */
  readonly rowsAtOnce: number;
  /** Inputs [rows, I], row after row → [T, rows], valid until the next call. */
  predictRows(inputs: Float64Array, rows: number): FloatArray;
  /** Gives its memory back. It must not be used afterwards. */
  close(): void;
}
