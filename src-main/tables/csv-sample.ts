import { AppError } from '@shared/core/errors.ts';
import { CELL, CsvScanner, type Dialect, scannedText } from './csv-scanner.ts';

const SAMPLED_ROWS = 200;

/** The first rows of a text table, as one delimiter and one kind of quotes cut them. */
export interface CsvSample {
  readonly dialect: Dialect;
  /** Without empty lines. */
  readonly rows: readonly (readonly string[])[];
  readonly cells: number;
  readonly quotedCells: number;
  /** Cells without quotes that hold a character other tables have for a delimiter. */
  readonly suspectCells: number;
}

/** A comma may belong to a number. */
const NUMBER_LIKE = /^[-+\d.,' %eE]+$/;
const SEVERAL_NUMBERS = /^[-+\d.,eE]+(?: +[-+\d.,eE]+)+$/;
/** One number all the same. */
const SPACED_NUMBER = /^[-+]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?$/;
const OTHER_DELIMITERS: Record<Dialect['delimiter'], RegExp> = {
  comma: /[;\t|]/,
  semicolon: /[,\t|]/,
  tab: /[,;|]/,
  pipe: /[,;\t]/,
  space: /[,;|]/,
};

/** `isWhole`: `head` is the whole file. Whatever cannot be read ends the sample; reading the file will say why. */
export function sampleCsv(head: Buffer, isWhole: boolean, dialect: Dialect): CsvSample {
  const rows: string[][] = [];
  let [cells, quotedCells, suspectCells] = [0, 0, 0];
  const scanner = new CsvScanner(dialect, {
    row: (row) => {
      const texts = Array.from({ length: row.count }, (_, cell) => scannedText(row, cell, dialect));
      if (texts.every((text) => text === '')) return true;
      rows.push(texts);
      cells += texts.length;
      texts.forEach((text, cell) => {
        if (row.kinds[cell] !== CELL.plain) quotedCells += 1;
        else if (isSuspect(text, dialect)) suspectCells += 1;
      });
      return rows.length < SAMPLED_ROWS;
    },
    refuse: (problem) => {
      throw new AppError('TABLE_INVALID', problem);
    },
  });
  try {
    const rest = scanner.scan(head, isWhole);
    if (rows.length === 0 && rest === 0) scanner.scan(head, true);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
  return { dialect, rows, cells, quotedCells, suspectCells };
}

function isSuspect(text: string, { delimiter }: Dialect): boolean {
  if (SEVERAL_NUMBERS.test(text) && !SPACED_NUMBER.test(text)) return true;
  return OTHER_DELIMITERS[delimiter].test(text) && !NUMBER_LIKE.test(text);
}
