import type { OnnxNode } from '../onnx-model.ts';
import { attributeOf, floatOf, intOf } from '../read-attributes.ts';
import {
  type NumberValue,
  numbersAt,
  numberValue,
  type Operator,
  refused,
  tableDims,
  type Value,
} from './value.ts';

/* Operators on the rows of tables, [N, C]. Their formulas are those of docs/Operators.md of the ONNX project. */

/** What is computed of each row, which gives a row again. */
function byRow(
  compute: (
    node: OnnxNode,
    row: readonly number[],
    inputs: readonly (Value | undefined)[],
  ) => readonly number[],
): Operator {
  return (node, inputs) => {
    const table = numbersAt(node, inputs, 0);
    const [rows, columns] = tableDims(node, table);
    const results = rowsOf(table, rows, columns).map((row) => compute(node, row, inputs));
    const width = results[0]?.length ?? columns;
    return [numberValue(table.type, [rows, width], Float64Array.from(results.flat()))];
  };
}

function rowsOf({ data }: NumberValue, rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, (_, n) =>
    Array.from({ length: columns }, (_unused, c) => data[n * columns + c]!),
  );
}

/** Only along the columns, which is the last dimension of a table. */
function checkAxis(node: OnnxNode, axes: readonly number[]): void {
  if (axes.some((axis) => axis !== 1 && axis !== -1)) throw refused(node, 'it does not go along the columns');
}

/** A·B, and with Gemm α·A·B + β·C, where A and B may be turned around. */
const gemm: Operator = (node, inputs) => {
  const [a, b] = [numbersAt(node, inputs, 0), numbersAt(node, inputs, 1)];
  const [I, O] = [tableDims(node, a), tableDims(node, b)];
  const [turnA, turnB] = [intOf(node, 'transA', 0) !== 0, intOf(node, 'transB', 0) !== 0];
  const [rows, shared] = turnA ? [I[1], I[0]] : I;
  const [sharedB, units] = turnB ? [O[1], O[0]] : O;
  if (shared !== sharedB) throw refused(node, `its inputs are ${String(shared)} and ${String(sharedB)} long`);
  const [alpha, beta] = [floatOf(node, 'alpha', 1), floatOf(node, 'beta', 1)];
  const bias = inputs[2] === undefined ? null : numbersAt(node, inputs, 2);
  // From one element of a row, or of a sum, to the next.
  const [rowOfA, alongA] = turnA ? [1, rows] : [shared, 1];
  const [unitOfB, alongB] = turnB ? [shared, 1] : [1, units];
  const sums = new Float64Array(rows * units);
  for (let n = 0; n < rows; n++) {
    for (let o = 0; o < units; o++) {
      let sum = 0;
      for (let i = 0; i < shared; i++) {
        sum += a.data[n * rowOfA + i * alongA]! * b.data[o * unitOfB + i * alongB]!;
      }
      sums[n * units + o] =
        alpha * sum + (bias === null ? 0 : beta * bias.data[placeOfBias(bias, n, o, units)]!);
    }
  }
  return [numberValue(a.type, [rows, units], sums)];
};

/** A bias may be one number, one a unit, or one an element. */
function placeOfBias({ data, dims }: NumberValue, n: number, o: number, units: number): number {
  if (data.length === 1) return 0;
  return dims.length === 2 && dims[0]! > 1 ? n * units + o : o;
}

const meanOf = (row: readonly number[]): number => row.reduce((sum, x) => sum + x, 0) / row.length;

const layerNormalization = byRow((node, row, inputs) => {
  checkAxis(node, [intOf(node, 'axis', -1)]);
  const epsilon = floatOf(node, 'epsilon', 1e-5);
  const [gamma, beta] = [numbersAt(node, inputs, 1).data, inputs[2] && numbersAt(node, inputs, 2).data];
  const mean = meanOf(row);
  const deviation = Math.sqrt(meanOf(row.map((x) => (x - mean) ** 2)) + epsilon);
  return row.map((x, u) => (gamma[u]! * (x - mean)) / deviation + (beta?.[u] ?? 0));
});

const batchNormalization = byRow((node, row, inputs) => {
  const epsilon = floatOf(node, 'epsilon', 1e-5);
  const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((k) => numbersAt(node, inputs, k).data) as [
    ArrayLike<number>,
    ArrayLike<number>,
    ArrayLike<number>,
    ArrayLike<number>,
  ];
  return row.map((x, u) => (gamma[u]! * (x - mean[u]!)) / Math.sqrt(variance[u]! + epsilon) + beta[u]!);
});

const softmax = byRow((node, row) => {
  checkAxis(node, [intOf(node, 'axis', -1)]);
  const largest = Math.max(...row);
  const powers = row.map((z) => Math.exp(z - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
});

/** One number of each row. */
function reduce(compute: (row: readonly number[]) => number): Operator {
  return byRow((node, row) => {
    checkAxis(node, attributeOf(node, 'axes')?.ints ?? []);
    if (intOf(node, 'keepdims', 1) !== 1) throw refused(node, 'it drops a dimension');
    return [compute(row)];
  });
}

const argMax: Operator = (node, inputs) => {
  checkAxis(node, [intOf(node, 'axis', 0)]);
  const places = byRow((_node, row) => [row.indexOf(Math.max(...row))])(node, inputs)[0]!;
  return [{ ...(places as NumberValue), type: 'int64' }];
};

export const ROW_OPERATORS: Readonly<Record<string, Operator>> = {
  ArgMax: argMax,
  BatchNormalization: batchNormalization,
  Gemm: gemm,
  LayerNormalization: layerNormalization,
  MatMul: gemm,
  ReduceMax: reduce((row) => Math.max(...row)),
  ReduceMean: reduce(meanOf),
  Softmax: softmax,
};
