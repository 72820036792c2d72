import type { TableColumn } from './column-catalog.ts';
import type { DataSpec } from './data-catalog.ts';

/** One value that goes into the network, or is asked of it. */
export interface Feature {
  name: string;
  /** The column it belongs to. */
  column: string;
}

/** The cycles that a date may be taken apart into, each given as sine and cosine. */
const CYCLES = {
  time: [],
  'time-and-cycles': ['year', 'week'],
  'time-and-day-cycles': ['year', 'week', 'day'],
} as const;
export type Cycle = 'year' | 'week' | 'day';

/** The columns of an experiment's table; those of a formula are numbers, inputs first. */
export function tableColumns({
  source,
  columns,
}: Pick<DataSpec, 'source' | 'columns'>): readonly TableColumn[] {
  if (source.kind !== 'formula') return columns;
  const column = (role: 'input' | 'target') => (name: string) => ({ ...PLAIN_NUMBER, name, role });
  return [
    ...Object.keys(source.inputs).map(column('input')),
    ...Object.keys(source.targets).map(column('target')),
  ];
}

const PLAIN_NUMBER = {
  type: 'number',
  scaling: 'default',
  missing: 'drop',
  constant: 0,
  indicator: false,
} as const;

export function columnsWithRole(
  data: Pick<DataSpec, 'source' | 'columns'>,
  role: TableColumn['role'],
): readonly TableColumn[] {
  return tableColumns(data).filter((column) => column.role === role);
}

export function cyclesOf(parts: keyof typeof CYCLES): readonly Cycle[] {
  return CYCLES[parts];
}

/** The values that an input column gives to the network, in their order. */
export function inputFeatures(column: TableColumn): Feature[] {
  const names = [...valueNames(column)];
  if (column.type !== 'text' && column.indicator && column.missing !== 'drop') {
    names.push(`${column.name} is missing`);
  }
  return names.map((name) => ({ name, column: column.name }));
}

function valueNames(column: TableColumn): string[] {
  const { name } = column;
  switch (column.type) {
    case 'number':
    case 'integer':
    case 'boolean':
      return [name];
    case 'category':
      return column.encoding === 'ordinal' ? [name] : column.levels.map((level) => levelName(name, level));
    case 'date':
      return [
        name,
        ...cyclesOf(column.parts).flatMap((cycle) => [
          `${name}, sine of ${cycle}`,
          `${name}, cosine of ${cycle}`,
        ]),
      ];
    case 'text':
      return [];
  }
}

/** The values that the network shall answer for a target column: a category of two levels is one yes-or-no answer. */
export function targetFeatures(column: TableColumn): Feature[] {
  const { name } = column;
  switch (column.type) {
    case 'boolean':
      return [{ name: levelName(name, column.levels[1]!), column: name }];
    case 'category':
      if (column.encoding === 'ordinal') return [{ name, column: name }];
      return (column.levels.length === 2 ? column.levels.slice(1) : column.levels).map((level) => ({
        name: levelName(name, level),
        column: name,
      }));
    default:
      return [{ name, column: name }];
  }
}

function levelName(column: string, level: string): string {
  return `${column} = ${level}`;
}

/** Names of the columns with a role, in their order. */
export function columnNames(data: Pick<DataSpec, 'source' | 'columns'>, role: TableColumn['role']): string[] {
  return columnsWithRole(data, role).map(({ name }) => name);
}
