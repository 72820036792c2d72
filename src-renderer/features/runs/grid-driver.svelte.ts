import type { RunEntry } from '@shared/model/run.ts';
import type { TableRow } from '@shared/runs/group.ts';
import type { HistoryTable } from '../../state/history-table.svelte.ts';
import { movedRow } from './grid-keys.ts';
import type { RunTasks } from './run-tasks.ts';

/** What the keyboard and the pointer need of the table as it is drawn. */
export interface GridPlace {
  readonly activeId: () => string | null;
  readonly onactive: (runId: string | null) => void;
  readonly onrenaming: (runId: string) => void;
  /** Opens the menu of the active run, below its row. */
  readonly onmenu: (run: RunEntry) => void;
  /** Brings the active row into sight. */
  readonly showActive: () => void;
  /** Rows of a page. */
  readonly page: () => number;
}

/** Moves through the history and chooses in it, by keys and by presses on rows. */
export class GridDriver {
  /** The head of a group that the keyboard is on. */
  private group = $state<string | null>(null);
  /** Where Shift chooses from. */
  private anchor: string | null = null;
  private readonly table: HistoryTable;
  private readonly tasks: RunTasks;
  private readonly place: GridPlace;

  /** The row the keyboard is on; −1 for none. */
  readonly activeIndex: number = $derived.by(() => {
    if (this.group !== null) return this.table.placeOf({ group: this.group });
    const id = this.place.activeId();
    return id === null ? -1 : this.table.placeOf({ run: id });
  });

  constructor(table: HistoryTable, tasks: RunTasks, place: GridPlace) {
    this.table = table;
    this.tasks = tasks;
    this.place = place;
  }

  activate(index: number): void {
    const row = this.table.rowAt(index);
    if (row === undefined) return;
    this.group = row.kind === 'group' ? row.group.key : null;
    this.place.onactive(row.kind === 'run' ? row.run.id : null);
  }

  /** Returns true when the key was ours. */
  press(event: KeyboardEvent): boolean {
    const rows = { count: this.table.rowCount, page: this.place.page() };
    const target = event.ctrlKey || event.altKey ? null : movedRow(event.key, this.activeIndex, rows);
    if (target !== null) {
      this.move(target, event.shiftKey);
      return true;
    }
    const { selection } = this.table;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
      selection.set(this.table.sorted.map((run) => run.id));
      return true;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === 'Escape' && selection.ids.length > 0) {
      selection.clear();
      return true;
    }
    const row = this.table.rowAt(this.activeIndex);
    if (row === undefined) return false;
    return row.kind === 'group' ? this.pressOnGroup(event.key, row) : this.pressOnRun(event, row.run);
  }

  click(event: MouseEvent, run: RunEntry): void {
    const { selection } = this.table;
    if (event.shiftKey) {
      const from = this.table.placeOf({ run: this.anchor ?? this.place.activeId() ?? run.id });
      const to = this.table.placeOf({ run: run.id });
      selection.add(this.table.idsBetween(from < 0 ? to : from, to));
    } else {
      if (event.ctrlKey || event.metaKey) selection.toggle(run.id);
      this.anchor = run.id;
    }
    this.group = null;
    this.place.onactive(run.id);
  }

  choose(run: RunEntry): void {
    this.anchor = run.id;
    this.table.selection.toggle(run.id);
  }

  /** Chooses all of them, or none where all of them are chosen. */
  chooseAll(runs: readonly RunEntry[]): void {
    const { selection } = this.table;
    const ids = runs.map((run) => run.id);
    if (ids.every((id) => selection.has(id))) {
      const gone = new Set(ids);
      selection.set(selection.ids.filter((id) => !gone.has(id)));
    } else selection.add(ids);
  }

  private move(index: number, isExtending: boolean): void {
    const before = this.table.rowAt(this.activeIndex);
    this.activate(index);
    const row = this.table.rowAt(index);
    if (!isExtending) this.anchor = null;
    else if (row?.kind === 'run') {
      this.anchor ??= before?.kind === 'run' ? before.run.id : row.run.id;
      const from = this.table.placeOf({ run: this.anchor });
      this.table.selection.set(this.table.idsBetween(from < 0 ? index : from, index));
    }
    this.place.showActive();
  }

  private pressOnGroup(key: string, row: Extract<TableRow, { kind: 'group' }>): boolean {
    if (key === ' ') this.chooseAll(row.group.runs);
    else if (key === 'Enter' || key === (row.isCollapsed ? 'ArrowRight' : 'ArrowLeft')) {
      this.table.toggleGroup(row.group.key);
    } else return false;
    return true;
  }

  private pressOnRun(event: KeyboardEvent, run: RunEntry): boolean {
    const { selection } = this.table;
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) this.place.onmenu(run);
    else if (event.key === 'Enter') this.tasks.open(run.id);
    else if (event.key === ' ') selection.toggle(run.id);
    else if (event.key === 'F2') this.place.onrenaming(run.id);
    else if (event.key === 'Delete') this.tasks.remove(selection.has(run.id) ? selection.ids : [run.id]);
    else return false;
    return true;
  }
}
