import { formatCount } from '@shared/core/text.ts';
import { isActive, type RunEntry } from '@shared/model/run.ts';
import { termFor } from '@shared/runs/query-terms.ts';
import type { RunField } from '@shared/runs/run-field.ts';
import type { Entry } from '../../components/context-menu.ts';
import { continuationOf } from '../../state/continuation.ts';
import { continueAll, type RunTasks } from './run-tasks.ts';

/** What the menu of a run needs to know besides the run. */
export interface MenuPlace {
  readonly run: RunEntry;
  /** The cell that was pressed; null for the row. */
  readonly field: RunField | null;
  /** The runs that are meant: those that are chosen if the run is one of them, else the run alone. */
  readonly meant: readonly RunEntry[];
  readonly isBaseline: boolean;
}

/** What belongs to the table, not to the runs. */
export interface MenuTasks {
  readonly ask: (term: string) => void;
  readonly rename: (runId: string) => void;
  readonly tag: (runIds: readonly string[]) => void;
  readonly compareWith: (runId: string | null) => void;
}

/** All that can be done with a run, or with the runs that are chosen together with it. */
export function runMenu(place: MenuPlace, tasks: RunTasks, table: MenuTasks): Entry[] {
  const { run, meant } = place;
  const ids = meant.map(({ id }) => id);
  const many = meant.length > 1 ? ` ${formatCount(meant.length)} runs` : '';
  const allStarred = meant.every(({ marks }) => marks.isStarred);
  return [
    { label: 'Open', keys: 'Enter', perform: () => tasks.open(run.id) },
    { label: 'Clone into a new draft', perform: () => tasks.clone(run.id) },
    { label: 'Rename…', keys: 'F2', perform: () => table.rename(run.id) },
    {
      label: allStarred ? `Take the star from${many || ' it'}` : `Star${many}`,
      startsGroup: true,
      perform: () => tasks.mark(ids, { isStarred: !allStarred }),
    },
    { label: `Tags${many && ` of${many}`}…`, perform: () => table.tag(ids) },
    place.isBaseline
      ? { label: 'No baseline', perform: () => table.compareWith(null) }
      : { label: 'Use as the baseline', perform: () => table.compareWith(run.id) },
    ...askEntries(place, table),
    ...trainingEntries(meant, many, tasks),
    { label: 'Show its folder', startsGroup: true, perform: () => tasks.reveal(run.id) },
    {
      label: `Move${many} to the bin`,
      keys: 'Delete',
      isDangerous: true,
      isDisabled: meant.some(isBusy),
      perform: () => tasks.remove(ids),
    },
  ];
}

/** Runs that are trained or wait cannot be deleted; they are stopped first. */
export function isBusy(run: RunEntry): boolean {
  return isActive(run.status) || run.status === 'queued';
}

function askEntries({ run, field }: MenuPlace, { ask }: MenuTasks): Entry[] {
  const term = field === null ? null : termFor(field, field.read(run));
  if (term === null) return [];
  return [
    { label: `Show only ${term}`, startsGroup: true, perform: () => ask(term) },
    { label: `Hide ${term}`, perform: () => ask(`-${term}`) },
  ];
}

function trainingEntries(meant: readonly RunEntry[], many: string, tasks: RunTasks): Entry[] {
  const ids = (runs: readonly RunEntry[]): string[] => runs.map(({ id }) => id);
  const halted = meant.filter((run) => continuationOf(run)?.kind === 'continue');
  const running = meant.filter(({ status }) => status === 'running');
  const paused = meant.filter(({ status }) => status === 'paused');
  const busy = meant.filter(isBusy);
  const entries: (Entry | null)[] = [
    halted.length === 0
      ? null
      : {
          label: `Continue${many}`,
          perform: () => void continueAll(tasks, ids(halted)),
        },
    running.length === 0
      ? null
      : { label: `Pause${many}`, perform: () => tasks.command(ids(running), 'pause') },
    paused.length === 0
      ? null
      : { label: `Resume${many}`, perform: () => tasks.command(ids(paused), 'resume') },
    busy.length === 0 ? null : { label: `Stop${many}`, perform: () => tasks.command(ids(busy), 'stop') },
  ];
  return entries.filter((entry) => entry !== null).map((entry, k) => ({ ...entry, startsGroup: k === 0 }));
}
