import { AppError } from '../core/errors.ts';
import { quote } from '../core/text.ts';
import { readDate } from '../data/read-date.ts';
import { readNumber, readQuantity } from '../data/read-number.ts';
import { placesInPrograms } from '../data/yes-or-no.ts';
import type { RawValue } from '../model/column-catalog.ts';
import type { ModelInput } from '../model/model-file.ts';

/**
 * A cell of a raw row → the value the column's encoder takes: a number, days since 1970, or the place of a level; NaN
 * where it is missing and the model says what to do then. Throws INVALID_VALUE naming the column where it does not.
 */
export function createCellReader(input: ModelInput): (cell: RawValue) => number {
  const valueOf = createValueReader(input);
  return (cell) => {
    const value = cell === null ? NaN : valueOf(cell);
    if (!Number.isNaN(value) || input.missing !== undefined) return value;
    throw new AppError('INVALID_VALUE', `${input.name}: ${problemOf(input, cell)}`, { at: input.name });
  };
}

function createValueReader(input: ModelInput): (cell: number | string) => number {
  switch (input.type) {
    case 'category':
      return createLevelReader(input.levels);
    case 'boolean':
      return createLevelReader(input.levels, placesInPrograms(input.levels));
    case 'date':
      return (cell) => (typeof cell === 'number' ? dayOrNaN(cell) : readDate(cell, input.format));
    default:
      return (cell) => (typeof cell === 'number' ? finiteOrNaN(cell) : readQuantity(cell));
  }
}

/** A number is also the level that is spelled otherwise, as 1 is 1.0: only texts keep their spelling in every table. */
function createLevelReader(
  levels: readonly string[],
  others: readonly [string, number][] = [],
): (cell: number | string) => number {
  const places = new Map([...others, ...levels.map((level, place): [string, number] => [level, place])]);
  const numbers = new Map(levels.map((level, place) => [readNumber(level), place]));
  // Of levels that are no numbers: a cell of NaN is none of them.
  numbers.delete(NaN);
  return (cell) =>
    places.get(String(cell)) ?? (typeof cell === 'number' ? numbers.get(cell) : undefined) ?? NaN;
}

function finiteOrNaN(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}

/** Days before and after 1970 that the calendar reaches: some 27,000 years. */
export const MOST_DAYS = 1e7;

function dayOrNaN(days: number): number {
  return Math.abs(days) <= MOST_DAYS ? days : NaN;
}

const LEVELS_SHOWN = 5;

function problemOf(input: ModelInput, cell: RawValue): string {
  if (cell === null)
    return 'A value is missing, but the model was trained on rows that all have one. Give one.';
  switch (input.type) {
    case 'category':
    case 'boolean': {
      const known = input.levels.slice(0, LEVELS_SHOWN).map(quote).join(', ');
      return `The model does not know ${quote(cell)}. It knows ${known}${input.levels.length > LEVELS_SHOWN ? ', …' : ''}.`;
    }
    case 'date':
      return `${quote(cell)} is no date as the model reads them.`;
    default:
      return `${quote(cell)} is not a number.`;
  }
}
