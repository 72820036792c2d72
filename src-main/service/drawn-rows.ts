import { AppError } from '@shared/core/errors.ts';
import type { PreparedData, PreparedInput } from '@shared/data/prepared-data.ts';
import { typicalValue } from '@shared/export/build-model.ts';
import type { Response } from '@shared/ipc/contract.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { targetFeatures } from '@shared/model/features.ts';
import type { DrawnInput, DrawnOutput, DrawnRows } from '@shared/model/insight.ts';
import { prepareHeld } from './tables.ts';

interface DrawnRowsRequest {
  readonly experiment: Experiment;
  readonly columns: readonly string[];
  readonly most: number;
}

/** Those whose answers may be looked at while a network learns. */
const PARTS = ['train', 'validation'] as const;

/** What a network's inputs and answers are, and rows of its table. Throws INVALID_VALUE for a column that is no input. */
export async function readDrawnRows(request: DrawnRowsRequest): Promise<Response<'run:rows'>> {
  const data = await prepareHeld(request.experiment);
  return {
    inputs: data.inputs.map(drawnInput),
    outputs: data.targets.flatMap(({ fitted }) => fitted.map(drawnOutput)),
    parts: PARTS.map((part) => drawnRows(data, part, request)),
  };
}

function drawnInput({ name, fitted }: PreparedInput): DrawnInput {
  return 'levels' in fitted
    ? { name, type: fitted.type, levels: fitted.levels, typical: String(typicalValue(fitted)) }
    : { name, type: fitted.type ?? 'number', ...fitted.range };
}

function drawnOutput(output: PreparedData['targets'][number]['fitted'][number]): DrawnOutput {
  const { name, range } = output;
  const ofClass = output.class;
  return {
    name,
    min: range.min,
    max: range.max,
    class: ofClass === undefined ? null : { ...ofClass, otherwise: ofClass.otherwise ?? null },
  };
}

function drawnRows(
  data: PreparedData,
  part: DrawnRows['part'],
  { columns, most }: DrawnRowsRequest,
): DrawnRows {
  const all = data.rows[part];
  const count = Math.min(most, all.length);
  const rows = Array.from({ length: count }, (_, k) => all[Math.floor((k * all.length) / count)]!);
  return {
    part,
    of: all.length,
    rows,
    columns: columns.map((name) => {
      const { values } = inputOf(data, name);
      return Float64Array.from(rows, (row) => values[row]!);
    }),
    truth: truthOf(data, rows),
  };
}

function inputOf({ inputs }: PreparedData, name: string): PreparedInput {
  const found = inputs.find((input) => input.name === name);
  if (found !== undefined) return found;
  throw new AppError('INVALID_VALUE', `columns: There is no input column "${name}".`, { at: 'columns' });
}

/** [rows, outputs] */
function truthOf({ targets }: PreparedData, rows: readonly number[]): Float32Array {
  const answers = targets.flatMap(({ values, column, fitted }) =>
    fitted.map((output, k) => {
      const level = targetFeatures(column).length === 1 ? 1 : k;
      return (row: number): number =>
        output.class === undefined ? values[row]! : Number(values[row] === level);
    }),
  );
  const truth = new Float32Array(rows.length * answers.length);
  rows.forEach((row, n) => {
    answers.forEach((answer, k) => {
      truth[n * answers.length + k] = answer(row);
    });
  });
  return truth;
}
