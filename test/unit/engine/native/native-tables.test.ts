import { inOwnMemory, nativeTables, trainingTensors } from '@shared/engine/native/native-tables.ts';
import { describe, expect, it } from 'vitest';

/** Two inputs and one target: [C, rows]. */
const train = {
  rows: 3,
  inputs: Float32Array.of(1, 2, 3, 10, 20, 30),
  targets: Float32Array.of(7, 8, 9),
  weights: Float32Array.of(0.5, 1, 1.5),
};

describe('the tables of a native machine', () => {
  it('stand row after row', () => {
    const { inputs, targets, weights } = nativeTables({ train, validation: null, test: null });
    expect(inputs).toEqual({ train: Float32Array.of(1, 10, 2, 20, 3, 30) });
    expect(targets).toEqual({ type: 'float32', data: Float32Array.of(7, 8, 9), dims: [3, 1] });
    expect(weights).toEqual({ type: 'float32', data: train.weights, dims: [3, 1] });
  });

  it('turn more rows than one block alike', () => {
    const rows = 131;
    const inputs = Float32Array.from({ length: 3 * rows }, (_, k) => k);
    const many = { rows, inputs, targets: new Float32Array(rows), weights: null };
    const tables = nativeTables({ train: many, validation: many, test: null });
    const expected = Float32Array.from({ length: 3 * rows }, (_, k) => (k % 3) * rows + Math.floor(k / 3));
    expect(tables.inputs.validation).toEqual(expected);
  });

  it('name no weights where all rows count the same', () => {
    const tables = nativeTables({ train: { ...train, weights: null }, validation: null, test: null });
    expect(Object.keys(trainingTensors(tables))).toEqual(['inputs', 'targets']);
  });
});

describe('numbers for a runtime', () => {
  it('are the same ones where it can take them', () => {
    const values = Float32Array.of(1, 2);
    expect(inOwnMemory(values)).toBe(values);
  });

  it.each([
    ['another precision', Float64Array.of(1, 2)],
    ['shared memory', new Float32Array(new SharedArrayBuffer(8)).fill(3)],
  ])('are copied out of %s', (_what, values) => {
    const own = inOwnMemory(values);
    expect(Array.from(own)).toEqual(Array.from(values));
    expect(own.buffer).toBeInstanceOf(ArrayBuffer);
  });
});
