import { AppError } from '../core/errors.ts';
import { formatCount, quote } from '../core/text.ts';
import type { BooleanColumn, CategoryColumn, NumberColumn, TableColumn } from '../model/column-catalog.ts';
import type { ModelFile, ModelOutput } from '../model/model-file.ts';
import { inferColumns } from '../data/infer/infer-columns.ts';
import type { RawTable } from '../data/raw-table.ts';
import { assignRoles } from '../data/suggest/assign-roles.ts';
import { modelColumns } from '../export/model-columns.ts';

/** A table's columns as a model takes them, and the model with the names that they have there. */
export interface MatchedColumns {
  readonly columns: TableColumn[];
  readonly model: ModelFile;
  /** What had to be decided, a sentence each. */
  readonly remarks: readonly string[];
}

/**
 * Finds the columns of a table that a model of plain numbers was trained on: by their names, or where the model's names are not
 * those of the table in their order. `targets`: the names that somebody gave; null: as the model calls its outputs, else what the
 * table's own targets seem to be. Throws TABLE_INVALID where they cannot be told.
 */
export function matchColumns(
  model: ModelFile,
  table: RawTable,
  targets: readonly string[] | null,
): MatchedColumns {
  const remarks: string[] = [];
  const wanted = modelColumns(model).targets.map(({ name }) => name);
  const inferred = inferredFor(table, targets, wanted);
  const foundTargets = findTargets(wanted, inferred, targets, remarks);
  const inputs = findInputs(
    model,
    inferred.filter((column) => !foundTargets.includes(column)),
    remarks,
  );
  const named = renamed(model, inputs, foundTargets, remarks);
  const columns = inferred.map((column): TableColumn => {
    if (inputs.includes(column)) return asNumber(column, 'input');
    const t = foundTargets.indexOf(column);
    return t === -1 ? { ...column, role: 'ignored' } : asTarget(column, named, t);
  });
  // The model takes and gives values in its own order, an experiment in that of the table.
  requireOrder(inputs, inferred, 'inputs');
  requireOrder(foundTargets, inferred, 'targets');
  return { columns, model: named, remarks };
}

/** The table's columns as understood; those that are named as targets as targets are: whole numbers may be classes there. */
function inferredFor(
  table: RawTable,
  given: readonly string[] | null,
  wanted: readonly string[],
): readonly TableColumn[] {
  const inferred = inferColumns(table);
  const named = given ?? (hasAll(inferred, wanted) ? wanted : null);
  if (named === null) return inferred;
  for (const name of named) columnNamed(inferred, name);
  const places = { inputs: 'inputs', targets: 'targets' };
  return assignRoles(inferred, table, { inputs: null, targets: named }, places);
}

function findTargets(
  wanted: readonly string[],
  inferred: readonly TableColumn[],
  given: readonly string[] | null,
  remarks: string[],
): TableColumn[] {
  const names = given ?? (hasAll(inferred, wanted) ? wanted : null);
  const found =
    names === null
      ? inferred.filter(({ role }) => role === 'target')
      : names.map((name) => columnNamed(inferred, name));
  if (found.length !== wanted.length) {
    throw invalid(
      'targets',
      `The model answers ${countOf(wanted.length, 'column')} (${listed(wanted)}), but the table was taken to have ${countOf(found.length, 'target')}` +
        `${found.length === 0 ? '' : ` (${listed(found.map(({ name }) => name))})`}. Name the columns that hold its answers with --target.`,
    );
  }
  if (names === null)
    remarks.push(`${listed(found.map(({ name }) => name))} was taken for what the model answers.`);
  return [...found];
}

function findInputs(model: ModelFile, others: readonly TableColumn[], remarks: string[]): TableColumn[] {
  const names = model.inputs.map(({ name }) => name);
  if (hasAll(others, names)) return names.map((name) => columnNamed(others, name));
  const numbers = others.filter(
    (column) => column.type === 'number' || column.type === 'integer' || column.type === 'boolean',
  );
  const usable = numbers.length === names.length ? numbers : numbers.filter(({ role }) => role === 'input');
  if (usable.length === names.length) {
    remarks.push(
      `The columns of numbers were taken in their order: ${pairs(
        names,
        usable.map(({ name }) => name),
      )}.`,
    );
    return usable;
  }
  const missing = names.find((name) => others.every((column) => column.name !== name)) ?? '';
  throw invalid(
    'inputs',
    `The model takes ${countOf(names.length, 'number')}; the table has no column ${quote(missing)}, and ${countOf(usable.length, 'column')} of numbers ` +
      'to be taken in their order. Give it the columns of the model, in its order.',
  );
}

