import { formatCount, formatNumber, quote } from '../core/text.ts';
import type { Loss } from '../model/training-catalog.ts';
import type { PreparedData, PreparedTarget } from './prepared-data.ts';
import { refuse } from './refuse.ts';

/** How far the shares of a row may add up beside 1: a few roundings of float32. */
const SUM_TOLERANCE = 1e-6;

/** Cross-entropy takes targets as probabilities. Refuses the first row whose targets are none, naming row and column. */
export function checkTargets({ targets, rows }: PreparedData, loss: Loss): void {
  if (loss !== 'binary-cross-entropy' && loss !== 'softmax-cross-entropy') return;
  // Levels are probabilities by themselves.
  const numbers = targets.filter(({ column }) => !('levels' in column));
  if (numbers.length === 0) return;
  // In the order of the table, so that it is the first row there that is named.
  for (const row of Uint32Array.from([...rows.train, ...rows.validation, ...rows.test]).sort()) {
    for (const target of numbers) checkShare(target, row);
    if (loss === 'softmax-cross-entropy') checkSum(numbers, row);
  }
}

function checkShare({ at, values }: PreparedTarget, row: number): void {
  const value = values[row]!;
  if (value >= 0 && value <= 1) return;
  refuse(
    at,
    `Row ${formatCount(row + 1)} gives ${formatNumber(value)}, but cross-entropy takes shares from 0 to 1. ` +
      `Let the column say 1 for yes and 0 for no (as "a > b ? 1 : 0" does), make it a category, or take another loss.`,
  );
}

function checkSum(targets: readonly PreparedTarget[], row: number): void {
  const sum = targets.reduce((total, { values }) => total + values[row]!, 0);
  if (Math.abs(sum - 1) <= SUM_TOLERANCE) return;
  refuse(
    targets[0]!.at.replace(/[.[][^.[]*$/, ''),
    `The targets of row ${formatCount(row + 1)} add up to ${formatNumber(sum)}, but for softmax cross-entropy each row ` +
      `belongs to one class: one target says 1, the others 0. Change the formulas, or take ${quote('binary-cross-entropy')}.`,
  );
}
