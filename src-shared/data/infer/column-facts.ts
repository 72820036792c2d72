import { LIMITS } from '../../core/limits.ts';
import { forEachText } from '../cell-texts.ts';
import type { NumberCells, RawColumn } from '../raw-table.ts';
import { type DateFormat, readDate } from '../read-date.ts';
import { readQuantity } from '../read-number.ts';

/** What the cells of a column look like, before it is decided what they mean. Counts are of rows. */
export interface ColumnFacts {
  readonly rows: number;
  /** Rows with something in them. */
  readonly present: number;
  readonly numbers: number;
  /** Every number is whole. */
  readonly isWhole: boolean;
  /** How many can be read as a date, by format. */
  readonly dates: Readonly<Record<DateFormat, number>>;
  /** The sign between the parts of the dates, where there is one. */
  readonly dateSign: string;
  /** Some date has a time of day. */
  readonly hasTime: boolean;
  /** Each different text and its rows; null where there are more than `TEXTS_COUNTED`, or one is too long for a level. */
  readonly texts: ReadonlyMap<string, number> | null;
}

/** More different texts than this are none that a person would tell apart. */
const TEXTS_COUNTED = 1_000;

/** A way to read that has failed for so many different texts is not tried again. */
const TRIES = 1_000;

export function columnFacts(column: RawColumn, rows: number): ColumnFacts {
  const tally = new Tally();
  switch (column.kind) {
    case 'numbers':
      addNumbers(tally, column);
      break;
    case 'levels': {
      const counts = new Uint32Array(column.levels.length);
      for (const code of column.codes) if (code >= 0) counts[code]! += 1;
      column.levels.forEach((level, code) => {
        tally.add(level, counts[code]!);
      });
      break;
    }
    case 'texts':
      forEachText(column, (text) => {
        tally.add(text, 1);
      });
  }
  return tally.facts(rows);
}

function addNumbers(tally: Tally, { values, others }: NumberCells): void {
  const counts = new Map<number, number>();
  let isWhole = true;
  let rows = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    rows += 1;
    isWhole &&= Number.isInteger(value);
    if (counts.size <= TEXTS_COUNTED) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (counts.size <= TEXTS_COUNTED) {
    for (const [value, count] of counts) tally.add(String(value), count, value);
  } else {
    tally.addManyNumbers(rows, isWhole);
    if (isWhole) addCompactDates(tally, values);
  }
  for (const text of others.values()) tally.add(text, 1);
}

/** 20261122 is stored as a number. */
function addCompactDates(tally: Tally, values: Float64Array): void {
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (Number.isNaN(readDate(String(value), 'year-month-day'))) return;
    tally.dates['year-month-day'] += 1;
  }
}

class Tally {
  readonly dates: Record<DateFormat, number> = {
    iso: 0,
    'day-month-year': 0,
    'month-day-year': 0,
    'year-month-day': 0,
  };
  private present = 0;
  private numbers = 0;
  private isWhole = true;
  private tried = 0;
  private dateSign = '';
  private hasTime = false;
  private texts: Map<string, number> | null = new Map();

  /** A text that stands in so many rows; `value`: the number that the reader found in it. */
  add(text: string, rows: number, value?: number): void {
    if (rows === 0) return;
    this.present += rows;
    this.tried += 1;
    this.count(text, rows);
    if (this.numbers > 0 || this.tried <= TRIES) this.addNumber(value ?? quantityIn(text), rows);
    for (const format of FORMATS) {
      if (this.dates[format] > 0 || this.tried <= TRIES) this.tryDate(text, rows, format);
    }
  }

  /** Numbers of which too many differ to hold them as texts. */
  addManyNumbers(rows: number, isWhole: boolean): void {
    this.present += rows;
    this.numbers += rows;
    this.isWhole = isWhole;
    this.texts = null;
  }

  facts(rows: number): ColumnFacts {
    const { present, numbers, isWhole, dates, dateSign, hasTime, texts } = this;
    return { rows, present, numbers, isWhole, dates, dateSign, hasTime, texts };
  }

  private count(text: string, rows: number): void {
    if (this.texts === null) return;
    this.texts.set(text, (this.texts.get(text) ?? 0) + rows);
    if (this.texts.size > TEXTS_COUNTED || text.length > LIMITS.textLength) this.texts = null;
  }

  private addNumber(value: number, rows: number): void {
    if (Number.isNaN(value)) return;
    this.numbers += rows;
    this.isWhole &&= Number.isInteger(value);
  }

  private tryDate(text: string, rows: number, format: DateFormat): void {
    const days = readDate(text, format);
    if (Number.isNaN(days)) return;
    this.dates[format] += rows;
    this.dateSign = /[./-]/.exec(text)?.[0] ?? '';
    this.hasTime ||= !Number.isInteger(days);
  }
}

const FORMATS = ['iso', 'day-month-year', 'month-day-year', 'year-month-day'] as const;

/** 007 and 12345678901234567, which readers leave as texts: as numbers they would not stay as they stand. */
const CODE = /^\s*[+-]?0\d/;
const WHOLE = /^\s*[+-]?\d+\s*$/;
const LARGEST_EXACT = 2 ** 53;

/** The number in a text; NaN where there is none, or a code made of digits. */
function quantityIn(text: string): number {
  const value = readQuantity(text);
  const isCode = CODE.test(text) || (Math.abs(value) >= LARGEST_EXACT && WHOLE.test(text));
  return isCode ? NaN : value;
}
