import { AppError } from '@shared/core/errors.ts';
import { formatCount } from '@shared/core/text.ts';
import type { WorkbenchEvent } from '@shared/ipc/contract.ts';
import type { DataSpec } from '@shared/model/data-catalog.ts';
import { hasEnded, isActive, NO_MARKS, type RunEntry, type RunRecord } from '@shared/model/run.ts';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { namesIn } from '../storage/folders.ts';
import type { Workspace } from '../storage/paths.ts';
import { readMarks, writeMarks } from '../storage/run-marks.ts';
import { Breather } from './breather.ts';
import { EntryShelf } from './entry-shelf.ts';
import { lookAtFolder } from './folder-key.ts';
import { FolderWatch } from './folder-watch.ts';
import { IndexKeeper } from './index-keeper.ts';
import { applyMarks, type MarksChange } from './marks-change.ts';
import { findRuns, isRunName, readRuns, RUNS_TOLD_TOGETHER, unreadableRun } from './open-shelf.ts';
import { briefRecord } from './read-entry.ts';
import { readRecovered, type RecoveredReading } from './read-recovered.ts';
import { GrowingSpark } from './spark.ts';

export interface LibraryOptions {
  workspace: Workspace;
  broadcast: (event: WorkbenchEvent) => void;
  /** Told the data of every run that was read from the disk: their tables may be read for the window. */
  approve: (data: readonly DataSpec[]) => void;
  /** Told each folder that cannot be shown once, in words. */
  tell: (problem: string) => void;
  log: Log;
}

/** Marks that are written at the same time. */
const MARKED_AT_ONCE = 16;
/** Problems that are told one by one when the workspace is opened. */
const MOST_TOLD = 5;

/**
 * Every run of the workspace: the one place in main that knows them all. Runs that this Ninestep trains or lets wait are told
 * to it (`noteRecord`); all others are as their folders say, which it watches.
 */
export class RunLibrary {
  private readonly options: LibraryOptions;
  private readonly opening: Promise<void>;
  private readonly beginning: Promise<void>;
  private begin: () => void = () => undefined;
  private readonly index: IndexKeeper;
  private readonly watch: FolderWatch;
  private shelf = new EntryShelf();
  /** Runs that this Ninestep trains or lets wait: what it was told of them is newer than their folders. */
  private readonly own = new Map<string, GrowingSpark>();
  /** Counts what was told of a run, so that what was read before counts for nothing. */
  private readonly told = new Map<string, number>();
  /** Folders that cannot be shown → what they looked like then. */
  private readonly unreadable = new Map<string, string | null>();
  private lost: readonly string[] = [];
  private marking: Promise<unknown> = Promise.resolve();

  constructor(options: LibraryOptions) {
    this.options = options;
    const { workspace, log } = options;
    this.index = new IndexKeeper(workspace.indexFile, () => this.shelf, log);
    this.watch = new FolderWatch({ folder: workspace.runs, log, look: (names) => this.look(names) });
    this.beginning = new Promise((resolve) => {
      this.begin = resolve;
    });
    this.opening = this.open();
    // Whoever asks gets the failure; until then it is nobody's unhandled rejection.
    this.opening.catch((error: unknown) => {
      log.error('The history cannot be opened', error);
    });
  }

  /** Resolves when all runs are known. Rejects where the workspace cannot be read. */
  opened(): Promise<void> {
    return this.opening;
  }

  /** Resolves when there is something to show: all runs, or of a long history that must be read the first of them. */
  begun(): Promise<void> {
    return Promise.race([this.beginning, this.opening]);
  }

  /** Runs that were found without their process when the library was opened; they are interrupted since. */
  get recovered(): readonly string[] {
    return this.lost;
  }

  /** All runs, newest first. Reading ten thousand takes a third of a second the first time: prefer `unfinished` and `get`. */
  entries(): RunEntry[] {
    return this.shelf.entries();
  }

  /** Runs that may have to go on: those that wait, are trained, or lost their process. */
  unfinished(): RunEntry[] {
    return this.shelf.entries(({ status }) => !hasEnded(status) || status === 'interrupted');
  }

  get(runId: string): RunEntry | undefined {
    return this.shelf.get(runId);
  }

