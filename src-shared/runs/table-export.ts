import { csvText } from '../core/csv-text.ts';
import type { RunEntry } from '../model/run.ts';
import type { FieldValue, RunField } from './run-field.ts';

/**
 * The table as CSV (RFC 4180): a head of labels, a line for each run, numbers in full, dates in ISO 8601. A text that a
 * spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV injection").
 */
export function tableToCsv(columns: readonly RunField[], runs: readonly RunEntry[]): string {
  const shown = columns.filter(({ kind }) => kind !== 'picture');
  const lines = [shown.map(({ label }) => csvText(label))];
  for (const run of runs) lines.push(shown.map((column) => csvCell(column, column.read(run))));
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** The table as JSON: a list with an object for each run, values by the ids of the columns. */
export function tableToJson(columns: readonly RunField[], runs: readonly RunEntry[]): string {
  const shown = columns.filter(({ kind }) => kind !== 'picture');
  const rows = runs.map((run) =>
    Object.fromEntries<unknown>([
      ['id', run.id],
      ...shown.map((column): [string, unknown] => [column.id, jsonValue(column, column.read(run))]),
    ]),
  );
  return `${JSON.stringify(rows, null, 2)}\n`;
}

function csvCell(column: RunField, value: FieldValue): string {
  if (value === null) return '';
  if (typeof value === 'number')
    return column.kind === 'date' ? new Date(value).toISOString() : String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return csvText(typeof value === 'string' ? value : value.join('; '));
}

/** JSON has no word for NaN and the infinities: they become texts, which are not taken for numbers. */
function jsonValue(column: RunField, value: FieldValue): unknown {
  if (typeof value !== 'number') return value;
  if (column.kind === 'date') return new Date(value).toISOString();
  return Number.isFinite(value) ? value : String(value);
}
