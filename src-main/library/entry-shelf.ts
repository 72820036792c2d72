import { DataTable, decodeRunLine, encodeRunLine } from '@shared/ipc/run-list.ts';
import type { DataSpec } from '@shared/model/data-catalog.ts';
import type { RunEntry, RunStatus } from '@shared/model/run.ts';

/** What is known of a run without reading its line. */
export interface RunHead {
  id: string;
  /** What its folder looked like when it was read; null where it has to be read again. */
  key: string | null;
  status: RunStatus;
  createdAt: string;
}

/** A run as an index has it. */
export interface IndexedRun extends RunHead {
  line: string;
}

/** A run is kept as its line in the text of the history, as an object, or both: each is made when it is asked for. */
interface Kept extends RunHead {
  entry: RunEntry | null;
  line: string | null;
}

/** All runs that are known, in memory. Runs about one table share the object that describes it. */
export class EntryShelf {
  private readonly runs = new Map<string, Kept>();
  private readonly table: DataTable;

  /** `indexed` are lines that refer to the data in `table`. */
  constructor(table = new DataTable(), indexed: readonly IndexedRun[] = []) {
    this.table = table;
    for (const { id, key, status, createdAt, line } of indexed) {
      this.runs.set(id, { id, key, status, createdAt, line, entry: null });
    }
  }

  get size(): number {
    return this.runs.size;
  }

  ids(): string[] {
    return [...this.runs.keys()];
  }

  head(runId: string): RunHead | undefined {
    return this.runs.get(runId);
  }

  get(runId: string): RunEntry | undefined {
    const kept = this.runs.get(runId);
    return kept === undefined ? undefined : this.entryOf(kept);
  }

  /** Newest first: all, or those that `isWanted` by what is known without reading them. */
  entries(isWanted: (head: RunHead) => boolean = () => true): RunEntry[] {
    return this.sorted()
      .filter(isWanted)
      .map((kept) => this.entryOf(kept));
  }

  /** Whether anything that the history shows has changed by it. */
  put(entry: RunEntry, key: string | null): boolean {
    const before = this.runs.get(entry.id);
    const data = this.table.shared(entry.experiment.data);
    const { id, status, createdAt } = entry;
    const shared = { ...entry, experiment: { ...entry.experiment, data } };
    const kept: Kept = { id, key, status, createdAt, entry: shared, line: null };
    if (before !== undefined && this.lineOf(before) === this.lineOf(kept)) {
      before.key = key;
      return false;
    }
    this.runs.set(id, kept);
    return true;
  }

  /** Whether it was there. */
  delete(runId: string): boolean {
    return this.runs.delete(runId);
  }

  /** The data of all runs, each once. */
  data(): readonly DataSpec[] {
    return this.table.all;
  }

  /** The whole history as `decodeRunList` reads it, newest first; or some of its runs. */
  text(runIds?: readonly string[]): string {
    const wanted = runIds === undefined ? this.sorted() : runIds.map((id) => this.runs.get(id)!);
    const lines = wanted.map((kept) => this.lineOf(kept));
    return [...this.table.lines, ...lines].join('\n');
  }

  /** For an index: the lines of data, then the runs. */
  lines(): { data: readonly string[]; runs: IndexedRun[] } {
    const runs = [...this.runs.values()].map((kept) => ({ ...kept, line: this.lineOf(kept) }));
    return { data: [...this.table.lines], runs };
  }

  private sorted(): Kept[] {
    return [...this.runs.values()].sort(newestFirst);
  }

  private entryOf(kept: Kept): RunEntry {
    if (kept.entry !== null) return kept.entry;
    const entry = decodeRunLine(kept.line!, this.table);
    if (entry?.id !== kept.id) throw new Error(`The line of the run ${kept.id} is another one's.`);
    kept.entry = entry;
    return entry;
  }

  private lineOf(kept: Kept): string {
    kept.line ??= encodeRunLine(kept.entry!, this.table);
    return kept.line;
  }
}

function newestFirst(a: RunHead, b: RunHead): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}
