import { AppError } from '@shared/core/errors.ts';
import { quote } from '@shared/core/text.ts';
import { interpret } from '@shared/data/interpret.ts';
import type { PreparedInput } from '@shared/data/prepared-data.ts';
import { rowsOfTable, takeRows } from '@shared/evaluation/answered-part.ts';
import { chooseRows, foundIn, placeOf } from '@shared/evaluation/choose-rows.ts';
import { classCurves } from '@shared/evaluation/class-curves.ts';
import { dependencePlaces } from '@shared/evaluation/dependence-places.ts';
import { partialDependence } from '@shared/evaluation/dependence.ts';
import { sampleOf } from '@shared/evaluation/evaluate-part.ts';
import { permutationImportance } from '@shared/evaluation/importance.ts';
import { evaluatedRows } from '@shared/evaluation/row-details.ts';
import type { Response } from '@shared/ipc/contract.ts';
import type { TableColumn } from '@shared/model/column-catalog.ts';
import type { EvaluationColumn } from '@shared/model/evaluation.ts';
import { tableColumns } from '@shared/model/features.ts';
import { answererFor } from '../trainer/answering.ts';
import { EvaluationShelf, type OpenedModel } from './evaluation-shelf.ts';
import type { Asked, EvaluationSubject } from './evaluation-subject.ts';
import { inSlices } from './in-slices.ts';
import { loadRunModel } from './operations.ts';
import { tableOf } from './tables.ts';

/** Models beside their data: one place, so that a report and the window share what is kept. */
export const shelf = new EvaluationShelf({
  model: loadRunModel,
  table: ({ data }) => tableOf(data.source, {}),
  answerer: answererFor,
});

export async function readEvaluation(subject: EvaluationSubject): Promise<Response<'evaluation:read'>> {
  const opened = await shelf.open(subject);
  const { model, data } = opened;
  const { answered, evaluated } = await shelf.part(opened, subject.part);
  const { train, validation, test } = data.rows;
  return {
    part: subject.part,
    task: model.task,
    epoch: model.training?.epoch ?? 0,
    rows: { train: train.length, validation: validation.length, test: test.length },
    columns: columnsOf(subject).map(briefly),
    outputs: model.outputs.map(({ name, class: ofClass }) => ({ name, column: ofClass?.column ?? name })),
    numbers: evaluated.numbers,
    classes: evaluated.classes,
    sample: Uint32Array.from(evaluated.sample, (n) => answered.rows[n]!),
  };
}

export async function readClassCurves(
  subject: EvaluationSubject,
  { column, level }: Asked<'evaluation:curves'>,
): Promise<Response<'evaluation:curves'>> {
  const { answered } = await shelf.part(await shelf.open(subject), subject.part);
  const found = foundIn(answered, column);
  return classCurves(found, placeOf(found, level, 'level'));
}

export async function readEvaluatedRows(
  subject: EvaluationSubject,
  { which, from, count }: Asked<'evaluation:rows'>,
): Promise<Response<'evaluation:rows'>> {
  const opened = await shelf.open(subject);
  const { answered } = await shelf.part(opened, subject.part);
  const { of, places } = chooseRows(answered, which, from + count);
  return { of, rows: evaluatedRows(answered, opened.data.inputs, places.subarray(from)) };
}

export async function readSampledColumn(
  subject: EvaluationSubject,
  { column: name }: Asked<'evaluation:column'>,
): Promise<Response<'evaluation:column'>> {
  const opened = await shelf.open(subject);
  const { answered, evaluated } = await shelf.part(opened, subject.part);
  const column = columnsOf(subject).find((own) => own.name === name);
  const cells = opened.table.columns.find((own) => own.name === name);
  if (column === undefined || cells === undefined) throw unknownColumn(name);
  const { values } = interpret(cells, column);
  return {
    column: briefly(column),
    values: Float64Array.from(evaluated.sample, (n) => values[answered.rows[n]!]!),
    levels: 'levels' in column ? column.levels : null,
  };
}

