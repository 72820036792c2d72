import type { DecodedArray, PageHeader } from 'hyparquet';
import { convert } from 'hyparquet/src/convert.js';
import { decompressPage, readDataPage } from 'hyparquet/src/datapage.js';
import { readPlain } from 'hyparquet/src/plain.js';
import type { TypedCell } from '../table-builder.ts';
import {
  codedValues,
  listedValues,
  type PageCells,
  pageCells,
  parquetCell,
  plainTexts,
  type Present,
} from './page-cells.ts';
import { codesUpTo, readRuns } from './runs.ts';

/** What is known of a column before its pages are read. */
export type ColumnDecoder = Parameters<typeof convert>[1];

/** The values that the pages of a column refer to. */
export type Dictionary = ArrayLike<TypedCell>;

/** `body`: what follows the header of a dictionary. Throws in whatever way a damage makes it fail. */
export function decodeDictionary(header: PageHeader, body: Buffer, decoder: ColumnDecoder): Dictionary {
  const count = header.dictionary_page_header?.num_values;
  if (count === undefined) throw new Error('A dictionary without its header.');
  const bytes = decompressed(body, header.uncompressed_page_size, decoder);
  const plain = readPlain(readerOf(bytes), decoder.type, count, decoder.element.type_length);
  return heldCells(convert(plain, decoder));
}

/** Numbers take eight bytes each where they stand by themselves, and three times as many where texts might. */
function heldCells(values: DecodedArray): Dictionary {
  const cells = Array.isArray(values) ? values.map(parquetCell) : Array.from(values, exactNumber);
  return cells.every((cell) => typeof cell === 'number') ? Float64Array.from(cells) : cells;
}

/** Made once for the dictionary, and not for every cell. */
function exactNumber(value: number | bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) || typeof value === 'number' ? Number(value) : value;
}

/** `body`: what follows the header of a page of at most `mostRows` cells. Throws in whatever way a damage makes it fail. */
export function decodePage(
  header: PageHeader,
  body: Buffer,
  decoder: ColumnDecoder,
  dictionary: Dictionary | null,
  mostRows: number,
): PageCells {
  const { rows, encoding, present, values } = partsOfPage(header, body, decoder, mostRows);
  const count = present === null ? rows : rows - zerosOf(present);
  if (count === 0) return pageCells(rows, present, listedValues([]));
  if (encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY') {
    if (dictionary === null) throw new Error('A page refers to a dictionary that is not there.');
    return pageCells(rows, present, codedValues(codesOf(values, count), dictionary));
  }
  if (encoding === 'PLAIN' && isText(decoder)) return pageCells(rows, present, plainTexts(values));
  const { dataPage } = readDataPage(
    values,
    { num_values: count, encoding, definition_level_encoding: 'RLE', repetition_level_encoding: 'RLE' },
    // What stands there for missing values was read already.
    { ...decoder, schemaPath: [] },
  );
  return pageCells(rows, present, listedValues(convert(dataPage, decoder) as ArrayLike<unknown>));
}

interface PageParts {
  readonly rows: number;
  readonly encoding: NonNullable<PageHeader['data_page_header']>['encoding'];
  readonly present: Present;
  readonly values: Buffer;
}

/** Where the values of a page begin, and which rows have one. */
function partsOfPage(header: PageHeader, body: Buffer, decoder: ColumnDecoder, mostRows: number): PageParts {
  const isOptional = decoder.element.repetition_type !== 'REQUIRED';
  const { data_page_header: first, data_page_header_v2: second } = header;
  const rows = first?.num_values ?? second?.num_values ?? -1;
  if (rows < 0 || rows > mostRows) throw new Error(`A page of ${String(rows)} cells.`);
  if (second !== undefined) {
    const levelsFrom = second.repetition_levels_byte_length;
    const levelsTo = levelsFrom + second.definition_levels_byte_length;
    const size = header.uncompressed_page_size - levelsTo;
    const packed = body.subarray(levelsTo);
    return {
      rows,
      encoding: second.encoding,
      present: isOptional ? presentOf(body.subarray(levelsFrom, levelsTo), rows) : null,
      values: second.is_compressed === false || size === 0 ? packed : decompressed(packed, size, decoder),
    };
  }
  if (first === undefined) throw new Error('A page without its header.');
  const page = decompressed(body, header.uncompressed_page_size, decoder);
  const levelsTo = isOptional ? 4 + page.readUInt32LE(0) : 0;
  return {
    rows,
    encoding: first.encoding,
    present: isOptional ? presentOf(page.subarray(4, levelsTo), rows) : null,
    values: page.subarray(levelsTo),
  };
}

/** A column that may lack values says of each row whether it has one: a level of one bit. */
function presentOf(levels: Buffer, rows: number): Present {
  const present = new Uint8Array(rows);
  readRuns(present, levels, 1);
  return present.includes(0) ? present : null;
}

function zerosOf(present: Uint8Array): number {
  let count = 0;
  for (const level of present) if (level === 0) count += 1;
  return count;
}

function codesOf(values: Buffer, count: number) {
  const bitWidth = values.readUInt8(0);
  const codes = codesUpTo(2 ** bitWidth - 1, count);
  if (bitWidth > 0) readRuns(codes, values.subarray(1), bitWidth);
  return codes;
}

/** Texts, and bytes of which nothing else is said. */
function isText({
  type,
  element: { converted_type: converted, logical_type: logical },
}: ColumnDecoder): boolean {
  const isNamed = converted === 'UTF8' || logical?.type === 'STRING';
  return type === 'BYTE_ARRAY' && (isNamed || (converted === undefined && logical === undefined));
}

function decompressed(bytes: Buffer, size: number, { codec, compressors }: ColumnDecoder): Buffer {
  const page = decompressPage(bytes, size, codec, compressors);
  return Buffer.from(page.buffer, page.byteOffset, page.byteLength);
}

function readerOf({ buffer, byteOffset, byteLength }: Buffer) {
  return { view: new DataView(buffer, byteOffset, byteLength), offset: 0 };
}
