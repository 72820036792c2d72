import { formatCount, formatNumber } from '@shared/core/text.ts';
import { PARTS } from '@shared/model/data-catalog.ts';
import type { MetricsPoint, PartMetrics } from '@shared/model/run.ts';

type Measured = Pick<MetricsPoint, 'train' | 'validation' | 'test'>;

/** How two measurements of the same weights agree. */
export interface Agreement {
  /** Figures that both have. */
  readonly figures: number;
  /** Largest |a − b| / max(|a|, |b|); 0 where all of them are the same to the last bit. */
  readonly largestDifference: number;
}

/** What was logged beside what was measured anew, figure by figure over all parts that both have. */
export function agreementOf(logged: Measured, again: Measured): Agreement {
  const differences = PARTS.flatMap((part) => {
    const [a, b] = [logged[part], again[part]];
    if (a === null || b === null) return [];
    const [ours, theirs] = [figuresOf(a), figuresOf(b)];
    return ours.map((value, k) => relativeDifference(value, theirs[k]!));
  });
  return { figures: differences.length, largestDifference: Math.max(0, ...differences) };
}

/** Every number of a part, always in the same order. */
function figuresOf({ loss, articleLoss, rmse, mae, r2, classification }: PartMetrics): number[] {
  const figures = [loss, articleLoss, ...rmse, ...(mae ?? []), ...(r2 ?? [])];
  if (classification === undefined) return figures;
  const { accuracy, balancedAccuracy, f1, logLoss, auc, confusion } = classification;
  return [...figures, accuracy, balancedAccuracy, f1, logLoss, auc ?? 0, ...(confusion?.flat() ?? [])];
}

/** Two figures that are no numbers agree. */
function relativeDifference(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0;
  const difference = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
  return Number.isNaN(difference) ? Infinity : difference;
}

/** The agreement as a person says it. */
export function agreementText({ figures, largestDifference }: Agreement): string {
  const all = `${formatCount(figures)} figures`;
  return largestDifference === 0
    ? `Measured again: all ${all} are those that were logged, to the last bit.`
    : `Measured again: ${all} differ from those logged by up to ${formatNumber(largestDifference)} of their size.`;
}
