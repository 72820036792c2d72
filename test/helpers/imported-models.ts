import type { ReadBeside } from '@shared/import/keras/weights.ts';

/** For forms of models that are one file. */
export const noFilesBeside: ReadBeside = (name) => {
  throw new Error(`${name} was asked for.`);
};

/** Between two tables of answers, relative to the size of the answers where they are larger than 1. */
export function largestDifference(found: readonly number[][], wanted: readonly number[][]): number {
  let largest = 0;
  wanted.forEach((row, n) => {
    row.forEach((value, t) => {
      const difference = Math.abs(found[n]![t]! - value) / Math.max(1, Math.abs(value));
      // Not a number is as far off as can be.
      largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
    });
  });
  return largest;
}
