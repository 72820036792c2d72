import { LIMITS } from '@shared/core/limits.ts';
import { inNaturalOrder } from '@shared/data/infer/level-order.ts';
import { cellText, type RawColumn, type RawTable } from '@shared/data/raw-table.ts';
import type { TableColumn } from '@shared/model/column-catalog.ts';

/**
 * The columns of a table that was changed, as a person had decided about them: what is still there keeps its role, type and
 * settings; a category gains the levels that are new. Columns that nobody decided about are as `inferred`.
 */
export function keepDecisions(
  inferred: readonly TableColumn[],
  before: readonly TableColumn[],
  table: RawTable,
): TableColumn[] {
  const decided = new Map(before.map((column) => [column.name, column]));
  return inferred.map((column, k) => {
    const kept = decided.get(column.name);
    if (kept?.type !== 'category') return kept ?? column;
    const { levels } = levelsOf(table.columns[k]!, table.rows);
    const added = levels.filter((level) => !kept.levels.includes(level));
    return { ...kept, levels: [...kept.levels, ...added].slice(0, LIMITS.levels) };
  });
}

/** The different texts of a column in their natural order; `isCut` where there are more, or longer ones, than a category may have. */
export function levelsOf(cells: RawColumn, rows: number): { levels: string[]; isCut: boolean } {
  const found = new Set<string>();
  let isCut = false;
  for (const text of textsOf(cells, rows)) {
    if (text === null || found.has(text)) continue;
    isCut = found.size === LIMITS.levels || text.length > LIMITS.textLength;
    if (isCut) break;
    found.add(text);
  }
  return { levels: inNaturalOrder(found), isCut };
}

function* textsOf(cells: RawColumn, rows: number): Generator<string | null> {
  if (cells.kind === 'levels') yield* cells.levels;
  else for (let row = 0; row < rows; row++) yield cellText(cells, row);
}
