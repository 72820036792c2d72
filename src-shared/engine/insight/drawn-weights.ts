import type { FloatArray } from '../../core/float-array.ts';

/** Weights for a picture: those of a layer, or the means of blocks of them. */
export interface DrawnWeights {
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns] */
  readonly values: Float32Array;
  /** Of single weights, without their signs. */
  readonly largest: number;
}

/**
 * The weights of a dense layer for a picture with at most so many values: where there are more, they are cut into blocks
 * as square as may be, and each block gives its mean.
 *
 * Shapes: W [O, I].
 * Source: none, this is drawing.
 */
export function drawnWeights(W: FloatArray, O: number, I: number, most: number): DrawnWeights {
  const { rows, columns } = gridFor(O, I, most);
  const values = new Float32Array(rows * columns);
  let largest = 0;
  for (let r = 0; r < rows; r++) {
    const [fromRow, toRow] = blockOf(r, rows, O);
    for (let c = 0; c < columns; c++) {
      const [fromColumn, toColumn] = blockOf(c, columns, I);
      let sum = 0;
      for (let o = fromRow; o < toRow; o++) {
        for (let i = fromColumn; i < toColumn; i++) {
          const weight = W[o * I + i]!;
          sum += weight;
          largest = Math.max(largest, Math.abs(weight));
        }
      }
      values[r * columns + c] = sum / ((toRow - fromRow) * (toColumn - fromColumn));
    }
  }
  return { rows, columns, values, largest };
}

/** Both sides are made smaller alike, unless one is too short for that. */
function gridFor(O: number, I: number, most: number): { rows: number; columns: number } {
  if (O * I <= most) return { rows: O, columns: I };
  const share = Math.sqrt(most / (O * I));
  const rows = Math.max(1, Math.floor(O * share));
  const columns = Math.min(I, Math.max(1, Math.floor(I * share)), Math.floor(most / rows));
  return { rows: Math.min(O, Math.floor(most / columns)), columns };
}

function blockOf(index: number, count: number, length: number): [number, number] {
  return [Math.floor((index * length) / count), Math.floor(((index + 1) * length) / count)];
}
