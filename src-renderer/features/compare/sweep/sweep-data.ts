import { groupByConfiguration } from '@shared/compare/configurations.ts';
import { type Importance, settingImportance } from '@shared/compare/importance.ts';
import { meanOf } from '@shared/compare/sample.ts';
import { type SweepAxis, sweepAxes } from '@shared/compare/sweep-axes.ts';
import type { RunEntry } from '@shared/model/run.ts';
import { compareFigures } from '../measured.ts';

/** The sweep that all of these runs come from, if it has more runs than these; else null. */
export function wholeSweep(
  runs: readonly RunEntry[],
  all: readonly RunEntry[],
): { name: string; runs: readonly RunEntry[] } | null {
  const group = runs[0]?.group;
  if (group?.kind !== 'sweep' || runs.some((run) => run.group?.id !== group.id)) return null;
  const whole = all.filter((run) => run.group?.id === group.id);
  return whole.length > runs.length ? { name: group.name, runs: whole } : null;
}

/** How much each varied setting matters for a figure, by the means of the configurations. */
export function importanceOf(
  runs: readonly RunEntry[],
  figure: (run: RunEntry) => number | null,
): Importance | null {
  const configurations = groupByConfiguration(runs);
  const axes = sweepAxes(configurations.map(({ runs: own }) => own[0]!));
  const scores = configurations.map(({ runs: own }) => {
    const values = own
      .map(figure)
      .filter((value): value is number => value !== null && Number.isFinite(value));
    return values.length === 0 ? null : meanOf(values);
  });
  return settingImportance({ settings: new Map(axes.map(({ path, values }) => [path, values])), scores });
}

/** Steps of the colour ramp: 0 for the worst, 6 for the best, by rank; null where there is no figure. */
export function rampSteps(figures: readonly (number | null)[], isHigher: boolean): (number | null)[] {
  const order = figures
    .map((figure, k) => ({ figure, k }))
    .filter(({ figure }) => figure !== null && Number.isFinite(figure))
    .sort((a, b) => compareFigures(a.figure, b.figure, isHigher));
  const steps: (number | null)[] = figures.map(() => null);
  order.forEach(({ k }, rank) => {
    steps[k] = RAMP - Math.round((rank / Math.max(1, order.length - 1)) * RAMP);
  });
  return steps;
}

/** The last step of the ramp in styles/tokens.css. */
const RAMP = 6;

/** Of which there are many as soon as runs are about different tables, and which say little then. */
function isOfColumn(path: string): boolean {
  return path.startsWith('data.columns[');
}

/** Axes by importance, the most important ones next to the figure; as many as can be told apart. */
export function orderedAxes(
  axes: readonly SweepAxis[],
  importance: Importance | null,
  most: number,
): SweepAxis[] {
  const share = new Map(importance?.shares.map((setting) => [setting.path, setting.share]));
  const shown = axes
    .toSorted(
      (a, b) =>
        (share.get(b.path) ?? 0) - (share.get(a.path) ?? 0) ||
        Number(isOfColumn(a.path)) - Number(isOfColumn(b.path)),
    )
    .slice(0, most);
  return axes.filter((axis) => shown.includes(axis));
}
