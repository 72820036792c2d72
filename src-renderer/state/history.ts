/** Undo and redo over whole immutable values: undo is an index, "changed" is `!==`. */
export interface History<T> {
  readonly entries: readonly HistoryEntry<T>[];
  readonly index: number;
}

export interface HistoryEntry<T> {
  readonly value: T;
  /** What made this value, in words: "Units of layer 2". */
  readonly label: string;
  /** Edits of the same thing in quick succession become one step; null never merges. */
  readonly mergeKey: string | null;
  readonly atMs: number;
}

/** Keystrokes in one field closer together than this are one step. */
const MERGE_WITHIN_MS = 1_000;
const LONGEST = 500;

export function beginHistory<T>(value: T): History<T> {
  return { entries: [{ value, label: '', mergeKey: null, atMs: 0 }], index: 0 };
}

export function currentValue<T>(history: History<T>): T {
  return entryAt(history, history.index).value;
}

/** Adds a value; whatever had been undone is forgotten. */
export function pushValue<T>(
  history: History<T>,
  value: T,
  edit: { label: string; mergeKey: string | null; atMs: number },
): History<T> {
  const top = entryAt(history, history.index);
  if (top.value === value) return history;
  const merges =
    history.index > 0 &&
    edit.mergeKey !== null &&
    top.mergeKey === edit.mergeKey &&
    edit.atMs - top.atMs < MERGE_WITHIN_MS;
  const kept = history.entries.slice(
    merges ? 0 : Math.max(0, history.index + 2 - LONGEST),
    history.index + (merges ? 0 : 1),
  );
  const entries = [...kept, { value, ...edit }];
  return { entries, index: entries.length - 1 };
}

export function canUndo(history: History<unknown>): boolean {
  return history.index > 0;
}

export function canRedo(history: History<unknown>): boolean {
  return history.index < history.entries.length - 1;
}

export function undo<T>(history: History<T>): History<T> {
  return canUndo(history) ? { ...history, index: history.index - 1 } : history;
}

export function redo<T>(history: History<T>): History<T> {
  return canRedo(history) ? { ...history, index: history.index + 1 } : history;
}

/** What undo would take back, and redo bring back. */
export function undoLabel(history: History<unknown>): string {
  return canUndo(history) ? entryAt(history, history.index).label : '';
}

export function redoLabel(history: History<unknown>): string {
  return canRedo(history) ? entryAt(history, history.index + 1).label : '';
}

function entryAt<T>(history: History<T>, index: number): HistoryEntry<T> {
  const entry = history.entries[index];
  if (entry === undefined) throw new Error(`The history has no entry ${String(index)}.`);
  return entry;
}
