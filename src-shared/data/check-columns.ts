import { AppError } from '../core/errors.ts';
import { LIMITS } from '../core/limits.ts';
import { formatCount, formatNumber, quote } from '../core/text.ts';
import type { TableColumn } from '../model/column-catalog.ts';
import type { DataSpec, FormulaSource } from '../model/data-catalog.ts';
import { columnNames, columnsWithRole, inputFeatures, targetFeatures } from '../model/features.ts';
import { compileFormula } from './formula.ts';
import { refuse } from './refuse.ts';

/** Whether the columns of an experiment can be learned from, as far as their settings tell. Throws the first problem. */
export function checkColumns(data: DataSpec): void {
  const { source } = data;
  const place = (inputs: string) => (source.kind === 'formula' ? `data.source.${inputs}` : 'data.columns');
  requireSome(columnNames(data, 'input'), place('inputs'), 'input');
  requireSome(columnNames(data, 'target'), place('targets'), 'target');
  checkFeatures(data);
  if (source.kind === 'formula') checkFormulas(source, data);
  else checkTable(data);
}

function requireSome(names: readonly string[], at: string, what: string): void {
  if (names.length === 0) refuse(at, `At least one ${what} is needed.`);
}

function checkFeatures(data: DataSpec): void {
  const inputs = columnsWithRole(data, 'input').reduce((sum, own) => sum + inputFeatures(own).length, 0);
  const targets = columnsWithRole(data, 'target').reduce((sum, own) => sum + targetFeatures(own).length, 0);
  if (inputs + targets <= LIMITS.columns) return;
  const at = data.source.kind === 'formula' ? 'data.source' : 'data.columns';
  throw new AppError(
    'TOO_LARGE',
    `${at}: The columns give the network ${formatCount(inputs + targets)} values; ${formatCount(LIMITS.columns)} are allowed. ` +
      'Ignore columns, above all categories with many levels.',
    { at },
  );
}

function checkFormulas(source: FormulaSource, { columns }: DataSpec): void {
  if (columns.length > 0) {
    refuse('data.columns', 'The columns of formulas follow from the formulas. Leave them out here.');
  }
  const inputs = Object.keys(source.inputs);
  for (const [name, [low, high]] of Object.entries(source.inputs)) checkRange(name, low, high);
  for (const [name, formula] of Object.entries(source.targets)) {
    const at = `data.source.targets.${name}`;
    if (inputs.includes(name)) refuse(at, 'An input has this name already. Rename one of them.');
    compileFormula(formula, inputs, at);
  }
}

function checkRange(name: string, low: number, high: number): void {
  const at = `data.source.inputs.${name}`;
  const are = `they are ${formatNumber(low)} and ${formatNumber(high)}.`;
  if (!(low < high)) refuse(at, `The lowest value must be below the highest, but ${are}`);
  if (![low, high].every((end) => Number.isFinite(Math.fround(end)))) {
    refuse(at, `Both ends must be between −3.403e38 and 3.403e38, but ${are}`);
  }
}

/** Roles that at most one column may have. */
const SINGLE_ROLES = { weight: 'row weights', group: 'the group', part: 'the part' } as const;

function checkTable({ columns, split }: DataSpec): void {
  const places = new Map<string, number>();
  columns.forEach((column, k) => {
    const earlier = places.get(column.name);
    if (earlier !== undefined) {
      refuse(place(k), `Column ${String(earlier + 1)} is called ${quote(column.name)} as well. Rename one.`);
    }
    places.set(column.name, k);
    checkType(column, place(k));
    checkLevels(column, place(k));
  });
  for (const [role, what] of Object.entries(SINGLE_ROLES)) {
    const [, second] = columns.flatMap((column, k) => (column.role === role ? [k] : []));
    if (second !== undefined) {
      refuse(place(second), `Only one column may say ${what}. Give this one another role.`);
    }
  }
  const { crossValidation } = split;
  if (crossValidation !== undefined && crossValidation.fold > crossValidation.folds) {
    refuse(
      'data.split.crossValidation.fold',
      `There are only ${String(crossValidation.folds)} folds. Choose one of them, or 0 for none.`,
    );
  }
}

function place(k: number): string {
  return `data.columns[${String(k)}]`;
}

function checkLevels(column: TableColumn, at: string): void {
  if (column.role !== 'target' || !('levels' in column) || column.levels.length > 1) return;
  refuse(
    `${at}.levels`,
    `The target ${quote(column.name)} has one level only, so there is nothing to tell apart. Choose another target, or add ` +
      'rows of other levels.',
  );
}

function checkType({ name, type, role }: TableColumn, at: string): void {
  if (type === 'text' && (role === 'input' || role === 'target')) {
    refuse(at, `${quote(name)} is text, which no network can take. Ignore it, or make it a category.`);
  }
  if (role === 'weight' && type !== 'number' && type !== 'integer') {
    refuse(at, `${quote(name)} cannot say what a row counts: it is no number. Give it another role.`);
  }
}
