import { AppError } from '../../core/errors.ts';
import { quote } from '../../core/text.ts';
import type { ColumnRole, TableColumn } from '../../model/column-catalog.ts';
import { type ColumnFacts, columnFacts } from '../infer/column-facts.ts';
import { asTarget, inferType } from '../infer/infer-type.ts';
import type { RawTable } from '../raw-table.ts';
import { nearestNames } from './nearest-names.ts';

/** Columns that somebody named. */
export interface NamedRoles {
  /** Null: as found out. Otherwise whatever is not named is ignored. */
  readonly inputs: readonly string[] | null;
  /** Null: as found out. */
  readonly targets: readonly string[] | null;
}

/** Where the names stand, for messages. */
export interface Places {
  readonly inputs: string;
  readonly targets: string;
}

/**
 * Columns as inferred, with the roles that somebody gave by name; a column that becomes a target, or is none any more, is
 * understood anew, as whole numbers are classes in a target only. Throws INVALID_VALUE for a name that no column has, for
 * text, and for a column named on both sides.
 */
export function assignRoles(
  columns: readonly TableColumn[],
  table: RawTable,
  named: NamedRoles,
  places: Places,
): TableColumn[] {
  const { inputs, targets } = named;
  if (inputs !== null) checkNames(inputs, columns, places.inputs);
  if (targets !== null) checkNames(targets, columns, places.targets);
  const both = inputs?.find((name) => targets?.includes(name));
  if (both !== undefined) {
    refuse(places.targets, `${quote(both)} is named as an input, too. Leave it out on one side.`);
  }
  return columns.map((column, k) => {
    const role = roleOf(column, named);
    if (role === column.role) return column;
    const facts = columnFacts(table.columns[k]!, table.rows);
    if (role === 'target') checkTarget(column, facts, places.targets);
    if (role === 'input') checkUsable(column, facts, places.inputs);
    const understood = column.role === 'target' ? inferType(column.name, facts) : column;
    return { ...(role === 'target' ? asTarget(understood, facts) : understood), role };
  });
}

function roleOf({ name, role, type }: TableColumn, { inputs, targets }: NamedRoles): ColumnRole {
  if (targets?.includes(name) === true) return 'target';
  if (inputs?.includes(name) === true) return 'input';
  const isFormerTarget = role === 'target' && targets !== null;
  if (inputs !== null && (role === 'input' || isFormerTarget)) return 'ignored';
  if (!isFormerTarget) return role;
  return type === 'text' ? 'ignored' : 'input';
}

function checkNames(names: readonly string[], columns: readonly TableColumn[], at: string): void {
  if (names.length === 0) refuse(at, 'At least one column must be named.');
  for (const name of names) {
    const column = columns.find((own) => own.name === name);
    if (column === undefined) refuse(at, unknownName(name, columns));
  }
}

/** Throws where a column that somebody named holds nothing that a network can take. */
function checkUsable({ name, type }: TableColumn, { present }: ColumnFacts, at: string): void {
  if (present === 0) refuse(at, `${quote(name)} has no value in any row. Name another column.`);
  if (type !== 'text') return;
  refuse(at, `${quote(name)} is text, which no network can take. Name a column of numbers or of classes.`);
}

function checkTarget(column: TableColumn, facts: ColumnFacts, at: string): void {
  checkUsable(column, facts, at);
  if (facts.texts?.size !== 1) return;
  refuse(
    at,
    `${quote(column.name)} has the same value in every row, so there is nothing to tell apart. Name another column.`,
  );
}

function unknownName(name: string, columns: readonly TableColumn[]): string {
  const near = nearestNames(
    name,
    columns.map((column) => column.name),
  );
  return `The table has no column ${quote(name)}. The nearest ${near.length === 1 ? 'name is' : 'names are'} ${near.map(quote).join(', ')}.`;
}

function refuse(at: string, problem: string): never {
  throw new AppError('INVALID_VALUE', `${at}: ${problem}`, { at });
}
