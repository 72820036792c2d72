import type { ColumnRole, TableColumn } from '../../model/column-catalog.ts';
import { BUNDLED_TABLES } from '../../model/table-source.ts';
import { partNamed } from '../part-names.ts';
import type { ColumnFacts } from './column-facts.ts';
import {
  isGeneric,
  namesIdentifier,
  namesOneOfTargets,
  namesPart,
  namesRowWeight,
  targetRank,
} from './column-names.ts';
import { asTarget } from './infer-type.ts';

/** A column with what is known of its cells. */
export interface Understood {
  readonly column: TableColumn;
  readonly facts: ColumnFacts;
  /** No two rows have the same value. */
  readonly isDistinct: boolean;
}

/** What each column is there for, in the order of the columns. */
export function inferRoles(columns: readonly Understood[]): ColumnRole[] {
  const roles = columns.map(roleWithoutTarget);
  if (hasRowNumbers(columns)) roles[0] = 'ignored';
  const usable = columns.flatMap((_, k) => (roles[k] === 'input' ? [k] : []));
  if (usable.length > 1) for (const k of targetsAmong(columns, usable)) roles[k] = 'target';
  return roles;
}

function roleWithoutTarget({ column, facts, isDistinct }: Understood): ColumnRole {
  const { name, type } = column;
  if (type === 'text' || facts.texts?.size === 1) return 'ignored';
  if (namesPart(name) && 'levels' in column && column.levels.every((level) => partNamed(level) !== undefined))
    return 'part';
  if (type === 'number' || type === 'integer') {
    if (namesRowWeight(name)) return 'weight';
    if (type === 'integer' && namesIdentifier(name) && (isDistinct || facts.texts === null)) return 'ignored';
  }
  return 'input';
}

/** R and pandas write row numbers first, and no name above them, which the reader then makes up. */
function hasRowNumbers([first, ...others]: readonly Understood[]): boolean {
  if (first?.column.type !== 'integer' || !first.isDistinct || first.column.name !== 'column 1') return false;
  return others.some(({ column }) => !isGeneric(column.name));
}

/** Places of the targets: those of a table that is well known, those with a telling name, or the last column. */
function targetsAmong(columns: readonly Understood[], usable: readonly number[]): number[] {
  const candidates = usable.filter((k) => columns[k]!.column.type !== 'date');
  const known = knownTargets(columns);
  if (known !== null) return candidates.filter((k) => known.includes(columns[k]!.column.name));
  const names = columns.map(({ column }) => column.name);
  const ranks = candidates.map((k) => targetRank(names[k]!, names));
  const best = Math.min(...ranks);
  if (best !== Infinity) return candidates.slice(ranks.lastIndexOf(best)).slice(0, 1);
  const several = candidates.filter((k) => namesOneOfTargets(names[k]!));
  if (several.length > 1 && several.length < usable.length) return several;
  return isLabelledFirst(columns, candidates) ? candidates.slice(0, 1) : candidates.slice(-1);
}

/** A table without names whose first column alone is of classes: many are published so. */
function isLabelledFirst(columns: readonly Understood[], candidates: readonly number[]): boolean {
  const [first, ...others] = candidates.map((k) => columns[k]!);
  if (first === undefined || !columns.every(({ column }) => isGeneric(column.name))) return false;
  return isOfClasses(first) && !others.some(isOfClasses);
}

function isOfClasses({ column, facts }: Understood): boolean {
  const { type } = asTarget(column, facts);
  return type === 'category' || type === 'boolean';
}

/** The targets of a bundled table, also where it comes from a file: known by its rows and the names of its last columns. */
function knownTargets(columns: readonly Understood[]): readonly string[] | null {
  const rows = columns[0]?.facts.rows;
  for (const table of Object.values(BUNDLED_TABLES)) {
    const last = columns.slice(-table.targets.length).map(({ column }) => column.name);
    if (table.rows === rows && last.join() === table.targets.join()) return table.targets;
  }
  return null;
}
