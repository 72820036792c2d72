import { AppError } from '@shared/core/errors.ts';
import { decodeRunLine, placeOfData } from '@shared/ipc/run-list.ts';
import { isActive } from '@shared/model/run.ts';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { namesIn } from '../storage/folders.ts';
import type { Workspace } from '../storage/paths.ts';
import { sweepLeftovers, sweepTemporaryFiles } from '../storage/run-store.ts';
import { Breather } from './breather.ts';
import { EntryShelf, type IndexedRun } from './entry-shelf.ts';
import { lookAtFolder } from './folder-key.ts';
import { readIndex, type RunIndex } from './index-file.ts';
import { readRecovered, type RecoveredReading } from './read-recovered.ts';

/** Folders that are read at the same time: enough to keep the disk busy. */
const AT_ONCE = 8;
/** Runs that are told together: so many are read in some tenths of a second. */
export const RUNS_TOLD_TOGETHER = 250;

/** What is known of a workspace before any folder is read. */
export interface FoundRuns {
  /** The runs whose folders are as the index says. */
  shelf: EntryShelf;
  /** Folders that have to be read, the last changed first. */
  unread: string[];
  /** Whether the index says something else than the folders. */
  isIndexStale: boolean;
}

/** What came of reading folders. */
export interface ReadRuns {
  /** Runs whose process was gone. */
  recovered: string[];
  /** Folders that cannot be shown, by name. */
  problems: Map<string, string>;
}

/** Is this the name of a run's folder, or of something that was meant to be one? */
export function isRunName(name: string): boolean {
  return name.startsWith('run_');
}

/** What cannot be shown, in words. */
export function unreadableRun(name: string, error: unknown): string {
  return `The run in ${name} cannot be shown. ${error instanceof Error ? error.message : ''}`;
}

/** The runs that the index knows, where their folders are as it says, and the folders that have to be read. */
export async function findRuns(workspace: Workspace, log: Log): Promise<FoundRuns> {
  await sweepLeftovers(workspace);
  const { index, problem } = await readIndex(workspace.indexFile);
  if (problem !== null) log.warn(`The index of the runs is made anew: ${problem}`);
  const names = (await namesIn(workspace.runs)).filter(isRunName);
  const { kept, changed } = await compare(workspace, names, index?.runs ?? []);
  const { shelf, isSlim } = await shelve(index, kept);
  const isIndexStale = isSlim || changed.length > 0 || kept.length !== index?.runs.length;
  return { shelf, unread: await newestFirst(workspace, changed), isIndexStale };
}

/** Reads folders, and hands over what they hold as it comes. */
export async function readRuns(
  workspace: Workspace,
  names: readonly string[],
  take: (readings: readonly RecoveredReading[], done: number) => void,
): Promise<ReadRuns> {
  const recovered: string[] = [];
  const problems = new Map<string, string>();
  let batch: RecoveredReading[] = [];
  let done = 0;
  const readOne = async (name: string): Promise<void> => {
    const directory = join(workspace.runs, name);
    try {
      const reading = await readRecovered(directory);
      if (!isActive(reading.entry.status)) await sweepTemporaryFiles(directory);
      if (reading.wasDead) recovered.push(name);
      if (reading.problem !== null) problems.set(name, reading.problem);
      batch.push(reading);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.set(name, unreadableRun(name, error));
    }
    done += 1;
    if (done % RUNS_TOLD_TOGETHER !== 0 && done !== names.length) return;
    take(batch, done);
    batch = [];
  };
  const waiting = [...names].reverse();
  const reader = async (): Promise<void> => {
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) await readOne(name);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  return { recovered, problems };
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

/** By when their folders were last changed, so that what a person looks for comes first. */
async function newestFirst(workspace: Workspace, names: readonly string[]): Promise<string[]> {
  const changed = new Map<string, number>();
  const breather = new Breather();
  for (const name of names) {
    const folder = statSync(join(workspace.runs, name), { throwIfNoEntry: false });
    changed.set(name, folder?.mtimeMs ?? 0);
    await breather.pauseIfDue();
  }
  return [...names].sort((a, b) => changed.get(b)! - changed.get(a)!);
}
