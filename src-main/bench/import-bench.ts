import { inferColumns } from '@shared/data/infer/infer-columns.ts';
import { profileTable } from '@shared/data/profile/find-findings.ts';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { previewTableFile, readTableFile } from '../tables/read-table-file.ts';
import { type BenchLine, benchLine, type BenchSetting } from './bench-line.ts';
import { type TableSize, writeTable } from './drawn-table.ts';
import { summarize } from './timing.ts';

/** The tables that are read. */
const IMPORTS = {
  'import-100k': { rows: 100_000, columns: 20, isMixed: true },
  'import-1m': { rows: 1_000_000, columns: 50, isMixed: false },
} as const satisfies Record<string, TableSize>;

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
