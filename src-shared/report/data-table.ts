import { csvText } from '../core/csv-text.ts';
import { element, type Markup, plain } from './markup.ts';
import { figureText } from './figure-text.ts';

/** A cell: a number keeps all of its digits in a file; null is one that does not apply. */
export type Cell = string | number | null;

/** A table of the report, as rows of a page and as a file of its own. */
export interface DataTable {
  /** In names of files. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** More rows than this are not read on paper; the file has them all. */
const MOST_ROWS = 400;
/** A text of more letters needs a wide column. */
const LONG = 28;

/**
 * A table as HTML. Its first column heads the rows; columns of numbers stand right. Only the first rows of a long one.
 * @param id where it differs from the caption's own, for tables that are there twice
 */
export function tableMarkup(table: DataTable): Markup {
  const shown = table.rows.slice(0, MOST_ROWS);
  const classes = table.columns.map((_, c) =>
    lookOf(
      shown.map((row) => row[c] ?? null),
      c,
    ),
  );
  const head = table.columns.map((name, c) => element('th', { scope: 'col', class: classes[c]! }, name));
  const rest = table.rows.length - shown.length;
  return element(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': table.title },
    element(
      'table',
      {},
      plain('caption', table.title),
      plain('thead', plain('tr', ...head)),
      plain(
        'tbody',
        ...shown.map((row) => plain('tr', ...row.map((cell, c) => cellMarkup(cell, c, classes[c]!)))),
      ),
    ),
    rest > 0 && plain('p', `… and ${String(rest)} rows more, which the file of this table has.`),
  );
}

/** Columns of numbers stand right; those of long texts get room. */
function lookOf(cells: readonly Cell[], c: number): string | null {
  if (c > 0 && cells.some((cell) => typeof cell === 'number')) return 'n';
  return cells.some((cell) => String(cell).length > LONG) ? 'long' : null;
}

function cellMarkup(cell: Cell, c: number, className: string | null): Markup {
  const content = typeof cell === 'number' ? figureText(cell) : (cell ?? '–');
  return c === 0
    ? element('th', { scope: 'row', class: className }, content)
    : element('td', { class: className }, content);
}

/**
 * A table as CSV (RFC 4180): numbers with all of their digits, NaN and infinities by name, no value as an empty cell.
 */
export function tableCsv({ columns, rows }: Pick<DataTable, 'columns' | 'rows'>): string {
  return [columns, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return numberText(cell);
  return csvText(cell);
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf';
}
