import { formatCount, formatNumber } from '../core/text.ts';
import type { Loss } from '../model/training-catalog.ts';
import { refuse } from './refuse.ts';
import type { Table } from './table.ts';

/** How far the shares of a row may add up beside 1: a few roundings of float32. */
const SUM_TOLERANCE = 1e-6;

/** Cross-entropy takes targets as probabilities. Refuses the first row whose targets are none, naming row and column. */
export function checkTargets(table: Table, loss: Loss): void {
  if (loss !== 'binary-cross-entropy' && loss !== 'softmax-cross-entropy') return;
  const targets = table.columns.slice(table.inputNames.length);
  for (let row = 0; row < table.rows; row++) {
    targets.forEach((column, t) => {
      checkShare(column[row]!, row, table.targetNames[t]!);
    });
    if (loss === 'softmax-cross-entropy') checkSum(targets, row);
  }
}

function checkShare(value: number, row: number, name: string): void {
  if (value >= 0 && value <= 1) return;
  refuse(
    `data.source.targets.${name}`,
    `Row ${formatCount(row + 1)} gives ${formatNumber(value)}, but cross-entropy takes shares from 0 to 1. ` +
      'Let the column say 1 for yes and 0 for no (as "a > b ? 1 : 0" does), or take another loss.',
  );
}

function checkSum(targets: readonly Float64Array[], row: number): void {
  const sum = targets.reduce((total, column) => total + column[row]!, 0);
  if (Math.abs(sum - 1) <= SUM_TOLERANCE) return;
  refuse(
    'data.source.targets',
    `The targets of row ${formatCount(row + 1)} add up to ${formatNumber(sum)}, but for softmax cross-entropy each row ` +
      'belongs to one class: one target says 1, the others 0. Change the formulas, or take binary cross-entropy.',
  );
}
