import type { TableBuilder, TypedCell } from '../table-builder.ts';
import type { Codes } from './runs.ts';

/** Of a value whose size is not known, as a rule a short text. */
const VALUE_BYTES = 64;

/** The cells of one page of a column, in their order. */
export interface PageCells {
  readonly rows: number;
  /** Held for them, about. */
  readonly sizeBytes: number;
  /** Adds the next `count` cells to a column of the table. Throws where the page holds less than it says. */
  handOn(builder: TableBuilder, column: number, count: number): void;
  /** Passes over the next `count` cells. */
  skip(count: number): void;
}

/** Which rows have a value: 1, or 0 where it is missing; null where all have. */
export type Present = Uint8Array | null;

/** What stands there for the rows that have a value. */
interface Values {
  readonly sizeBytes: number;
  handOn(builder: TableBuilder, column: number): void;
  skip(): void;
}

/** `rows` cells, of which those that are `present` have one of `values`. */
export function pageCells(rows: number, present: Present, values: Values): PageCells {
  let row = 0;
  return {
    rows,
    sizeBytes: values.sizeBytes + (present?.byteLength ?? 0),
    handOn(builder, column, count) {
      for (const end = row + count; row < end; row++) {
        if (present === null || present[row] === 1) values.handOn(builder, column);
        else builder.addMissing(column);
      }
    },
    skip(count) {
      for (const end = row + count; row < end; row++)
        if (present === null || present[row] === 1) values.skip();
    },
  };
}

/** Values as the library gives them. */
export function listedValues(list: ArrayLike<unknown>): Values {
  let next = 0;
  return {
    sizeBytes: ArrayBuffer.isView(list) ? list.byteLength : VALUE_BYTES * list.length,
    handOn: (builder, column) => builder.addTyped(column, parquetCell(existing(list[next++]))),
    skip: () => (next += 1),
  };
}

/** Values of which each stands once in the dictionary of its column. */
export function codedValues(codes: Codes, dictionary: ArrayLike<TypedCell>): Values {
  let next = 0;
  return {
    sizeBytes: codes.byteLength,
    handOn: (builder, column) => builder.addTyped(column, existing(dictionary[codes[next++]!])),
    skip: () => (next += 1),
  };
}

/** Texts in UTF-8 with their length before each, 32 bits of it: no text is made of a plain one. */
export function plainTexts(bytes: Buffer): Values {
  let place = 0;
  const nextEnd = () => {
    const from = place + 4;
    place = from + bytes.readUInt32LE(place);
    if (place > bytes.length) throw new Error('A text ends beyond its page.');
    return from;
  };
  return {
    sizeBytes: bytes.length,
    handOn(builder, column) {
      const from = nextEnd();
      if (isPlain(bytes, from, place)) builder.addCell(column, bytes, from, place);
      else builder.addTyped(column, UTF8.decode(bytes.subarray(from, place)));
    },
    skip: () => void nextEnd(),
  };
}

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: false });

/** ASCII: it needs no look at whether it is well-formed. */
function isPlain(bytes: Buffer, from: number, to: number): boolean {
  for (let k = from; k < to; k++) if (bytes[k]! >= 0x80) return false;
  return true;
}

function existing<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The page holds fewer values than it says.');
  return value;
}

/** Lists, maps and bytes are shown as the JSON that tells them. */
export function parquetCell(value: unknown): TypedCell {
  if (typeof value !== 'object' || value === null) return value as TypedCell;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? String(item) : item));
}
