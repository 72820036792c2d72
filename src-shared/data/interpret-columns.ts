import { formatCount, quote } from '../core/text.ts';
import type { TableColumn } from '../model/column-catalog.ts';
import type { DataSpec } from '../model/data-catalog.ts';
import { tableColumns } from '../model/features.ts';
import { interpret } from './interpret.ts';
import { cellText, type RawColumn, type RawTable } from './raw-table.ts';
import { refuse } from './refuse.ts';

/** A column that takes part, its values one a row of the table (NaN where missing), and its place among all columns. */
export interface InterpretedColumn {
  readonly column: TableColumn;
  readonly values: Float64Array;
  readonly at: string;
}

/** The columns that have a role, understood as the experiment says. Throws where table and experiment do not fit. */
export function interpretColumns(table: RawTable, spec: DataSpec): InterpretedColumn[] {
  const columns = tableColumns(spec);
  checkNames(table, columns);
  return columns.flatMap((column, k) =>
    column.role === 'ignored'
      ? []
      : [
          {
            column,
            values: valuesOf(table.columns[k]!, table.rows, column),
            at: columnPlace(spec, column, k),
          },
        ],
  );
}

/** Where the experiment speaks of a column. */
function columnPlace({ source }: DataSpec, { name, role }: TableColumn, k: number): string {
  return source.kind === 'formula' ? `data.source.${role}s.${name}` : `data.columns[${String(k)}]`;
}

function checkNames(table: RawTable, columns: readonly TableColumn[]): void {
  if (table.columns.length !== columns.length) {
    refuse(
      'data.columns',
      `The table has ${formatCount(table.columns.length)} columns, but the experiment describes ` +
        `${formatCount(columns.length)}. Open the table anew.`,
    );
  }
  columns.forEach(({ name }, k) => {
    const found = table.columns[k]!.name;
    if (found === name) return;
    refuse(
      `data.columns[${String(k)}]`,
      `The table calls this column ${quote(found)}, but the experiment ${quote(name)}. Open the table anew.`,
    );
  });
}

/** Groups may be told apart by texts of any kind. */
function valuesOf(cells: RawColumn, rows: number, column: TableColumn): Float64Array {
  if (column.role !== 'group' || column.type !== 'text') return interpret(cells, column).values;
  const groups = new Map<string, number>();
  return Float64Array.from({ length: rows }, (_, row) => {
    const text = cellText(cells, row);
    if (text === null) return NaN;
    const known = groups.get(text) ?? groups.size;
    groups.set(text, known);
    return known;
  });
}
