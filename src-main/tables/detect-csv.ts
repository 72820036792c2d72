import { CellNumbers, type NumberStyle } from './cell-numbers.ts';
import { type CsvSample, sampleCsv } from './csv-sample.ts';
import type { CsvFormat, Dialect } from './csv-scanner.ts';
import { detectHeader } from './detect-header.ts';
import { isMissingText } from './missing.ts';
import { detectEncoding, ToUtf8 } from './text-encoding.ts';

/** In the order in which they are preferred where two suit equally well. */
const DELIMITERS = ['comma', 'semicolon', 'tab', 'pipe', 'space'] as const;
/** What a file's name says about its delimiter counts for this much. */
const NAMED: Readonly<Record<string, Dialect['delimiter']>> = { tsv: 'tab', tab: 'tab', psv: 'pipe' };
const NAMED_BONUS = 1.5;
/** Below it the rows have no common number of cells, so the character is no delimiter. */
const LEAST_SCORE = 0.3;
/** Words have spaces between them: only where many cells are numbers are they taken for delimiters. */
const LEAST_NUMBERS = 0.3;
const SPACE_PENALTY = 0.9;
/** Single quotes are taken for quotes only where so many cells stand in them. */
const LEAST_SINGLE_QUOTED = 0.2;

const STYLES: readonly NumberStyle[] = [
  { decimal: 'point', thousands: 'none' },
  { decimal: 'comma', thousands: 'none' },
  { decimal: 'point', thousands: 'comma' },
  { decimal: 'comma', thousands: 'point' },
  { decimal: 'point', thousands: 'space' },
  { decimal: 'comma', thousands: 'space' },
  { decimal: 'point', thousands: 'apostrophe' },
  { decimal: 'comma', thousands: 'apostrophe' },
];

/**
 * How a text table is written, judged by its first rows. `extension` is that of its name; `isWhole` says that `head` is the
 * whole file; `encoding` is found out where it is not given.
 */
export function detectCsv(
  head: Buffer,
  isWhole: boolean,
  extension: string,
  encoding = detectEncoding(head),
): CsvFormat {
  const text = new ToUtf8(encoding).convert(head, isWhole);
  const sep = SEPARATOR_LINE.exec(text.toString('latin1', 0, SEPARATOR_LINE_LENGTH));
  const table = sep === null ? text : text.subarray(sep[0].length);
  const told = DELIMITERS.find((delimiter) => SIGNS[delimiter] === sep?.[1]);
  const sample = bestSample(table, isWhole, NAMED[extension], told);
  const style = detectNumbers(sample);
  const header = detectHeader(sample.rows, new CellNumbers(style));
  return { type: 'csv', ...sample.dialect, ...style, encoding, header };
}

/** What spreadsheets write into a line of its own to tell each other the delimiter: "sep=;". */
export const SEPARATOR_LINE = /^sep=([,;\t|])\r?\n/i;
export const SEPARATOR_LINE_LENGTH = 8;
const SIGNS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|', space: ' ' } as const;

function bestSample(
  table: Buffer,
  isWhole: boolean,
  named: Dialect['delimiter'] | undefined,
  told: Dialect['delimiter'] | undefined,
): CsvSample {
  const samples = (told === undefined ? DELIMITERS : [told]).flatMap((delimiter) =>
    (['double', 'single'] as const).map((quote) => sampleCsv(table, isWhole, { delimiter, quote })),
  );
  const scored = samples.map((sample) => ({
    sample,
    score: scoreOf(sample) * (sample.dialect.delimiter === named ? NAMED_BONUS : 1),
  }));
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one));
  if (best.score >= LEAST_SCORE || told !== undefined) return best.sample;
  // Not one of them cuts the rows evenly: a list of single cells, read with a delimiter that does not occur in it.
  const text = table.toString('latin1');
  const absent = DELIMITERS.find((delimiter) => !text.includes(SIGNS[delimiter])) ?? 'comma';
  return sampleCsv(table, isWhole, { delimiter: absent, quote: 'double' });
}

/** From 0 to 1: how even the rows are that this delimiter makes, and how few cells look as if they should be cut again. */
function scoreOf({ dialect, rows, cells, quotedCells, suspectCells }: CsvSample): number {
  const width = commonWidth(rows);
  if (width < 2) return 0;
  // R leaves the name over the row names out.
  const even = rows.filter((row, r) => row.length === width || (r === 0 && row.length === width - 1)).length;
  const score = (even / rows.length) * (1 - suspectCells / cells);
  if (dialect.quote === 'single') return quotedCells >= LEAST_SINGLE_QUOTED * cells ? 1.01 * score : 0;
  if (dialect.delimiter !== 'space') return score;
  return numberShare(rows) >= LEAST_NUMBERS ? SPACE_PENALTY * score : 0;
}

function commonWidth(rows: CsvSample['rows']): number {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  const [common] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  return common?.[0] ?? 0;
}

function numberShare(rows: CsvSample['rows']): number {
  const cells = rows.slice(rows.length > 1 ? 1 : 0).flat();
  const isNumberInAnyStyle = (cell: string) => STYLES.some((style) => isNumber(new CellNumbers(style), cell));
  return cells.filter(isNumberInAnyStyle).length / cells.length;
}

/** The style in which most cells are numbers; the plainest of those. */
function detectNumbers({ dialect, rows }: CsvSample): NumberStyle {
  const cells = rows
    .slice(rows.length > 1 ? 1 : 0)
    .flatMap((row) => row.filter((cell) => !isMissingText(cell)));
  let [best, most] = [STYLES[0]!, -1];
  for (const style of STYLES) {
    const numbers = new CellNumbers(style);
    const count = cells.filter((cell) => isNumber(numbers, cell)).length;
    // "1,234" is one and a bit where semicolons stand between cells, else a thousand and some.
    const wins =
      count === most &&
      isGroupingComma(style) &&
      best.decimal === 'comma' &&
      dialect.delimiter !== 'semicolon';
    if (count > most || wins) [best, most] = [style, count];
  }
  return best;
}

function isGroupingComma({ decimal, thousands }: NumberStyle): boolean {
  return decimal === 'point' && thousands === 'comma';
}

function isNumber(numbers: CellNumbers, text: string): boolean {
  return Number.isFinite(numbers.readText(text));
}
