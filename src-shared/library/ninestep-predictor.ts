import { AppError } from '../core/errors.ts';
import { type CheckedCases, checkGoldenCases } from '../export/golden-cases.ts';
import { predictedClasses } from '../export/predicted-classes.ts';
import { createPredictor } from '../export/predictor.ts';
import type { RawValue } from '../model/column-catalog.ts';
import type { ModelInput } from '../model/model-file.ts';
import { unpackModel } from '../model/packed-layers.ts';
import { checkFormat } from '../schema/versioned.ts';
import { checkModel, type PredictingModel } from './check-model.ts';
import { createStrictCheck } from './strict-row.ts';

/* The library that runs outside of Ninestep: what users see of it is told by ninestep-predictor.d.mts. */

/** The newest version of model files that is read. */
const VERSION = 1;
const MS_PER_DAY = 86_400_000;

type Cell = RawValue | boolean | Date | undefined;
type Row = readonly Cell[] | Readonly<Record<string, Cell>>;

/** What the library throws where it cannot go on: `code` and `at` say what and where. */
export { AppError as ModelError };

/** A model that was loaded and has answered its golden cases. Its functions may be handed on by themselves. */
interface Model extends Pick<PredictingModel, 'name' | 'task' | 'inputs' | 'outputs'> {
  readonly verified: CheckedCases;
  /** Raw values of a row, by name or in the order of the inputs → classes, then raw answers, by name. */
  readonly predict: (row: Row) => Record<string, string | number>;
  /** The raw answers alone, in the order of the outputs. */
  readonly predictValues: (row: Row) => number[];
}

interface Options {
  /** Refuses in rows what would silently count for nothing. */
  readonly strict?: boolean | undefined;
}

function modelOf(model: PredictingModel, { strict = false }: Options): Model {
  const { name, task, inputs, outputs } = model;
  const verified = checkGoldenCases(model);
  const answer = createPredictor(model);
  const checkStrictly = strict ? createStrictCheck(inputs) : null;
  const predictValues = (row: Row): number[] => {
    requireRow(row);
    const cells = inputs.map((input, i) => cellOf(input, given(row, input.name, i), strict));
    checkStrictly?.(row, cells);
    return answer(cells);
  };
  const predict = (row: Row): Record<string, string | number> => {
    const values = predictValues(row);
    const named = outputs.map((output, t): [string, string | number] => [output.name, values[t]!]);
    const classes = predictedClasses(outputs, values).map(({ column, level }): (typeof named)[0] => [
      column,
      level,
    ]);
    return Object.fromEntries([...classes, ...named]);
  };
  return { name, task, inputs, outputs, verified, predict, predictValues };
}

/** Programs without types may ask anything. */
function requireRow(row: unknown): void {
  if (typeof row === 'object' && row !== null) return;
  const what = row === null ? 'null' : typeof row;
  const message = `A row is an object by the names of its columns, or a list of their values; this is ${what}.`;
  throw new AppError('INVALID_VALUE', message, { at: 'row' });
}

/** Names of columns may be those of what every object has, such as "constructor". */
function given(row: Row, name: string, i: number): Cell {
  if (isList(row)) return row[i];
  return Object.hasOwn(row, name) ? row[name] : undefined;
}

function isList(row: Row): row is readonly Cell[] {
  return Array.isArray(row);
}

/** What a program holds → a cell of a raw row. */
function cellOf(input: ModelInput, cell: Cell, strict: boolean): RawValue {
  if (cell === undefined || cell === '') return null;
  // Of a date that is none: it has no text.
  if (cell instanceof Date && Number.isNaN(cell.getTime())) return strict ? 'Invalid Date' : null;
  if (cell instanceof Date) return input.type === 'date' ? cell.getTime() / MS_PER_DAY : cell.toISOString();
  return typeof cell === 'boolean' ? String(cell) : cell;
}

/**
 * `model.json`, as its text or parsed → a model to predict with. Throws FILE_NOT_JSON, FILE_TOO_NEW, MISSING_FIELD and
 * INVALID_VALUE with the place, GOLDEN_CASE_MISMATCH where the model does not compute what it says it does.
 */
export function loadModel(source: unknown, options: Options = {}): Model {
  const value = typeof source === 'string' ? parse(source) : source;
  checkFormat(value, 'ninestep-model', VERSION, 'The model');
  return modelOf(checkModel(unpackModel(value)), options);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    throw new AppError('FILE_NOT_JSON', `The model is not valid JSON: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
