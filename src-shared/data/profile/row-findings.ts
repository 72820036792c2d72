import { formatCount } from '../../core/text.ts';
import type { Part } from '../../model/data-catalog.ts';
import { firstEqualRows } from './equal-rows.ts';
import type { ExaminedColumn } from './examined-column.ts';
import { countOf, type Finding, FoundRows, listRows, percent } from './finding.ts';

/** Fewer rows show nothing but chance. */
const FEW_ROWS = 30;
/** From this share on, repeated rows are worth a warning. */
const MANY_REPEATED = 0.01;

/** What is to be said about rows as wholes. `parts`: as the split gives them, null where it cannot be made. */
export function rowFindings(
  columns: readonly ExaminedColumn[],
  rows: number,
  parts: Readonly<Record<Part, Uint32Array>> | null,
): Finding[] {
  const found = fewRows(rows);
  const inputs = valuesOf(columns, 'input');
  if (inputs.length === 0 || rows === 0) return found;
  const sameInputs = firstEqualRows(inputs, rows);
  // Rows that differ in the inputs differ as wholes.
  if (sameInputs.every((first, row) => first === row)) return found;
  const whole = firstEqualRows([...inputs, ...valuesOf(columns, 'target')], rows);
  found.push(...duplicates(whole));
  if (parts === null) return found;
  for (const part of ['test', 'validation'] as const) {
    found.push(...inTraining(part, parts, sameInputs, whole));
  }
  return found;
}

function valuesOf(columns: readonly ExaminedColumn[], role: 'input' | 'target'): Float64Array[] {
  return columns
    .filter(({ column }) => column.role === role && column.type !== 'text')
    .map(({ interpreted }) => interpreted.values);
}

function fewRows(rows: number): Finding[] {
  if (rows >= FEW_ROWS) return [];
  return [
    {
      kind: 'few-rows',
      severity: 'warning',
      column: null,
      message:
        `The table has only ${countOf(rows, 'row')}: a result on a few test rows is mostly chance. Gather more rows, or ` +
        'use cross-validation and a small network.',
      count: rows,
      rows: [],
    },
  ];
}

function duplicates(whole: Int32Array): Finding[] {
  const found = new FoundRows();
  for (let row = 0; row < whole.length; row++) if (whole[row] !== row) found.add(row);
  if (found.count === 0) return [];
  const [first] = found.rows;
  return [
    {
      kind: 'duplicate-rows',
      severity: found.count > MANY_REPEATED * whole.length ? 'warning' : 'note',
      column: null,
      message:
        `${countOf(found.count, 'row repeats', 'rows repeat')} the inputs and targets of an earlier row ` +
        `(row ${formatCount(first! + 1)} those of row ${formatCount(whole[first!]! + 1)}), and so ${found.count === 1 ? 'counts' : 'count'} more than others. ` +
        'Take them out of the table unless they were measured anew.',
      count: found.count,
      rows: found.rows,
    },
  ];
}

function inTraining(
  part: 'test' | 'validation',
  parts: Readonly<Record<Part, Uint32Array>>,
  sameInputs: Int32Array,
  whole: Int32Array,
): Finding[] {
  const trained = new Uint8Array(sameInputs.length);
  const trainedWhole = new Uint8Array(sameInputs.length);
  for (const row of parts.train) {
    trained[sameInputs[row]!] = 1;
    trainedWhole[whole[row]!] = 1;
  }
  const found = new FoundRows();
  let agreeing = 0;
  for (const row of parts[part]) {
    if (trained[sameInputs[row]!] === 0) continue;
    found.add(row);
    agreeing += trainedWhole[whole[row]!]!;
  }
  if (found.count === 0) return [];
  return [
    {
      kind: `train-${part}-rows`,
      severity: 'warning',
      column: null,
      message:
        `${formatCount(found.count)} of ${countOf(parts[part].length, `${part} row`)} (${percent(found.count / parts[part].length)}; ` +
        `${listRows(found)}) have the same inputs as a training row, ${agreement(agreeing, found.count)}. ` +
        'The result there will look better than on rows never seen: take repeated rows out, or split by group.',
      count: found.count,
      rows: found.rows,
    },
  ];
}

function agreement(agreeing: number, count: number): string {
  if (agreeing === count) return 'and the same target';
  return agreeing === 0 ? 'but another target' : `${formatCount(agreeing)} of them also the same target`;
}
