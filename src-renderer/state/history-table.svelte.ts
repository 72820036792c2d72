import type { RunEntry } from '@shared/model/run.ts';
import type { RunView } from '@shared/model/run-views.ts';
import { fieldOf } from '@shared/runs/fields.ts';
import { groupRuns, rowsOfGroups, type TableRow } from '@shared/runs/group.ts';
import { matches, parseQuery, type QueryNode } from '@shared/runs/query.ts';
import type { RunField } from '@shared/runs/run-field.ts';
import { type SettingFact, settingFacts } from '@shared/runs/setting-facts.ts';
import { nextSort, sortRuns } from '@shared/runs/sort.ts';
import type { RunsState } from './runs.svelte.ts';
import type { SelectionState } from './selection.svelte.ts';
import type { ViewsState } from './views.svelte.ts';

/** The history as a table: what is asked for, in its order, in its groups, in its columns. */
export class HistoryTable {
  private readonly runs: RunsState;
  private readonly views: ViewsState;
  readonly selection: SelectionState;
  /** Keys of the groups whose runs are hidden. */
  collapsed = $state.raw<ReadonlySet<string>>(new Set());
  /** The last query that could be understood: while another one is typed, the table stays as it is. */
  private understood: QueryNode | null = null;
  private facts: { runs: number; settings: readonly SettingFact[] } = { runs: -1, settings: [] };

  readonly view: RunView = $derived.by(() => this.views.current);
  private readonly queryText = $derived.by(() => this.view.query);
  private readonly sort = $derived.by(() => this.view.sort);
  private readonly groupBy = $derived.by(() => this.view.groupBy);
  private readonly parsed = $derived.by(() => parseQuery(this.queryText, Date.now()));
  readonly problem = $derived.by(() => this.parsed.problem);

  readonly found: readonly RunEntry[] = $derived.by(() => {
    this.understood = this.parsed.query ?? this.understood;
    const query = this.understood;
    const { all } = this.runs;
    return query === null || this.queryText.trim() === '' ? all : all.filter((run) => matches(query, run));
  });
  /** In the order of the table, whether their group is collapsed or not. */
  readonly sorted: readonly RunEntry[] = $derived.by(() => sortRuns(this.found, this.sort));
  private readonly groups = $derived.by(() =>
    this.groupBy === null ? null : groupRuns(this.sorted, this.groupBy),
  );
  readonly rows: readonly TableRow[] = $derived.by(() =>
    this.groups === null
      ? this.sorted.map((run) => ({ kind: 'run', run }))
      : rowsOfGroups(this.groups, this.collapsed),
  );
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

  /** All there are, newest first, whatever is asked for. */
  get everyRun(): readonly RunEntry[] {
    return this.runs.all;
  }

  /** Settings that the runs have. Gathered anew when runs have come or gone: it takes a moment with thousands. */
  get settings(): readonly SettingFact[] {
    const { all } = this.runs;
    if (this.facts.runs !== all.length) this.facts = { runs: all.length, settings: settingFacts(all) };
    return this.facts.settings;
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
