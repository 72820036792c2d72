import { AppError } from '@shared/core/errors.ts';
import { decodeRunLine, placeOfData } from '@shared/ipc/run-list.ts';
import { isActive } from '@shared/model/run.ts';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { namesIn } from '../storage/folders.ts';
import type { Workspace } from '../storage/paths.ts';
import { sweepLeftovers, sweepTemporaryFiles } from '../storage/run-store.ts';
import { Breather } from './breather.ts';
import { EntryShelf, type IndexedRun } from './entry-shelf.ts';
import { lookAtFolder } from './folder-key.ts';
import { readIndex, type RunIndex } from './index-file.ts';
import { readRecovered } from './read-recovered.ts';

/** Folders that are read at the same time: enough to keep the disk busy. */
const AT_ONCE = 8;
/** Told after every so many folders: a few times a second. */
const TELL_EVERY = 100;

/** Told how many of the folders that have to be read were. */
export type OnReading = (done: number, total: number) => void;

export interface OpenedShelf {
  shelf: EntryShelf;
  /** Runs whose process was gone. */
  recovered: string[];
  /** Folders that cannot be shown, by name. */
  problems: Map<string, string>;
  /** Whether the index says something else than the folders. */
  isIndexStale: boolean;
}

/** Is this the name of a run's folder, or of something that was meant to be one? */
export function isRunName(name: string): boolean {
  return name.startsWith('run_');
}

/** What cannot be shown, in words. */
export function unreadableRun(name: string, error: unknown): string {
  return `The run in ${name} cannot be shown. ${error instanceof Error ? error.message : ''}`;
}

/** Every run of the workspace: from the index where its folder is as it was, else from the folder. */
export async function openShelf(
  workspace: Workspace,
  { log, onReading }: { log: Log; onReading: OnReading },
): Promise<OpenedShelf> {
  await sweepLeftovers(workspace);
  const { index, problem } = await readIndex(workspace.indexFile);
  if (problem !== null) log.warn(`The index of the runs is made anew: ${problem}`);
  const names = (await namesIn(workspace.runs)).filter(isRunName);
  const { kept, changed } = await compare(workspace, names, index?.runs ?? []);
  const { shelf, isSlim } = await shelve(index, kept);
  const recovered: string[] = [];
  const problems = new Map<string, string>();
  await readAll(changed, onReading, async (name) => {
    const directory = join(workspace.runs, name);
    try {
      const reading = await readRecovered(directory);
      if (!isActive(reading.entry.status)) await sweepTemporaryFiles(directory);
      if (reading.wasDead) recovered.push(name);
      if (reading.problem !== null) problems.set(name, reading.problem);
      shelf.put(reading.entry, reading.key);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.set(name, unreadableRun(name, error));
    }
  });
  const isIndexStale = isSlim || changed.length > 0 || kept.length !== index?.runs.length;
  return { shelf, recovered, problems, isIndexStale: isIndexStale && shelf.size > 0 };
}

/** The runs of an index, without data that none of them is about any more (`isSlim`: there were such). */
async function shelve(
  index: RunIndex | null,
  kept: readonly IndexedRun[],
): Promise<{ shelf: EntryShelf; isSlim: boolean }> {
  if (index === null) return { shelf: new EntryShelf(), isSlim: false };
  const used = new Set(kept.map(({ line }) => placeOfData(line)));
  if (used.size === index.table.all.length) {
    return { shelf: new EntryShelf(index.table, kept), isSlim: false };
  }
  const shelf = new EntryShelf();
  const breather = new Breather();
  for (const { line, key } of kept) {
    const entry = decodeRunLine(line, index.table);
    if (entry !== null) shelf.put(entry, key);
    await breather.pauseIfDue();
  }
  return { shelf, isSlim: true };
}

async function compare(
  workspace: Workspace,
  names: readonly string[],
  indexed: readonly IndexedRun[],
): Promise<{ kept: IndexedRun[]; changed: string[] }> {
  const byId = new Map(indexed.map((run) => [run.id, run]));
  const kept: IndexedRun[] = [];
  const changed: string[] = [];
  const breather = new Breather();
  for (const name of names) {
    const run = byId.get(name);
    if (run !== undefined && isAsIndexed(run, join(workspace.runs, name))) kept.push(run);
    else changed.push(name);
    await breather.pauseIfDue();
  }
  return { kept, changed };
}

function isAsIndexed({ key, status }: IndexedRun, directory: string): boolean {
  // Whether its process lives is asked every time.
  if (key === null || isActive(status)) return false;
  return key === lookAtFolder(directory, Date.now())?.key;
}

async function readAll(
  names: readonly string[],
  onReading: OnReading,
  read: (name: string) => Promise<void>,
): Promise<void> {
  let next = 0;
  const reader = async (): Promise<void> => {
    while (next < names.length) {
      const name = names[next++]!;
      await read(name);
      if (next % TELL_EVERY === 0) onReading(next, names.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
}
