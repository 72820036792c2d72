import { ID_PATTERNS } from '@shared/core/ids.ts';
import { DataTable } from '@shared/ipc/run-list.ts';
import type { DataSpec } from '@shared/model/data-catalog.ts';
import { RUN_STATUSES, type RunStatus } from '@shared/model/run.ts';
import { dataSchema } from '@shared/schema/data.ts';
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { writeFileAtomic } from '../storage/atomic-file.ts';
import { ENGINE } from '../storage/engine-identity.ts';
import { Breather } from './breather.ts';
import type { EntryShelf, IndexedRun } from './entry-shelf.ts';

/*
 * `runs.index`: what the run folders say, so that ten thousand of them need not be read at every start. Docs:
 * docs/formats/index-of-runs.md. Folders are the truth: whatever is wrong with the file, it is made anew.
 */

/** Another version may read other things from the same folders. */
const HEADER = JSON.stringify({ format: 'ninestep-index', version: 1, by: ENGINE.version });
const TAB = '\t';
/** 20,000 runs take about 80 MB. */
const MOST_BYTES = 510 * 2 ** 20;
const LINES_AT_ONCE = 256;
const HASHED_AT_ONCE = 2 ** 20;

export interface RunIndex {
  table: DataTable;
  runs: IndexedRun[];
}

/** Null, with why, where the file cannot be used. A missing one needs no words. */
export async function readIndex(path: string): Promise<{ index: RunIndex | null; problem: string | null }> {
  try {
    const found = await stat(path).catch(() => null);
    if (found === null) return { index: null, problem: null };
    if (!found.isFile() || found.size > MOST_BYTES) return { index: null, problem: 'it is no such file' };
    return { index: await decode(await readFile(path)), problem: null };
  } catch (error) {
    return { index: null, problem: error instanceof Error ? error.message : String(error) };
  }
}

async function decode(bytes: Buffer): Promise<RunIndex> {
  const endOfLines = bytes.lastIndexOf('\n') + 1;
  if (bytes.toString('latin1', endOfLines) !== (await checksumOf(bytes.subarray(0, endOfLines)))) {
    throw new Error('its checksum does not match');
  }
  const header = bytes.indexOf('\n');
  if (bytes.toString('utf8', 0, header) !== HEADER) throw new Error('another version of Ninestep wrote it');
  const table = new DataTable();
  const runs: IndexedRun[] = [];
  const breather = new Breather();
  for (let start = header + 1; start < endOfLines;) {
    const end = bytes.indexOf('\n', start);
    const line = bytes.toString('utf8', start, end);
    if (line.startsWith('{')) table.placeOf(dataOf(line));
    else runs.push(runOf(line));
    start = end + 1;
    await breather.pauseIfDue();
  }
  return { table, runs };
}

async function checksumOf(bytes: Buffer): Promise<string> {
  const hash = createHash('sha256');
  const breather = new Breather();
  for (let start = 0; start < bytes.length; start += HASHED_AT_ONCE) {
    hash.update(bytes.subarray(start, start + HASHED_AT_ONCE));
    await breather.pauseIfDue();
  }
  return hash.digest('hex');
}

function dataOf(line: string): DataSpec {
  return dataSchema.parse((JSON.parse(line) as { data: unknown }).data);
}

/** `id`, `key`, `status`, `createdAt` and the line, with tabs between them: JSON holds none. */
function runOf(text: string): IndexedRun {
  const [id = '', key = '', status = '', createdAt = ''] = text.split(TAB, 4);
  const head = [id, key, status, createdAt].join(TAB);
  if (!ID_PATTERNS.run.test(id) || !(status in RUN_STATUSES)) throw new Error('it names what is no run');
  return {
    id,
    key: key === '' ? null : key,
    status: status as RunStatus,
    createdAt,
    line: text.slice(head.length + 1),
  };
}

/** Replaces the file as a whole. Throws as `writeFileAtomic` does. */
export async function writeIndex(path: string, shelf: EntryShelf): Promise<void> {
  await writeFileAtomic(path, pieces(shelf.lines()));
}

function* pieces({ data, runs }: ReturnType<EntryShelf['lines']>): Generator<Buffer> {
  const hash = createHash('sha256');
  const hashed = (lines: readonly string[]): Buffer => {
    const piece = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    hash.update(piece);
    return piece;
  };
  yield hashed([HEADER, ...data]);
  for (let k = 0; k < runs.length; k += LINES_AT_ONCE) {
    yield hashed(
      runs
        .slice(k, k + LINES_AT_ONCE)
        .map(({ id, key, status, createdAt, line }) => [id, key ?? '', status, createdAt, line].join(TAB)),
    );
  }
  yield Buffer.from(hash.digest('hex'));
}
