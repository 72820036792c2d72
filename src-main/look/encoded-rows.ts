import { createFloatArray, type FloatArray, type Precision } from '@shared/core/float-array.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import { inputMatrix, targetMatrix } from '@shared/data/prepare.ts';
import { unscaleValue } from '@shared/data/transforms.ts';
import { transposeRows } from '@shared/engine/gather.ts';
import type { LookedAtMachine } from '@shared/engine/machine.ts';

/** The network's inputs for rows of the table, scaled, row after row: [rows, I]. */
export function encodedRows(data: PreparedData, rows: Uint32Array, precision: Precision): FloatArray {
  return turned(inputMatrix(data, rows, precision), rows.length, precision);
}

/** What is true of rows of the table, in raw units or 1 for their class: [rows, outputs]. */
export function truthOf(data: PreparedData, rows: Uint32Array): Float32Array {
  const truth = turned(targetMatrix(data, rows, 'float64'), rows.length, 'float64');
  return rawUnits(data, truth, rows.length);
}

/** What a network answers on encoded rows, in raw units or probabilities: [rows, outputs]. */
export function answersTo(
  machine: LookedAtMachine,
  data: PreparedData,
  inputs: FloatArray,
  rows: number,
): Float32Array {
  const I = inputs.length / rows;
  const T = outputCount(data);
  const scaled = new Float64Array(rows * T);
  for (let first = 0; first < rows; first += machine.predictCapacity) {
    const count = Math.min(machine.predictCapacity, rows - first);
    const answers = machine.predictRows(inputs.subarray(first * I, (first + count) * I), count);
    for (let n = 0; n < count; n++) {
      for (let t = 0; t < T; t++) scaled[(first + n) * T + t] = answers[t * count + n]!;
    }
  }
  return rawUnits(data, scaled, rows);
}

/** Numbers that a network answers for each row. */
export function outputCount(data: PreparedData): number {
  return data.targets.reduce((sum, { fitted }) => sum + fitted.length, 0);
}

function rawUnits(data: PreparedData, scaled: FloatArray, rows: number): Float32Array {
  const outputs = data.targets.flatMap(({ fitted }) => fitted);
  const values = new Float32Array(scaled.length);
  for (let n = 0; n < rows; n++) {
    outputs.forEach(({ transform }, t) => {
      const k = n * outputs.length + t;
      values[k] = unscaleValue(transform, scaled[k]!);
    });
  }
  return values;
}

/** [C, rows] → [rows, C] */
function turned(matrix: FloatArray, rows: number, precision: Precision): FloatArray {
  const result = createFloatArray(precision, matrix.length);
  if (rows > 0) transposeRows(result, matrix, matrix.length / rows);
  return result;
}