  /** The whole history for the window: `decodeRunList` in ipc/run-list.ts reads it. */
  listText(): string {
    return this.shelf.text();
  }

  /** The news of a run that this Ninestep trains, lets wait, or has just ended. Told to the window. */
  noteRecord(record: RunRecord): void {
    const before = this.shelf.get(record.id);
    this.told.set(record.id, (this.told.get(record.id) ?? 0) + 1);
    const growing =
      this.own.get(record.id) ?? new GrowingSpark(before?.spark ?? [], before?.last?.step ?? null);
    growing.add(record.last);
    if (hasEnded(record.status)) this.own.delete(record.id);
    else this.own.set(record.id, growing);
    const marks = before?.marks ?? NO_MARKS;
    this.show({ ...briefRecord(record), marks, spark: growing.spark, isElsewhere: false }, null);
  }

  /** A run that this Ninestep no longer trains or lets wait, although it has not ended here: its folder is asked again. */
  letGo(runId: string): void {
    this.own.delete(runId);
    this.watch.lookSoon(runId);
  }

  /**
   * Says something about runs, on the disk and to the window. Runs that are not there are passed over. One change after the
   * other: each adds to what the one before has written.
   */
  changeMarks(runIds: readonly string[], change: MarksChange): Promise<void> {
    const changed = this.marking.then(() => this.changeMarksOfAll(runIds, change));
    this.marking = changed.catch(() => undefined);
    return changed;
  }

  /** Forgets runs whose folders are gone, and tells the window. */
  remove(runIds: readonly string[]): void {
    const removed = runIds.filter((id) => {
      this.own.delete(id);
      return this.shelf.delete(id);
    });
    if (removed.length === 0) return;
    this.options.broadcast({ type: 'runs-removed', runIds: removed });
    this.index.saveSoon();
  }

  /** Takes up a run whose folder has come. Throws AppError where it cannot be read. */
  async add(runId: string): Promise<void> {
    await this.refresh(runId);
  }

  /** Resolves when the index is on the disk and nothing is watched any more. */
  async close(): Promise<void> {
    this.watch.close();
    await this.opening.catch(() => undefined);
    await this.index.close();
  }

  private async open(): Promise<void> {
    const { workspace, log, approve } = this.options;
    const startedAt = performance.now();
    const { shelf, unread, isIndexStale } = await findRuns(workspace, log);
    // What was told meanwhile is newer.
    for (const id of this.own.keys()) {
      const told = this.shelf.get(id)!;
      shelf.put({ ...told, marks: shelf.get(id)?.marks ?? told.marks }, null);
    }
    this.shelf = shelf;
    approve(shelf.data());
    const { recovered, problems } = await readRuns(workspace, unread, (readings, done) => {
      this.take(readings, done, unread.length);
    });
    this.lost = recovered;
    this.tellAll(problems);
    if (isIndexStale && this.shelf.size > 0) this.index.saveSoon();
    log.info(`${String(this.shelf.size)} runs opened in ${(performance.now() - startedAt).toFixed(0)} ms`);
    this.watch.start();
  }

  /** Some of the folders that have to be read when the workspace is opened. */
  private take(readings: readonly RecoveredReading[], done: number, total: number): void {
    const news = readings.filter(({ entry: { id } }) => !this.own.has(id));
    for (const { entry, key } of news) this.shelf.put(entry, key);
    this.options.approve(news.map(({ entry }) => entry.experiment.data));
    // A short history is listed as a whole.
    if (total <= RUNS_TOLD_TOGETHER) return;
    const text = this.shelf.text(news.map(({ entry }) => entry.id));
    this.options.broadcast({ type: 'runs-read', text, done, total });
    this.begin();
  }

  private tellAll(problems: ReadonlyMap<string, string>): void {
    const { tell, log } = this.options;
    let told = 0;
    for (const [name, problem] of problems) {
      if (this.shelf.head(name) === undefined) this.unreadable.set(name, this.keyOf(name));
      if (told++ < MOST_TOLD) tell(problem);
      else log.warn(problem);
    }
    if (told > MOST_TOLD) tell(`${formatCount(told - MOST_TOLD)} more problems with runs stand in the log.`);
  }

