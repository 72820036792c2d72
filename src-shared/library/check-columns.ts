import { type DateColumn, SCALINGS, type ScalingKind } from '../model/column-catalog.ts';
import {
  fieldOf,
  type FileValue,
  flagOf,
  listOf,
  numberOf,
  oneOf,
  optionalField,
  refuseAt,
  textOf,
} from './file-value.ts';

/* Names alone: the catalog of columns would bring all words of its forms along. */
const DATE_FORMATS: Record<DateColumn['format'], true> = {
  iso: true,
  'day-month-year': true,
  'month-day-year': true,
  'year-month-day': true,
};
const DATE_PARTS: Record<DateColumn['parts'], true> = {
  time: true,
  'time-and-cycles': true,
  'time-and-day-cycles': true,
};

function namesOf<T extends string>(table: Readonly<Record<T, unknown>>): T[] {
  return Object.keys(table) as T[];
}

/** Whether an input column of a model file can be used. Throws INVALID_VALUE or MISSING_FIELD with its place. */
export function checkInput(input: FileValue): void {
  textOf(fieldOf(input, 'name'));
  const type = optionalField(input, 'type');
  const known = type && oneOf(type, ['number', 'integer', 'date', 'category', 'boolean']);
  checkTransform(fieldOf(input, 'transform'));
  if (known === 'category' || known === 'boolean') {
    checkLevels(input);
    return;
  }
  if (known === 'date') {
    oneOf(fieldOf(input, 'format'), namesOf(DATE_FORMATS));
    oneOf(fieldOf(input, 'parts'), namesOf(DATE_PARTS));
  }
  checkMissing(input, (fill) => numberOf(fill));
}

/** As `checkInput`, of a value that the model answers. */
export function checkOutput(output: FileValue): void {
  textOf(fieldOf(output, 'name'));
  checkTransform(fieldOf(output, 'transform'));
  const levelOf = optionalField(output, 'class');
  if (levelOf === undefined) return;
  textOf(fieldOf(levelOf, 'column'));
  textOf(fieldOf(levelOf, 'level'));
  const otherwise = optionalField(levelOf, 'otherwise');
  if (otherwise !== undefined) textOf(otherwise);
}

function checkLevels(input: FileValue): void {
  const levels = listOf(fieldOf(input, 'levels')).map(textOf);
  listOf(fieldOf(input, 'counts'), levels.length).forEach(numberOf);
  oneOf(fieldOf(input, 'encoding'), ['one-hot', 'ordinal']);
  checkMissing(input, (fill) => {
    if (fill.value === null || levels.includes(textOf(fill))) return;
    refuseAt(fill.at, 'Must be one of the levels, or null.');
  });
}

function checkMissing(input: FileValue, checkFill: (fill: FileValue) => void): void {
  const missing = optionalField(input, 'missing');
  if (missing === undefined) return;
  checkFill(fieldOf(missing, 'fill'));
  flagOf(fieldOf(missing, 'indicator'));
}

function checkTransform(transform: FileValue): void {
  oneOf(fieldOf(transform, 'kind'), namesOf<ScalingKind>(SCALINGS));
  numberOf(fieldOf(transform, 'shift'));
  const scale = fieldOf(transform, 'scale');
  if (numberOf(scale) === 0) refuseAt(scale.at, 'Must not be 0.');
}
