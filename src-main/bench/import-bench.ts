import { Random } from '@shared/core/random.ts';
import { inferColumns } from '@shared/data/infer/infer-columns.ts';
import { profileTable } from '@shared/data/profile/find-findings.ts';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { previewTableFile, readTableFile } from '../tables/read-table-file.ts';
import { type BenchLine, benchLine, type BenchSetting } from './bench-line.ts';
import { summarize } from './timing.ts';

const SEED = 1;
/** Rows that are written at a time. */
const ROWS_AT_ONCE = 1_000;

interface ImportSize {
  readonly rows: number;
  readonly columns: number;
  /** Categories, dates and identifiers among the numbers. */
  readonly isMixed: boolean;
}

/** The tables that are read. */
const IMPORTS = {
  'import-100k': { rows: 100_000, columns: 20, isMixed: true },
  'import-1m': { rows: 1_000_000, columns: 50, isMixed: false },
} as const satisfies Record<string, ImportSize>;

/**
 * How long it takes to open a CSV file that is not read for the first time by the machine: the seconds until every cell is
 * typed and in memory. Beside it the time to the first rows, and to what the window shows of every column.
 */
export async function benchImport(name: keyof typeof IMPORTS, setting: BenchSetting): Promise<BenchLine> {
  const size = IMPORTS[name];
  const folder = await mkdtemp(join(tmpdir(), 'ninestep-bench-'));
  try {
    const path = join(folder, 'table.csv');
    await writeTable(path, size);
    const bytes = (await stat(path)).size;
    const rounds = [];
    for (let repeat = 0; repeat < setting.effort.repeats; repeat++) rounds.push(await openOnce(path));
    const seconds = summarize(rounds.map(({ readMs }) => readMs / 1000));
    return benchLine(name, setting, 's', seconds, {
      rows: size.rows,
      columns: size.columns,
      fileMegabytes: bytes / 1e6,
      previewMs: summarize(rounds.map(({ previewMs }) => previewMs)).median,
      profileMs: summarize(rounds.map(({ profileMs }) => profileMs)).median,
      rowsPerSecond: size.rows / seconds.median,
      megabytesPerSecond: bytes / 1e6 / seconds.median,
      // In kilobytes of 1,024 bytes, of the whole process since its start.
      peakMegabytes: (process.resourceUsage().maxRSS * 1_024) / 1e6,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function openOnce(path: string): Promise<{ previewMs: number; readMs: number; profileMs: number }> {
  const startedAt = performance.now();
  await previewTableFile(path, null);
  const previewedAt = performance.now();
  const { table } = await readTableFile(path, null);
  const readAt = performance.now();
  profileTable({ table, columns: inferColumns(table), parts: null });
  return {
    previewMs: previewedAt - startedAt,
    readMs: readAt - previewedAt,
    profileMs: performance.now() - readAt,
  };
}

function writeTable(path: string, size: ImportSize): Promise<void> {
  return pipeline(Readable.from(tableText(size)), createWriteStream(path));
}

function* tableText({ rows, columns, isMixed }: ImportSize): Generator<string> {
  const random = new Random(SEED, 'import bench');
  const cells = Array.from({ length: columns }, (_, c) => (isMixed ? mixedCell(c) : numberCell));
  yield `${cells.map((_, c) => `column ${String(c)}`).join(',')}\n`;
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
