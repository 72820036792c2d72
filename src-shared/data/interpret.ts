import type { TableColumn } from '../model/column-catalog.ts';
import { forEachText, rowsOf } from './cell-texts.ts';
import type { LevelCells, NumberCells, RawColumn, TextCells } from './raw-table.ts';
import { readDate } from './read-date.ts';
import { readQuantity } from './read-number.ts';

/** A column as numbers, by what the experiment says it means. */
export interface Interpreted {
  /** One a row: numbers as they are, dates in days since 1970-01-01 UTC, yes-or-no and categories as the index of
   * the level. NaN where the value is missing or not of the column's type; everywhere in a column of text. */
  readonly values: Float64Array;
  /** Cells that hold something that is not of the type, and so count as missing. */
  readonly unreadable: number;
  /** The first hundred of them, 0 first. */
  readonly unreadableRows: readonly number[];
}

/** How many rows of a kind are named. */
export const ROWS_NAMED = 100;

/**
 * Cells → numbers. A whole-number column takes fractions as they are: the type says what to expect, and no value is
 * lost to it. Where a category or a date is stored as numbers, the text of a number is JavaScript's shortest.
 */
export function interpret(cells: RawColumn, column: TableColumn): Interpreted {
  if (column.type === 'text') return new Outcome(missing(rowsOf(cells)));
  const read = readerOf(column);
  switch (cells.kind) {
    case 'numbers':
      return column.type === 'number' || column.type === 'integer'
        ? numbersAsTheyAre(cells, read)
        : numbersAsTexts(cells, read);
    case 'levels':
      return levelsOnce(cells, read);
    case 'texts':
      return textByText(cells, read);
  }
}

type Reader = (text: string) => number;

/** How one text of a column is read; NaN where it is not of its type. */
function readerOf(column: Exclude<TableColumn, { type: 'text' }>): Reader {
  switch (column.type) {
    case 'number':
    case 'integer':
      return readQuantity;
    case 'date':
      return (text) => readDate(text, column.format);
    case 'boolean':
    case 'category': {
      const places = new Map(column.levels.map((level, place) => [level, place]));
      return (text) => places.get(text) ?? NaN;
    }
  }
}

function numbersAsTheyAre({ values, others }: NumberCells, read: Reader): Interpreted {
  if (others.size === 0) return { values, unreadable: 0, unreadableRows: [] };
  const outcome = new Outcome(values.slice());
  for (const [row, text] of others) outcome.set(row, read(text));
  return outcome;
}

/** How many different numbers are kept with what they mean. */
const NUMBERS_KNOWN = 2 ** 16;

/** Numbers that are levels or dates (20261122): one that occurs often is read once. */
function numbersAsTexts({ values, others }: NumberCells, read: Reader): Interpreted {
  const outcome = new Outcome(missing(values.length));
  const known = new Map<number, number>();
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) {
      const text = others.get(row);
      if (text !== undefined) outcome.set(row, read(text));
      continue;
    }
    let meaning = known.get(value);
    if (meaning === undefined) {
      meaning = read(String(value));
      if (known.size < NUMBERS_KNOWN) known.set(value, meaning);
    }
    outcome.set(row, meaning);
  }
  return outcome;
}

function levelsOnce({ levels, codes }: LevelCells, read: Reader): Interpreted {
  const outcome = new Outcome(missing(codes.length));
  const meanings = levels.map(read);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code >= 0) outcome.set(row, meanings[code]!);
  }
  return outcome;
}

function textByText(cells: TextCells, read: Reader): Interpreted {
  const outcome = new Outcome(missing(rowsOf(cells)));
  forEachText(cells, (text, row) => {
    outcome.set(row, read(text));
  });
  return outcome;
}

/** Values as they are read, and the cells that could not be. */
class Outcome implements Interpreted {
  unreadable = 0;
  readonly unreadableRows: number[] = [];

  constructor(readonly values: Float64Array) {}

  /** What the cell means; NaN: it holds something that is not of the column's type. */
  set(row: number, meaning: number): void {
    this.values[row] = meaning;
    if (!Number.isNaN(meaning)) return;
    this.unreadable += 1;
    if (this.unreadableRows.length < ROWS_NAMED) this.unreadableRows.push(row);
  }
}

function missing(rows: number): Float64Array {
  return new Float64Array(rows).fill(NaN);
}