  /** Brings what is known up to what the folders say; `names` null: all of them. */
  private async look(names: readonly string[] | null): Promise<void> {
    const there = (names ?? (await namesIn(this.options.workspace.runs))).filter(isRunName);
    if (names === null) this.forgetGone(new Set(there));
    const breather = new Breather();
    for (const name of there) {
      if (this.isNews(name)) await this.refreshOrTell(name);
      await breather.pauseIfDue();
    }
  }

  private forgetGone(there: ReadonlySet<string>): void {
    this.remove(this.shelf.ids().filter((id) => !there.has(id) && !this.own.has(id)));
  }

  private isNews(name: string): boolean {
    if (this.own.has(name)) return false;
    const head = this.shelf.head(name);
    // The points of a run that another process trains grow in place.
    if (head !== undefined && isActive(head.status)) return true;
    const known = head?.key ?? this.unreadable.get(name) ?? null;
    return known === null || known !== this.keyOf(name);
  }

  private async refreshOrTell(name: string): Promise<void> {
    try {
      await this.refresh(name);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.noteUnreadable(name, error);
    }
  }

  private noteUnreadable(name: string, error: AppError): void {
    const key = this.keyOf(name);
    if (key === null) {
      this.unreadable.delete(name);
      this.watch.follow(name, false);
      this.remove([name]);
      return;
    }
    // Whoever makes a run makes its folder first: what is missing may be there the next time.
    if (error.code === 'FILE_NOT_FOUND' && !this.unreadable.has(name)) this.unreadable.set(name, null);
    else {
      const isTold = this.unreadable.get(name) !== undefined && this.unreadable.get(name) !== null;
      if (!isTold) this.options.tell(unreadableRun(name, error));
      this.unreadable.set(name, key);
    }
  }

  private async refresh(runId: string): Promise<void> {
    const directory = this.directoryOf(runId);
    const asked = this.told.get(runId);
    const { entry, key, problem } = await readRecovered(directory);
    if (this.told.get(runId) !== asked) return;
    this.unreadable.delete(runId);
    this.options.approve([entry.experiment.data]);
    if (problem !== null) this.options.tell(problem);
    this.show(entry, key);
    this.watch.follow(runId, entry.isElsewhere);
  }

  private show(entry: RunEntry, key: string | null): void {
    const hadKey = this.shelf.head(entry.id)?.key ?? null;
    const isChanged = this.shelf.put(entry, key);
    if (isChanged) this.options.broadcast({ type: 'run-changed', run: this.shelf.get(entry.id)! });
    // What is being trained is read again at the next start, whatever the index says.
    if (!isActive(entry.status) && (isChanged || hadKey !== key)) this.index.saveSoon();
  }

  private async changeMarksOfAll(runIds: readonly string[], change: MarksChange): Promise<void> {
    const waiting = runIds.filter((id) => this.shelf.get(id) !== undefined);
    const changed: RunEntry[] = [];
    const worker = async (): Promise<void> => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
        changed.push(...(await this.changeMarksOf(id, change)));
      }
    };
    try {
      await Promise.all(Array.from({ length: MARKED_AT_ONCE }, worker));
    } finally {
      // What was changed before one of them failed is changed.
      if (changed.length > 0) {
        this.options.broadcast({
          type: 'runs-marked',
          runIds: changed.map(({ id }) => id),
          marks: changed.map(({ marks }) => marks),
        });
        this.index.saveSoon();
      }
    }
  }

  private async changeMarksOf(runId: string, change: MarksChange): Promise<RunEntry[]> {
    const directory = this.directoryOf(runId);
    const { marks } = await readMarks(directory);
    const changed = applyMarks(marks, change);
    await writeMarks(directory, changed);
    // As it is now: its record may have changed while the file was written.
    const entry = this.shelf.get(runId);
    if (entry === undefined) return [];
    const marked = { ...entry, marks: changed };
    return this.shelf.put(marked, null) ? [marked] : [];
  }

  private keyOf(name: string): string | null {
    return lookAtFolder(this.directoryOf(name), Date.now())?.key ?? null;
  }

  private directoryOf(runId: string): string {
    return join(this.options.workspace.runs, runId);
  }
}
