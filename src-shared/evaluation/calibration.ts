import type { CalibrationBin } from '../model/evaluation.ts';

const BINS = 10;
/** Of the standard normal distribution: 95 % lie within. */
const NORMAL_95 = 1.959963984540054;

/**
 * What a model said beside what was true, in bins of a tenth of the probability; each bin holds its upper edge.
 *
 * Shapes: probabilities [N]; `isHit` says of each row whether it came true.
 * Source: scikit-learn, `calibration_curve` with strategy = "uniform"; the interval: Wilson 1927.
 */
export function calibrationBins(
  probabilities: Float64Array,
  isHit: (n: number) => boolean,
): CalibrationBin[] {
  const counts = new Float64Array(BINS);
  const sums = new Float64Array(BINS);
  const hits = new Float64Array(BINS);
  for (let n = 0; n < probabilities.length; n++) {
    const probability = probabilities[n]!;
    if (Number.isNaN(probability)) continue;
    const bin = binOf(probability);
    counts[bin]! += 1;
    sums[bin]! += probability;
    if (isHit(n)) hits[bin]! += 1;
  }
  return Array.from(counts, (count, bin) => ({
    from: bin / BINS,
    to: (bin + 1) / BINS,
    count,
    mean: sums[bin]! / count,
    share: hits[bin]! / count,
    ...shareInterval(hits[bin]!, count),
  }));
}

function binOf(probability: number): number {
  for (let bin = 0; bin < BINS - 1; bin++) if (probability <= (bin + 1) / BINS) return bin;
  return BINS - 1;
}

/**
 * Expected calibration error: the mean distance of probability and share, each bin by its rows.
 *
 * Source: Naeini, Cooper & Hauskrecht 2015; Guo, Pleiss, Sun & Weinberger 2017, eq. 5.
 */
export function calibrationError(bins: readonly CalibrationBin[]): number {
  let [sum, rows] = [0, 0];
  for (const { count, mean, share } of bins) {
    if (count === 0) continue;
    sum += count * Math.abs(mean - share);
    rows += count;
  }
  return sum / rows;
}

/**
 * The share of hits that 95 % confidence leaves room for; NaN of no rows.
 *
 * Source: Wilson 1927, without correction for continuity.
 */
export function shareInterval(hits: number, count: number): { low: number; high: number } {
  const share = hits / count;
  const z2 = NORMAL_95 ** 2;
  const middle = (share + z2 / (2 * count)) / (1 + z2 / count);
  const half =
    (NORMAL_95 / (1 + z2 / count)) * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count ** 2));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/**
 * Mean squared distance of probability and truth.
 *
 * Shapes: probabilities and truth [K, N], of K answers whose distances are added; `N` rows.
 * Source: Brier 1950; scikit-learn, `brier_score_loss`, which halves it for more than two classes.
 */
export function brierScore(probabilities: Float64Array, truth: Float64Array, N: number): number {
  let sum = 0;
  for (let k = 0; k < probabilities.length; k++) sum += (probabilities[k]! - truth[k]!) ** 2;
  return sum / N;
}
