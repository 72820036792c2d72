/** How the history is looked at: what is asked for, shown and compared with. */
export interface RunView {
  name: string;
  /** In the query language of runs (src-shared/runs). */
  query: string;
  /** Ids of columns, in their order; a setting by its path, a metric as `best:validation.loss`. */
  columns: readonly string[];
  sort: readonly { column: string; direction: 'ascending' | 'descending' }[];
  /** `group`, `tag`, or the path of a setting; null: no groups. */
  groupBy: string | null;
  /** The run that the others are measured against. */
  baseline: string | null;
}

/** `views.json` in the workspace. */
export interface RunViews {
  format: 'ninestep-views';
  version: 1;
  /** How the history stood when it was last looked at; null before. */
  current: RunView | null;
  saved: readonly RunView[];
}

export const NO_VIEWS: RunViews = { format: 'ninestep-views', version: 1, current: null, saved: [] };