/** Columns keep the names of the table, and classes those of its levels where the model has none of its own. */
function renamed(
  model: ModelFile,
  inputs: readonly TableColumn[],
  targets: readonly TableColumn[],
  remarks: string[],
): ModelFile {
  const outputs =
    model.task === 'regression'
      ? model.outputs.map((output, t) => ({ ...output, name: targets[t]!.name }))
      : renamedClasses(model, targets, remarks);
  return {
    ...model,
    inputs: model.inputs.map((input, i) => ({ ...input, name: inputs[i]!.name })),
    outputs,
  };
}

function renamedClasses(
  { outputs, task }: ModelFile,
  targets: readonly TableColumn[],
  remarks: string[],
): ModelOutput[] {
  return outputs.map((output, t) => {
    const column = targets[task === 'multilabel' ? t : 0]!;
    const own = output.class!;
    const levels = levelsOf(column);
    const ofModel =
      task === 'multiclass' ? outputs.map(({ class: each }) => each!.level) : [own.otherwise!, own.level];
    const isKnown = ofModel.some((level) => levels.includes(level));
    if (!isKnown && levels.length !== ofModel.length) {
      throw invalid(
        'targets',
        `The column ${quote(column.name)} has ${countOf(levels.length, 'level')}, and none of them is a class of the model (${listed(ofModel)}).`,
      );
    }
    if (isKnown) return withClass(output, { ...own, column: column.name });
    if (t === 0 || task === 'multilabel') {
      remarks.push(
        `The classes were taken in the order of the levels of ${quote(column.name)}: ${pairs(ofModel, levels)}.`,
      );
    }
    const place = task === 'multiclass' ? t : 1;
    const otherwise = task === 'multiclass' ? {} : { otherwise: levels[0]! };
    return withClass(output, { column: column.name, level: levels[place]!, ...otherwise });
  });
}

function withClass(output: ModelOutput, ofClass: NonNullable<ModelOutput['class']>): ModelOutput {
  return { ...output, name: `${ofClass.column} = ${ofClass.level}`, class: ofClass };
}

function levelsOf(column: TableColumn): readonly string[] {
  if ('levels' in column) return column.levels;
  throw invalid(
    'targets',
    `The model answers a class, but the column ${quote(column.name)} was understood as ${column.type === 'text' ? 'text' : 'numbers'}.`,
  );
}

function asNumber(column: TableColumn, role: 'input' | 'target'): NumberColumn {
  const { name } = column;
  const type = column.type === 'integer' ? 'integer' : 'number';
  return { type, name, role, scaling: 'default', missing: 'drop', constant: 0, indicator: false };
}

function asTarget(
  column: TableColumn,
  { outputs, task }: ModelFile,
  t: number,
): NumberColumn | CategoryColumn | BooleanColumn {
  if (task === 'regression') return asNumber(column, 'target');
  const own = task === 'multilabel' ? outputs[t]!.class! : outputs[0]!.class!;
  const levels =
    task === 'multiclass' ? outputs.map(({ class: each }) => each!.level) : [own.otherwise!, own.level];
  const { name } = column;
  return {
    type: 'category',
    name,
    role: 'target',
    levels,
    encoding: 'one-hot',
    missing: 'drop',
    indicator: false,
  };
}

function requireOrder(found: readonly TableColumn[], inferred: readonly TableColumn[], at: string): void {
  const places = found.map((column) => inferred.indexOf(column));
  const wrong = places.findIndex((place, k) => k > 0 && place <= places[k - 1]!);
  if (wrong === -1) return;
  throw invalid(
    at,
    `The column ${quote(found[wrong]!.name)} stands before ${quote(found[wrong - 1]!.name)} in the table, but behind it in the model. ` +
      'Put the columns of the table into the order of the model.',
  );
}

function hasAll(columns: readonly TableColumn[], names: readonly string[]): boolean {
  return names.every((wanted) => columns.some(({ name }) => name === wanted));
}

function columnNamed(columns: readonly TableColumn[], wanted: string): TableColumn {
  const found = columns.find(({ name }) => name === wanted);
  if (found !== undefined) return found;
  throw invalid('targets', `The table has no column ${quote(wanted)}.`);
}

const NAMES_SHOWN = 6;

function listed(names: readonly string[]): string {
  return `${names.slice(0, NAMES_SHOWN).map(quote).join(', ')}${names.length > NAMES_SHOWN ? ', …' : ''}`;
}

function pairs(from: readonly string[], to: readonly string[]): string {
  const shown = from.slice(0, NAMES_SHOWN).map((name, k) => `${name} is ${to[k]!}`);
  return `${shown.join(', ')}${from.length > NAMES_SHOWN ? ', …' : ''}`;
}

function countOf(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;
}

function invalid(at: string, message: string): AppError {
  return new AppError('TABLE_INVALID', `${at}: ${message}`, { at });
}
