import { formatCount, quote } from '../core/text.ts';
import type { Part, Split } from '../model/data-catalog.ts';
import { foldParts } from './folds.ts';
import type { InterpretedColumn } from './interpret-columns.ts';
import { partNamed } from './part-names.ts';
import { refuse } from './refuse.ts';
import { splitRows } from './split.ts';
import { splitGroups } from './split-groups.ts';
import { splitStrata } from './split-strata.ts';

/**
 * Rows of each part (article, step 3), in the order that `split` says. Throws where the shares do not add up, a part
 * with a share gets no row, or the order needs a column that no column is.
 */
export function splitTable(
  split: Split,
  usable: Uint32Array,
  columns: readonly InterpretedColumn[],
): Record<Part, Uint32Array> {
  const { order } = split;
  switch (order) {
    case 'as-is':
    case 'shuffled':
      return foldParts(split, splitRows(split, usable));
    case 'stratified':
      return splitStrata(split, usable, firstTarget(columns));
    case 'grouped':
      return splitGroups(split, usable, columnFor('group', 'By group', columns).values);
    case 'column':
      return foldParts(split, splitByColumn(usable, columnFor('part', 'By a column', columns)));
  }
}

/** The column whose values every part shall have the same mix of: the first target. */
function firstTarget(columns: readonly InterpretedColumn[]): InterpretedColumn {
  return columns.find(({ column }) => column.role === 'target')!;
}

function columnFor(
  role: 'group' | 'part',
  label: string,
  columns: readonly InterpretedColumn[],
): InterpretedColumn {
  return (
    columns.find(({ column }) => column.role === role) ??
    refuse(
      'data.split.order',
      `The order "${label}" needs a column with the role ${role === 'group' ? 'Group' : 'Part'}. ` +
        'Give a column this role, or choose another order.',
    )
  );
}

function splitByColumn(
  usable: Uint32Array,
  { column, values, at }: InterpretedColumn,
): Record<Part, Uint32Array> {
  const levels = 'levels' in column ? column.levels : [];
  const parts = levels.map(partNamed);
  const rows: Record<Part, number[]> = { train: [], validation: [], test: [] };
  for (const row of usable) {
    const level = values[row]!;
    const part = parts[level];
    if (part === undefined) {
      return refuse(
        at,
        `Row ${formatCount(row + 1)} says ${quote(levels[level] ?? String(level))}, which names no part. ` +
          'The column must be a category that says train, validation or test in every row.',
      );
    }
    rows[part].push(row);
  }
  if (rows.train.length === 0) refuse(at, 'No row says train. Training needs rows to learn from.');
  return {
    train: Uint32Array.from(rows.train),
    validation: Uint32Array.from(rows.validation),
    test: Uint32Array.from(rows.test),
  };
}
