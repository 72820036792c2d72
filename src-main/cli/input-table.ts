import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { formatCount, quote } from '@shared/core/text.ts';
import Papa from 'papaparse';
import { readTextFile } from '../storage/read-json-file.ts';

/** A decimal number and nothing else: `Number` would also take an empty cell, hexadecimal and spaces. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Of a header, in a message. */
const NAMES_SHOWN = 10;

/** The named columns of a CSV file, row by row. Throws TABLE_INVALID with row and column at the first problem. */
export async function readInputTable(path: string, names: readonly string[]): Promise<number[][]> {
  const text = await readTextFile(path, LIMITS.csvBytes);
  // Empty lines end many files. In the middle, where a row is missing, they are told like any other bad row.
  const { data, errors } = Papa.parse<string[]>(text.replace(/^\uFEFF/, '').replace(/[\r\n]+$/, ''));
  const [problem] = errors.filter((error) => error.type !== 'Delimiter');
  if (problem !== undefined) {
    refuse(path, `Row ${formatCount((problem.row ?? 0) + 1)}: ${problem.message}.`);
  }
  const [header, ...rows] = data;
  if (header === undefined)
    return refuse(path, 'The file is empty. It needs a header line that names the inputs.');
  const places = names.map((name) => findColumn(path, header, name));
  return rows.map((cells, r) => {
    if (cells.length !== header.length) {
      return refuse(
        path,
        `Row ${formatCount(r + 2)} has ${formatCount(cells.length)} cells, but the header has ${formatCount(header.length)}.`,
      );
    }
    return places.map((place) => readNumber(path, cells[place]!, r + 2, header[place]!));
  });
}

function findColumn(path: string, header: readonly string[], name: string): number {
  const place = header.indexOf(name);
  if (place < 0) {
    const known = header.slice(0, NAMES_SHOWN).map(quote).join(', ');
    const more = header.length > NAMES_SHOWN ? `, and ${formatCount(header.length - NAMES_SHOWN)} more` : '';
    refuse(path, `The header has no column ${quote(name)}. It names: ${known}${more}.`);
  }
  if (header.includes(name, place + 1)) refuse(path, `The header names the column ${quote(name)} twice.`);
  return place;
}

function readNumber(path: string, cell: string, row: number, column: string): number {
  const value = Number(cell);
  if (NUMBER.test(cell) && Number.isFinite(value)) return value;
  return refuse(path, `Row ${formatCount(row)}, column ${quote(column)}: ${quote(cell)} is not a number.`);
}

function refuse(path: string, problem: string): never {
  throw new AppError('TABLE_INVALID', `${path}: ${problem}`, { at: path });
}
