import {
  COLUMN_ROLES,
  columnCatalog,
  type ColumnRole,
  type ColumnType,
  type TableColumn,
} from '@shared/model/column-catalog.ts';
import type { Split } from '@shared/model/data-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { type FieldTable, problemWith } from '@shared/model/fields.ts';
import { withFittingCases } from './test-cases.ts';

/** Roles that only one column can have: another one that had it is then ignored. */
const SINGLE_ROLES: readonly ColumnRole[] = ['weight', 'group', 'part'];

/** Texts that usually mean yes. */
const YES = /^(?:yes|true|1|y|t|ja|oui|si|sí|on)$/i;

/** What a column of a type can be there for: no network takes text, and only numbers can weigh. */
export function rolesFor(type: ColumnType): ColumnRole[] {
  const roles = Object.keys(COLUMN_ROLES) as ColumnRole[];
  const isNumber = type === 'number' || type === 'integer';
  if (isNumber) return roles;
  return roles.filter(
    (role) => role !== 'weight' && (type !== 'text' || (role !== 'input' && role !== 'target')),
  );
}

/** Puts changed columns in place of those with the same names. */
export function withColumns(experiment: Experiment, changed: readonly TableColumn[]): Experiment {
  const byName = new Map(changed.map((column) => [column.name, column]));
  const columns = experiment.data.columns.map((column) => byName.get(column.name) ?? column);
  return withFittingCases({ ...experiment, data: { ...experiment.data, columns } });
}

/** Gives columns a role, where their types allow it; what follows for the split follows at once. */
export function changeRole(experiment: Experiment, names: readonly string[], role: ColumnRole): Experiment {
  const chosen = new Set(SINGLE_ROLES.includes(role) ? names.slice(0, 1) : names);
  const columns = experiment.data.columns.map((column) => {
    if (chosen.has(column.name)) return rolesFor(column.type).includes(role) ? { ...column, role } : column;
    const isReplaced = SINGLE_ROLES.includes(role) && column.role === role;
    return isReplaced ? { ...column, role: 'ignored' as const } : column;
  });
  return withFittingCases(withFittingOrder({ ...experiment, data: { ...experiment.data, columns } }));
}

/** A column that says the parts or the groups decides the split; without it that order means nothing. */
function withFittingOrder(experiment: Experiment): Experiment {
  const { columns, split } = experiment.data;
  const has = (role: ColumnRole) => columns.some((column) => column.role === role);
  const order = fittingOrder(split.order, has('part'), has('group'));
  if (order === split.order) return experiment;
  return { ...experiment, data: { ...experiment.data, split: { ...split, order } } };
}

function fittingOrder(order: Split['order'], hasPart: boolean, hasGroup: boolean): Split['order'] {
  if (hasPart) return 'column';
  if (hasGroup) return 'grouped';
  return order === 'column' || order === 'grouped' ? 'shuffled' : order;
}

/** The same column as another type: settings that both types have are kept. Booleans and categories need `levels`. */
export function withType(column: TableColumn, type: ColumnType, levels: readonly string[] = []): TableColumn {
  const fields: FieldTable = columnCatalog[type].fields;
  const previous: Readonly<Record<string, unknown>> = { ...column };
  const settings = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const isKept = Object.hasOwn(previous, name) && problemWith(field, previous[name]) === null;
      return [name, isKept ? previous[name] : field.default] as const;
    }),
  );
  const role = rolesFor(type).includes(column.role) ? column.role : 'ignored';
  const own = type === 'boolean' || type === 'category' ? { levels: orderedLevels(type, levels) } : {};
  return { name: column.name, role, type, ...own, ...settings } as TableColumn;
}

/** Why a column with these levels cannot be of a type, or null. */
export function typeProblem(
  type: ColumnType,
  levels: { levels: readonly string[]; isCut: boolean },
): string | null {
  const count = levels.levels.length;
  if (type === 'boolean' && count !== 2) {
    return `Yes or no needs a column with exactly two different values; this one has ${levels.isCut ? 'many' : String(count)}.`;
  }
  if (type === 'category' && (count === 0 || levels.isCut)) {
    return count === 0
      ? 'A category needs at least one value; all cells of this column are missing.'
      : `A category takes up to ${String(count)} levels; this column has more. Take it as text, or group its values first.`;
  }
  return null;
}

function orderedLevels(type: 'boolean' | 'category', levels: readonly string[]): string[] {
  const [first = '', second = ''] = levels;
  const isTurned = type === 'boolean' && YES.test(first) && !YES.test(second);
  return isTurned ? [second, first] : [...levels];
}

/** Another setting of the preparation, for every named column whose type knows it and takes the value. */
export function changeSetting(
  experiment: Experiment,
  names: readonly string[],
  setting: string,
  value: number | string | boolean,
): Experiment {
  const chosen = new Set(names);
  const changed = experiment.data.columns.filter((column) => {
    const fields: FieldTable = columnCatalog[column.type].fields;
    const field = Object.hasOwn(fields, setting) ? fields[setting] : undefined;
    return chosen.has(column.name) && field !== undefined && problemWith(field, value) === null;
  });
  return withColumns(
    experiment,
    changed.map((column) => ({ ...column, [setting]: value })),
  );
}

/** Moves a level by one place; past either end it stays. */
export function moveLevel(column: TableColumn, index: number, by: -1 | 1): TableColumn {
  if (column.type !== 'category' && column.type !== 'boolean') return column;
  const moved = column.levels[index];
  const target = index + by;
  if (moved === undefined || target < 0 || target >= column.levels.length) return column;
  return { ...column, levels: column.levels.toSpliced(index, 1).toSpliced(target, 0, moved) };
}

/** Settings of a column's preparation that have a meaning as things stand. */
export function usedSettings(column: TableColumn): string[] {
  const names = Object.keys(columnCatalog[column.type].fields);
  switch (column.role) {
    case 'input':
      return names.filter(
        (name) => name !== 'constant' || ('missing' in column && column.missing === 'constant'),
      );
    // Rows without a target can teach nothing and are left out.
    case 'target':
      return names.filter((name) => ['scaling', 'encoding', 'format'].includes(name));
    default:
      return names.filter((name) => name === 'format');
  }
}
