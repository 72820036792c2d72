import type { Counted } from './measurements.ts';
import { medianOf } from './sample.ts';
import { outlierOf, pairedTest, type TestResult, welchTest } from './t-tests.ts';

/** False alarm rate of a seed that stands out. */
const OUTLIER_LEVEL = 0.05;

/** A seed that both have. `difference` is B − A. */
export interface Pair {
  name: string;
  a: Counted;
  b: Counted;
  difference: number;
}

/** The seeds that both have, in the order of their names. */
export function pairsOf(a: readonly Counted[], b: readonly Counted[]): Pair[] {
  const byKey = new Map(a.map((run) => [run.key, run]));
  const pairs = b.flatMap((run) => {
    const other = byKey.get(run.key);
    return other === undefined
      ? []
      : [{ name: run.name, a: other, b: run, difference: run.value - other.value }];
  });
  return pairs.sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
}

/** Paired by seed; the same, where each seed also cuts the rows anew; or each side by itself. */
export type Method = 'paired' | 'resampled' | 'welch';

/** What the rule asks of either way of comparing. */
export interface Sample {
  readonly method: Method;
  /** Seeds of the side that has fewer. */
  readonly size: number;
  test(): TestResult;
  count(better: 1 | -1): { wins: number; comparisons: number };
  /** Seeds that stand out, each with its own side and what is left without it. */
  outliers(): { name: string; of: 'a' | 'b'; rest: Sample }[];
}

export class PairedSample implements Sample {
  readonly method: 'paired' | 'resampled';
  readonly size: number;

  constructor(
    private readonly pairs: readonly Pair[],
    private readonly overlap: number,
  ) {
    this.method = overlap > 0 ? 'resampled' : 'paired';
    this.size = pairs.length;
  }

  test(): TestResult {
    return pairedTest(
      this.pairs.map(({ difference }) => difference),
      this.overlap,
    );
  }

  count(better: 1 | -1) {
    const wins = this.pairs.reduce((sum, { difference }) => sum + winOf(difference * better), 0);
    return { wins, comparisons: this.pairs.length };
  }

  outliers() {
    const at = outlierOf(
      this.pairs.map(({ difference }) => difference),
      OUTLIER_LEVEL,
    );
    if (at === null) return [];
    const pair = this.pairs[at]!;
    const far = (side: 'a' | 'b') =>
      Math.abs(pair[side].value - medianOf(this.pairs.map((p) => p[side].value)));
    const rest = new PairedSample(this.pairs.toSpliced(at, 1), this.overlap);
    return [{ name: pair.name, of: far('b') >= far('a') ? ('b' as const) : ('a' as const), rest }];
  }
}

export class UnpairedSample implements Sample {
  readonly method = 'welch';
  readonly size: number;

  constructor(
    private readonly a: readonly Counted[],
    private readonly b: readonly Counted[],
  ) {
    this.size = Math.min(a.length, b.length);
  }

  test(): TestResult {
    return welchTest(valuesOf(this.a), valuesOf(this.b));
  }

  count(better: 1 | -1) {
    let wins = 0;
    for (const one of this.a) {
      for (const other of this.b) wins += winOf((other.value - one.value) * better);
    }
    return { wins, comparisons: this.a.length * this.b.length };
  }

  outliers() {
    return (['a', 'b'] as const).flatMap((side) => {
      // Two looks share the one rate.
      const at = outlierOf(valuesOf(this[side]), OUTLIER_LEVEL / 2);
      if (at === null) return [];
      const others = this[side].toSpliced(at, 1);
      const rest = side === 'a' ? new UnpairedSample(others, this.b) : new UnpairedSample(this.a, others);
      return [{ name: this[side][at]!.name, of: side, rest }];
    });
  }
}

const valuesOf = (runs: readonly Counted[]): number[] => runs.map(({ value }) => value);
const winOf = (ahead: number): number => (ahead > 0 ? 1 : ahead === 0 ? 0.5 : 0);
