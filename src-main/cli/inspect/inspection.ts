import { formatCount } from '@shared/core/text.ts';
import { textTable } from '../text-table.ts';

/** What is in a file: for scripts, and as a person reads it. */
export interface Inspection {
  readonly kind: InspectedKind;
  /** Plain JSON. */
  readonly facts: object;
  readonly page: Page;
}

export type InspectedKind = 'model' | 'run' | 'experiment' | 'sweep' | 'project' | 'table' | 'importable';

/** A head and the rows below it. */
export interface TextTable {
  readonly of: 'numbers' | 'words';
  readonly rows: readonly (readonly string[])[];
}

/** A title, facts with their names, and tables below them. */
export interface Page {
  readonly title: string;
  readonly facts: readonly (readonly [name: string, text: string])[];
  readonly tables?: readonly TextTable[];
}

/** A page as text: names to the left, what they say beside them. */
export function pageText({ title, facts, tables = [] }: Page): string {
  const width = Math.max(0, ...facts.map(([name]) => name.length));
  const lines = facts.map(([name, text]) => `${name.padEnd(width)}  ${text}\n`).join('');
  return [
    `${title}\n`,
    lines,
    ...tables.filter(({ rows }) => rows.length > 1).map(({ rows, of }) => textTable(rows, of)),
  ].join('\n');
}

/** So many columns, layers or runs are shown one by one; `--json` has all. */
const LINES_SHOWN = 200;

/** A head, its rows, and how many more there are. */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  of: TextTable['of'] = 'words',
): TextTable {
  const left = rows.length - LINES_SHOWN;
  const more = left > 0 ? [[`… and ${formatCount(left)} more`]] : [];
  return { of, rows: [head, ...rows.slice(0, LINES_SHOWN), ...more] };
}
