import type { RunEntry } from '@shared/model/run.ts';
import type { RunView } from '@shared/model/run-views.ts';
import { fieldOf } from '@shared/runs/fields.ts';
import { groupRuns, rowsOfGroups, type TableRow } from '@shared/runs/group.ts';
import { matches, parseQuery, type QueryNode } from '@shared/runs/query.ts';
import type { RunField } from '@shared/runs/run-field.ts';
import { type SettingFact, SettingGatherer } from '@shared/runs/setting-facts.ts';
import { nextSort, sortRuns } from '@shared/runs/sort.ts';
import type { RunsState } from './runs.svelte.ts';
import type { SelectionState } from './selection.svelte.ts';
import type { ViewsState } from './views.svelte.ts';

/** Runs whose settings are looked at between two turns of the window: a few milliseconds. */
const GATHERED_AT_ONCE = 400;

/** One line for each run: the same object as long as the run is the same, so that nothing is drawn again for it. */
const lines = new WeakMap<RunEntry, TableRow>();

function rowOf(run: RunEntry): TableRow {
  let row = lines.get(run);
  if (row === undefined) {
    row = { kind: 'run', run };
    lines.set(run, row);
  }
  return row;
}

/** The history as a table: what is asked for, in its order, in its groups, in its columns. */
export class HistoryTable {
  private readonly runs: RunsState;
  private readonly views: ViewsState;
  readonly selection: SelectionState;
  /** Settings that any of the runs has; see `gatherSettings`. */
  settings = $state.raw<readonly SettingFact[]>([]);
  /** Keys of the groups whose runs are hidden. */
  collapsed = $state.raw<ReadonlySet<string>>(new Set());
  /** The last query that could be understood: while another one is typed, the table stays as it is. */
  private understood: QueryNode | null = null;

  readonly view: RunView = $derived.by(() => this.views.current);
  private readonly queryText = $derived.by(() => this.view.query);
  private readonly sort = $derived.by(() => this.view.sort);
  private readonly groupBy = $derived.by(() => this.view.groupBy);
  private readonly parsed = $derived.by(() => parseQuery(this.queryText, Date.now()));
  readonly problem = $derived.by(() => this.parsed.problem);

  /** In order first, and asked for then: while a query is typed, nothing has to be put in order again. */
  private readonly ordered: readonly RunEntry[] = $derived.by(() => sortRuns(this.runs.all, this.sort));
  /** The runs that are asked for in the order of the table, whether their group is collapsed or not. */
  readonly sorted: readonly RunEntry[] = $derived.by(() => {
    this.understood = this.parsed.query ?? this.understood;
    const query = this.understood;
    const { ordered } = this;
    return query === null || this.queryText.trim() === ''
      ? ordered
      : ordered.filter((run) => matches(query, run));
  });
  private readonly groups = $derived.by(() =>
    this.groupBy === null ? null : groupRuns(this.sorted, this.groupBy),
  );
  private readonly groupedRows: readonly TableRow[] | null = $derived.by(() =>
    this.groups === null ? null : rowsOfGroups(this.groups, this.collapsed),
  );
  /** Lines of the table: runs, and the heads of their groups. */
  readonly rowCount: number = $derived.by(() => this.groupedRows?.length ?? this.sorted.length);
  readonly columns: readonly RunField[] = $derived.by(() => this.view.columns.map(fieldOf));
  readonly baseline: RunEntry | undefined = $derived.by(() => this.runs.get(this.view.baseline));
  /** The chosen runs that there are, in the order in which they were chosen. */
  readonly chosen: readonly RunEntry[] = $derived.by(() =>
    this.selection.ids.flatMap((id) => this.runs.get(id) ?? []),
  );

  constructor(runs: RunsState, views: ViewsState, selection: SelectionState) {
    this.runs = runs;
    this.views = views;
    this.selection = selection;
  }

  /** One line of the table. */
  rowAt(index: number): TableRow | undefined {
    if (this.groupedRows !== null) return this.groupedRows[index];
    const run = this.sorted[index];
    return run && rowOf(run);
  }

  /** Where a run or (by its key) the head of a group stands; −1 where it is not shown. */
  placeOf(key: { run: string } | { group: string }): number {
    if (this.groupedRows === null)
      return 'run' in key ? this.sorted.findIndex(({ id }) => id === key.run) : -1;
    return this.groupedRows.findIndex((row) =>
      row.kind === 'run'
        ? 'run' in key && row.run.id === key.run
        : 'group' in key && row.group.key === key.group,
    );
  }

  /** The runs in the lines from one to another, either way round. */
  idsBetween(from: number, to: number): string[] {
    const ids: string[] = [];
    for (let k = Math.min(from, to); k <= Math.max(from, to); k++) {
      const row = this.rowAt(k);
      if (row?.kind === 'run') ids.push(row.run.id);
    }
    return ids;
  }

  /** All there are, newest first, whatever is asked for. */
  get everyRun(): readonly RunEntry[] {
    return this.runs.all;
  }

  /** Of a long history that is being read: runs that are still to come. */
  get unread(): number {
    return this.runs.unread;
  }

  /** Learns which settings the runs have, a few runs at a time so that the window goes on. Returns how to give up. */
  gatherSettings(): () => void {
    const runs = this.runs.all;
    const gatherer = new SettingGatherer();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const gatherFrom = (start: number): void => {
      gatherer.add(runs.slice(start, start + GATHERED_AT_ONCE));
      if (start + GATHERED_AT_ONCE >= runs.length) this.settings = gatherer.facts();
      else timer = setTimeout(() => gatherFrom(start + GATHERED_AT_ONCE));
    };
    timer = setTimeout(() => gatherFrom(0));
    return () => clearTimeout(timer);
  }

  ask(query: string): void {
    this.views.change({ query });
  }

  sortBy(column: string, isAdded: boolean): void {
    this.views.change({ sort: nextSort(this.sort, column, isAdded) });
  }

  show(columns: readonly string[]): void {
    this.views.change({ columns });
  }

  group(groupBy: string | null): void {
    this.collapsed = new Set();
    this.views.change({ groupBy });
  }

  compareWith(baseline: string | null): void {
    this.views.change({ baseline });
  }

  toggleGroup(key: string): void {
    const next = new Set(this.collapsed);
    if (!next.delete(key)) next.add(key);
    this.collapsed = next;
  }
}
