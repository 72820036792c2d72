import { formatCount } from '../../core/text.ts';
import type { TableColumn } from '../../model/column-catalog.ts';
import type { Part } from '../../model/data-catalog.ts';
import { interpret } from '../interpret.ts';
import type { RawColumn, RawTable } from '../raw-table.ts';
import { columnFindings } from './column-findings.ts';
import type { ExaminedColumn } from './examined-column.ts';
import type { Finding, FindingKind, Severity } from './finding.ts';
import { leakFindings } from './leak-findings.ts';
import { type ColumnProfile, profileColumn } from './profile-column.ts';
import { rowFindings } from './row-findings.ts';
import { targetFindings } from './target-findings.ts';

export interface TableUnderColumns {
  readonly table: RawTable;
  /** One for each of the table's, in their order. */
  readonly columns: readonly TableColumn[];
  /** Rows of each part, null where the split cannot be made. */
  readonly parts: Readonly<Record<Part, Uint32Array>> | null;
  /** How a column is read and profiled. Who asks often about one table keeps what this answers. */
  readonly examine?: typeof examineColumn;
}

export function examineColumn(cells: RawColumn, column: TableColumn): ExaminedColumn {
  const interpreted = interpret(cells, column);
  return { cells, column, interpreted, profile: profileColumn(cells, column, interpreted) };
}

/** What stands in every column, and what matters in them for learning, errors first. Each column is read once. */
export function profileTable(under: TableUnderColumns): { profiles: ColumnProfile[]; findings: Finding[] } {
  const { table, columns, parts, examine = examineColumn } = under;
  const examined = columns.map((column, k) => examine(table.columns[k]!, column));
  const targets = examined.filter(({ column }) => column.role === 'target');
  const findings = [
    ...targets.flatMap(targetFindings),
    ...leakFindings(examined),
    ...rowFindings(examined, table.rows, parts),
    ...examined.flatMap(columnFindings),
  ];
  return { profiles: examined.map(({ profile }) => profile), findings: inOrderOfWeight(condense(findings)) };
}

/** Findings of one kind that are listed one by one. */
const MOST_OF_A_KIND = 50;

/** A table of ten thousand constant columns gives one list that can be read, and says how long it would have been. */
function condense(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, number>();
  const left = new Map<string, Finding>();
  const kept = findings.filter((finding) => {
    const key = `${finding.kind} ${finding.severity}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    if (count <= MOST_OF_A_KIND) return true;
    left.set(key, {
      ...finding,
      column: null,
      message: restOf(finding.kind, count - MOST_OF_A_KIND),
      count: 0,
      rows: [],
    });
    return false;
  });
  return [...kept, ...left.values()];
}

function restOf(kind: FindingKind, more: number): string {
  return `The same (${kind.replaceAll('-', ' ')}) holds for ${formatCount(more)} more columns, which are not listed one by one.`;
}

const WEIGHTS: Record<Severity, number> = { error: 0, warning: 1, note: 2 };

function inOrderOfWeight(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => WEIGHTS[a.severity] - WEIGHTS[b.severity]);
}
