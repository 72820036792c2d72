import { meanOf } from '../compare/sample.ts';
import type { MetricsPoint, PartMetrics } from '../model/run.ts';

/**
 * What is left to explain on a part, the same for every task and every loss: 1 is as good as always answering the mean of
 * the targets, or the shares of the classes; 0 is perfect; more than 1 is worse than that constant answer.
 *   numbers   1 − R², the mean over targets
 *   classes   log loss / entropy of the classes, which is 1 − McFadden's pseudo-R²
 * Where neither is known (several yes-or-no answers, old runs) the loss over the loss before training.
 *
 * Shapes: one number a part. Source: McFadden 1974, "Conditional logit analysis of qualitative choice behavior".
 */
export function unexplained(part: PartMetrics, before: PartMetrics): number {
  const { classification, r2 } = part;
  const entropy = entropyOf(classCounts(part));
  if (classification !== undefined && entropy > 0) return classification.logLoss / entropy;
  if (classification === undefined && r2?.every(Number.isFinite) === true) return 1 - meanOf(r2);
  return part.loss / before.loss;
}

/** Rows of each class in a part; null where that is not known. */
export function classCounts({ classification }: PartMetrics): number[] | null {
  const confusion = classification?.confusion;
  return confusion == null ? null : confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
}

/** Share of the rows of each class that were found; NaN for a class without rows. */
export function recalls({ classification }: PartMetrics): number[] {
  const confusion = classification?.confusion ?? [];
  return confusion.map((row, c) => row[c]! / row.reduce((sum, count) => sum + count, 0));
}

/** In nats: what the log loss of always answering the shares would be. */
function entropyOf(counts: readonly number[] | null): number {
  if (counts === null) return 0;
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count) => (count === 0 ? sum : sum - (count / all) * Math.log(count / all)), 0);
}

/** The same at every evaluation. */
export interface Curves {
  readonly epochs: readonly number[];
  readonly train: readonly number[];
  /** Null where there are no validation rows. */
  readonly validation: readonly number[] | null;
}

export function curvesOf(points: readonly MetricsPoint[]): Curves {
  const [first] = points;
  if (first === undefined) return { epochs: [], train: [], validation: null };
  return {
    epochs: points.map(({ epoch }) => epoch),
    train: points.map(({ train }) => unexplained(train, first.train)),
    validation:
      first.validation === null
        ? null
        : points.map(({ validation }) => unexplained(validation ?? first.validation!, first.validation!)),
  };
}