/**
 * Multiply-adds that are waited for, beyond which fewer rows are taken: a second or two for the importance of a column, and a
 * part of a second for a dependence, whose range is dragged.
 */
const WORK = { importance: 2e9, dependence: 5e8 };
/** However large the network is, fewer rows would say nothing. */
const FEWEST_ROWS = 200;

export async function measureImportance(
  subject: EvaluationSubject,
  { columns, repeats, seed }: Asked<'evaluation:importance'>,
  signal: AbortSignal,
): Promise<Response<'evaluation:importance'>> {
  const opened = await shelf.open(subject);
  for (const column of columns) inputNamed(opened, column);
  const { answered } = await shelf.part(opened, subject.part);
  const part = takeRows(
    answered,
    sampleOf(answered.rows.length, affordableRows(opened, WORK.importance / repeats)),
  );
  const found = await shelf.asking(opened, (answerer) => {
    const asked = rowsOfTable(opened.data, part.rows);
    const inputs = opened.data.inputs.map(({ name }) => name);
    const own = { part, asked, inputs, answerer };
    return inSlices(permutationImportance(own, { columns, repeats, seed }), signal);
  });
  return { rows: part.rows.length, of: answered.rows.length, ...found };
}

export async function measureDependence(
  subject: EvaluationSubject,
  { column, range, places: wanted, lines }: Asked<'evaluation:dependence'>,
  signal: AbortSignal,
): Promise<Response<'evaluation:dependence'>> {
  const opened = await shelf.open(subject);
  const input = inputNamed(opened, column);
  const part = opened.data.rows[subject.part].slice().sort();
  const places = dependencePlaces(input, opened.data.rows.train, { range, places: wanted });
  const background = sampleOf(part.length, affordableRows(opened, WORK.dependence / places.places.length));
  const rows = Uint32Array.from(background, (n) => part[n]!);
  // Lines of rows from all over the table, not of its first ones.
  const drawn = Uint32Array.from(sampleOf(rows.length, lines), (n) => rows[n]!);
  const found = await shelf.asking(opened, (answerer) => {
    const asked = rowsOfTable(opened.data, drawnFirst(rows, drawn));
    const settings = { input: opened.data.inputs.indexOf(input), places: places.places, lines: drawn.length };
    return inSlices(partialDependence(answerer, asked, settings), signal);
  });
  return {
    rows: rows.length,
    of: part.length,
    column: briefly(input.column),
    ...places,
    mean: found.mean,
    lines: { rows: drawn, values: found.lines },
  };
}

function drawnFirst(rows: Uint32Array, drawn: Uint32Array): Uint32Array {
  const isDrawn = new Set(drawn);
  return Uint32Array.from([...drawn, ...rows.filter((row) => !isDrawn.has(row))]);
}

/** What a row takes beside the network, in multiply-adds: by itself, and for each value that is encoded. */
const OVERHEAD = { row: 100, value: 40 };

function affordableRows({ model, data }: OpenedModel, work: number): number {
  const perRow = model.parameters + OVERHEAD.row + OVERHEAD.value * data.inputs.length;
  return Math.max(FEWEST_ROWS, Math.floor(work / perRow));
}

/** All columns that can be looked at: what a text means is not known. */
function columnsOf({ experiment }: EvaluationSubject): TableColumn[] {
  return tableColumns(experiment.data).filter(({ type }) => type !== 'text');
}

function briefly({ name, type, role }: TableColumn): EvaluationColumn {
  return { name, type, role };
}

function inputNamed({ data }: OpenedModel, name: string): PreparedInput {
  const input = data.inputs.find((own) => own.name === name);
  if (input === undefined) throw unknownColumn(name);
  return input;
}

function unknownColumn(name: string): AppError {
  return new AppError('INVALID_VALUE', `column: The run has no such column ${quote(name)}.`, {
    at: 'column',
  });
}
