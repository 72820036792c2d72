import { firstAtLeast } from './axis-range.ts';
import type { Curve } from './curve.ts';

/** What is drawn around a mean. */
export const SPREADS = { range: 'lowest to highest', deviation: '± standard deviation' } as const;
export type Spread = keyof typeof SPREADS;

/**
 * The mean of several runs over the x of all of them, and around it their extremes or the sample standard deviation
 * (n − 1). Between its points a run counts with the straight line that is drawn; before its first and after its last
 * point, and where one of the two is no number, it does not count.
 *
 * @throws RangeError for no curves
 */
export function meanCurve(curves: readonly Curve[], spread: Spread): Curve {
  const [first] = curves;
  if (first === undefined) throw new RangeError('A mean needs at least one curve.');
  const x = unionOfX(curves);
  const y = new Float64Array(x.length);
  const low = new Float64Array(x.length);
  const high = new Float64Array(x.length);
  const readers = curves.map(reader);
  for (let k = 0; k < x.length; k++) {
    const values = readers.map((read) => read(x[k]!)).filter((value) => Number.isFinite(value));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const around = spread === 'deviation' ? deviation(values, mean) : 0;
    y[k] = mean;
    low[k] = spread === 'range' ? Math.min(...values) : mean - around;
    high[k] = spread === 'range' ? Math.max(...values) : mean + around;
  }
  return { ...first, id: `mean-${first.id}`, x, y, band: { low, high }, runs: curves.length };
}

function deviation(values: readonly number[], mean: number): number {
  if (values.length < 2) return 0;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

function unionOfX(curves: readonly Curve[]): Float64Array {
  return Float64Array.from(new Set(curves.flatMap(({ x }) => [...x]))).sort();
}

/** The line of a run at any x. Where it has two points at the same x, the later one. */
function reader({ x, y }: Curve): (at: number) => number {
  return (at) => {
    const after = firstAtLeast(x, at);
    const afterX = x[after];
    if (afterX === undefined) return NaN;
    if (afterX === at) {
      let last = after;
      while (x[last + 1] === at) last++;
      return y[last]!;
    }
    if (after === 0) return NaN;
    const share = (at - x[after - 1]!) / (afterX - x[after - 1]!);
    return y[after - 1]! + share * (y[after]! - y[after - 1]!);
  };
}
