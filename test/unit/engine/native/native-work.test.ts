import type { MachineSetup } from '@shared/engine/machine.ts';
import { nativeThreads, operationsPerStep, rowsPerPrediction } from '@shared/engine/native/native-work.ts';
import { describe, expect, it } from 'vitest';
import { dense, machineSetup } from '../../../helpers/machine-cases.ts';

function setupOf(units: number[], I: number, batchRows: number): MachineSetup {
  const layers = units.map((count) => dense(count, 'relu'));
  return { ...machineSetup({ layers, sizes: { I, T: 2, N: 9 }, seed: 1 }), batchRows };
}

/** As if there were as many training rows. */
const onRows = (setup: MachineSetup, rows: number): MachineSetup => ({
  ...setup,
  parts: { ...setup.parts, train: { ...setup.parts.train, rows } },
});

describe('the work of a step', () => {
  it('is six operations for every weight of a dense layer and row', () => {
    const { shapes } = setupOf([4, 3], 5, 8);
    expect(operationsPerStep(shapes, 10)).toBe(6 * (5 * 4 + 4 * 3 + 3 * 2) * 10);
  });

  it('is shared out among threads from 20 million operations on', () => {
    const shares = (units: number, batchRows: number) =>
      nativeThreads(onRows(setupOf([units], 100, batchRows), 10_000), 4);
    expect(shares(200, 160)).toBe(1);
    expect(shares(200, 170)).toBe(4);
  });

  it('is that of all rows where a batch is larger', () => {
    expect(nativeThreads(onRows(setupOf([200], 100, 10_000), 100), 4)).toBe(1);
  });
});

describe('the rows of a prediction', () => {
  it.each([
    ['a small network', [10], 5, 4_096],
    ['a wide table', [10], 10_000, 837],
    ['a network of 34 million weights', [4_096, 4_096], 4_096, 29],
    ['a network so large that fewer would be no product of matrices', [7_000, 7_000], 7_000, 16],
  ])('of %s', (_what, units, I, expected) => {
    expect(rowsPerPrediction(onRows(setupOf(units, I, 8), 50_000))).toBe(expected);
  });

  it('are at least those of a batch', () => {
    expect(rowsPerPrediction(onRows(setupOf([10], 5, 9_000), 50_000))).toBe(9_000);
  });
});
