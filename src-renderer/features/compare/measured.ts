import { type Part, PARTS } from '@shared/model/data-catalog.ts';
import type { RunEntry } from '@shared/model/run.ts';
import { commonChoices, isHigherBetter, type QuantityChoice, valueOf } from '../../charts/quantities.ts';

/** The evaluation of a run that a figure is taken from. */
export const MOMENTS = { best: 'best epoch', last: 'last epoch' } as const;
export type Moment = keyof typeof MOMENTS;

/** One figure by which runs are compared. */
export interface Metric {
  readonly choice: QuantityChoice;
  readonly part: Part;
  readonly moment: Moment;
}

/** What was wished for; what a set of runs does not have falls back on what it has. */
export interface MetricWish {
  readonly quantity: string | null;
  readonly part: Part | null;
  readonly moment: Moment;
}

export const FIRST_WISH: MetricWish = { quantity: null, part: null, moment: 'best' };

/** What can be compared of these runs. The test part is among it only where a run's test results were opened. */
export function offeredParts(
  runs: readonly RunEntry[],
  isTestOpen: (runId: string) => boolean,
): readonly Part[] {
  return PARTS.filter((part) => {
    if (part === 'train') return true;
    return runs.some((run) => (run.rows?.[part] ?? 0) > 0 && (part !== 'test' || isTestOpen(run.id)));
  });
}

/** The validation rows where most runs have some; else what all of them have. */
export function usualPart(runs: readonly RunEntry[]): Part {
  const validated = runs.filter(({ rows }) => (rows?.validation ?? 0) > 0).length;
  return 2 * validated > runs.length ? 'validation' : 'train';
}

/** Null where there is no run. */
export function chosenMetric(
  runs: readonly RunEntry[],
  wish: MetricWish,
  isTestOpen: (runId: string) => boolean,
): Metric | null {
  const choices = commonChoices(runs.map(({ experiment }) => experiment));
  const choice = choices.find(({ id }) => id === wish.quantity) ?? choices[0];
  if (choice === undefined) return null;
  const parts = offeredParts(runs, isTestOpen);
  const part = wish.part !== null && parts.includes(wish.part) ? wish.part : usualPart(runs);
  return { choice, part, moment: wish.moment };
}

/** Null where it was not measured or is sealed; otherwise what was measured, NaN included. */
export function measure(
  run: RunEntry,
  { choice, part, moment }: Metric,
  isTestOpen: (runId: string) => boolean,
): number | null {
  if (part === 'test' && !isTestOpen(run.id)) return null;
  const figures = run[moment]?.[part];
  return figures === null || figures === undefined ? null : valueOf(figures, choice.quantity);
}

/** "Validation loss, best epoch". */
export function metricTitle({ choice, part, moment }: Metric): string {
  const word = { train: 'Training', validation: 'Validation', test: 'Test' }[part];
  return `${word}: ${choice.label}, ${MOMENTS[moment]}`;
}

export function prefersHigher({ choice }: Metric): boolean {
  return isHigherBetter(choice.quantity);
}

/** For sorting, the best first; what is no number comes last. */
export function compareFigures(a: number | null, b: number | null, isHigher: boolean): number {
  const [hasA, hasB] = [a !== null && Number.isFinite(a), b !== null && Number.isFinite(b)];
  if (!hasA || !hasB) return Number(hasB) - Number(hasA);
  return isHigher ? b! - a! : a! - b!;
}
