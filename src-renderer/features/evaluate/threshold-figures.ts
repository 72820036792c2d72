import type { ClassCurves } from '@shared/model/evaluation.ts';

/** What a threshold makes of the rows: those whose score reaches it are taken for the class. */
export interface ThresholdFigures {
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  readonly accuracy: number;
  /** 0 where nothing is taken for the class, as in the table of classes. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Of the rows that are not of the class, the share that is rightly not taken for it. */
  readonly specificity: number;
}

type Counted = Pick<ClassCurves, 'positives' | 'negatives' | 'counts'>;

/** Index of the counted threshold that is nearest. */
export function stepAt({ counts }: Pick<ClassCurves, 'counts'>, threshold: number): number {
  const { thresholds } = counts;
  const first = thresholds[0] ?? 0;
  const step = ((thresholds.at(-1) ?? 1) - first) / Math.max(1, thresholds.length - 1);
  const at = step > 0 ? Math.round((threshold - first) / step) : 0;
  return Math.min(thresholds.length - 1, Math.max(0, at));
}

/** Figures at the counted threshold with this index. */
export function figuresAt({ positives, negatives, counts }: Counted, step: number): ThresholdFigures {
  const truePositives = counts.truePositives[step] ?? 0;
  const falsePositives = counts.falsePositives[step] ?? 0;
  const falseNegatives = positives - truePositives;
  const trueNegatives = negatives - falsePositives;
  return {
    threshold: counts.thresholds[step] ?? NaN,
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives,
    accuracy: share(truePositives + trueNegatives, positives + negatives),
    precision: share(truePositives, truePositives + falsePositives),
    recall: share(truePositives, positives),
    f1: share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    specificity: share(trueNegatives, negatives),
  };
}

function share(count: number, of: number): number {
  return of === 0 ? 0 : count / of;
}

/** What a threshold may be chosen for. */
export const THRESHOLD_GOALS = {
  f1: 'Best F1',
  youden: 'Best recall + specificity',
  accuracy: 'Best accuracy',
} as const;
export type ThresholdGoal = keyof typeof THRESHOLD_GOALS;

const VALUES: Record<ThresholdGoal, (figures: ThresholdFigures) => number> = {
  f1: ({ f1 }) => f1,
  youden: ({ recall, specificity }) => recall + specificity,
  accuracy: ({ accuracy }) => accuracy,
};

/**
 * Index of the counted threshold at which a goal is met best. Of several that are as good the middle one is taken: it is the
 * furthest from where the counts change.
 */
export function bestStep(curves: Counted, goal: ThresholdGoal): number {
  const values = Array.from(curves.counts.thresholds, (_, step) => VALUES[goal](figuresAt(curves, step)));
  const best = Math.max(...values);
  const first = values.indexOf(best);
  let last = first;
  while (values[last + 1] === best) last += 1;
  return Math.floor((first + last) / 2);
}
