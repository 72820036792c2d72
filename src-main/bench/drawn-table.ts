import { Random } from '@shared/core/random.ts';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const SEED = 1;
/** Rows that are written at a time. */
const ROWS_AT_ONCE = 1_000;

export interface TableSize {
  readonly rows: number;
  readonly columns: number;
  /** Categories, dates and identifiers among the numbers. */
  readonly isMixed: boolean;
}

/** The header has it for column `c`, 0 first. */
export function columnName(c: number): string {
  return `column ${String(c)}`;
}

/** Writes a table of CSV, the same every time. */
export function writeTable(path: string, size: TableSize): Promise<void> {
  return pipeline(Readable.from(tableText(size)), createWriteStream(path));
}

/** Writes a table of numbers as a Parquet file whose rows are all one group, as pandas writes it. */
export async function writeGroup(path: string, { rows, columns }: TableSize): Promise<void> {
  // Only here: nothing else of Ninestep writes Parquet.
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const random = new Random(SEED, 'parquet bench');
  const columnData = Array.from({ length: columns }, (_, c) => ({
    name: columnName(c),
    data: Float64Array.from({ length: rows }, () => Number(numberCell(random, 0))),
    type: 'DOUBLE' as const,
  }));
  await writeFile(path, new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: rows })));
}

function* tableText({ rows, columns, isMixed }: TableSize): Generator<string> {
  const random = new Random(SEED, 'import bench');
  const cells = Array.from({ length: columns }, (_, c) => (isMixed ? mixedCell(c) : numberCell));
  yield `${cells.map((_, c) => columnName(c)).join(',')}\n`;
  for (let row = 0; row < rows; row += ROWS_AT_ONCE) {
    const lines = Array.from({ length: Math.min(ROWS_AT_ONCE, rows - row) }, (_, k) =>
      cells.map((cell) => cell(random, row + k)).join(','),
    );
    yield `${lines.join('\n')}\n`;
  }
}

type Cell = (random: Random, row: number) => string;

const LEVELS = ['red', 'green', 'blue', 'yellow', 'black', 'white'];
const FIRST_DAY = Date.UTC(2020, 0, 1);
const MS_PER_DAY = 86_400_000;

const numberCell: Cell = (random) => (200 * random.uniform() - 100).toFixed(6);

/** Of every ten columns one of identifiers, one of dates, two of categories; a number in fifty is missing. */
function mixedCell(column: number): Cell {
  switch (column % 10) {
    case 0:
      return (_, row) => `id-${String(row)}`;
    case 3:
      return (random) => new Date(FIRST_DAY + MS_PER_DAY * random.below(2_000)).toISOString().slice(0, 10);
    case 5:
    case 7:
      return (random) => LEVELS[random.below(LEVELS.length)]!;
    default:
      return (random, row) => (random.below(50) === 0 ? '' : numberCell(random, row));
  }
}
