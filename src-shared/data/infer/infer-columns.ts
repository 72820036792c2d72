import type { TableColumn } from '../../model/column-catalog.ts';
import type { RawColumn, RawTable } from '../raw-table.ts';
import { columnFacts } from './column-facts.ts';
import { namesIdentifier, seriesOf } from './column-names.ts';
import { inferRoles, type Understood } from './infer-roles.ts';
import { asTarget, inferType, numberOf } from './infer-type.ts';

/**
 * What the columns of a table are and what they are most likely there for, as a careful reader would say at first
 * sight: a proposal, which a person can change in every point. Decides nothing by order of rows, place or language of
 * the machine: the same table gives the same columns. The rules are in docs/data.md.
 */
export function inferColumns(table: RawTable): TableColumn[] {
  const columns = asSeries(table.columns.map((cells, k) => understand(cells, table.rows, k)));
  const roles = inferRoles(columns);
  return columns.map(({ column, facts }, k) => {
    const role = roles[k]!;
    return { ...(role === 'target' ? asTarget(column, facts) : column), role };
  });
}

function understand(cells: RawColumn, rows: number, place: number): Understood {
  const facts = columnFacts(cells, rows);
  const mayBeIdentifier = place === 0 || namesIdentifier(cells.name);
  return {
    column: inferType(cells.name, facts),
    facts,
    isDistinct: mayBeIdentifier && isDistinct(cells, rows),
  };
}

/** No two of its numbers are the same, and none is missing. */
function isDistinct(cells: RawColumn, rows: number): boolean {
  if (cells.kind !== 'numbers') return false;
  const sorted = cells.values.slice().sort();
  for (let k = 0; k < rows; k++) {
    if (Number.isNaN(sorted[k]) || sorted[k] === sorted[k - 1]) return false;
  }
  return true;
}

/** Columns p0, p1, p2… are of one kind: pixels stay numbers, also those that happen to be only 0 or 1. */
function asSeries(columns: readonly Understood[]): readonly Understood[] {
  const numbersOf = new Map<string, number>();
  const codesOf = new Map<string, number>();
  for (const { column, facts } of columns) {
    const series = seriesOf(column.name);
    if (series === null || facts.numbers < facts.present) continue;
    const counts = 'levels' in column ? codesOf : numbersOf;
    counts.set(series, (counts.get(series) ?? 0) + 1);
  }
  return columns.map((understood) => {
    const { column, facts } = understood;
    const series = seriesOf(column.name);
    const isCode = 'levels' in column && facts.numbers === facts.present;
    if (!isCode || series === null) return understood;
    const isOutnumbered = (numbersOf.get(series) ?? 0) > (codesOf.get(series) ?? 0);
    return isOutnumbered ? { ...understood, column: numberOf(column.name, 'integer', facts) } : understood;
  });
}
