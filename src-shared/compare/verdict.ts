import { type Measurement, type Sorted, sortMeasurements } from './measurements.ts';
import { type Method, type Pair, PairedSample, pairsOf, type Sample, UnpairedSample } from './samples.ts';
import type { TestResult } from './t-tests.ts';

/*
 * Whether one configuration is better than another, over seeds. The rule, which docs/comparing.md explains:
 *
 * 1. Three seeds or more on either side, else nothing is said.
 * 2. Pairs of the same seed are compared by their differences (paired t-test); with fewer than three pairs in common the
 *    two are compared as they are (Welch's t-test).
 * 3. From five seeds on, a difference counts at the 5 % level if it also goes the same way in more than half of the
 *    seeds. With three or four it counts at the 1 % level alone, and only if all seeds agree.
 * 4. Where one seed stands out (Grubbs' test) and without it nothing is left, that one seed is what is reported.
 */

/** Seeds below which nothing is said, and below which every one of them must agree. */
export const FEWEST_SEEDS = 3;
export const USUAL_SEEDS = 5;

/** False alarm rates: how often two alike configurations may be called different. */
export const LEVEL = 0.05;
const LEVEL_OF_FEW = 0.01;
/** What is left of a difference without the seed that made it. */
const MOST_LEFT = 0.5;
/** Of an interval. */
const SHARE = 0.95;

export interface Question {
  a: readonly Measurement[];
  b: readonly Measurement[];
  isHigherBetter: boolean;
  /** Rows measured ÷ rows trained on, where repetitions cut the rows anew (folds, split seeds); 0: the same rows. */
  overlap: number;
}

export interface Statistics extends Omit<TestResult, 'interval'> {
  low: number;
  high: number;
}

export interface Verdict {
  /** `better`: of `leader`. `lucky`: `leader` is ahead by one seed alone. */
  kind: 'better' | 'none' | 'few' | 'lucky';
  /** Who is ahead on average; null where nobody is, or nothing can be said. */
  leader: 'a' | 'b' | null;
  method: Method | null;
  /** The seeds that both have, also where they were not enough to compare by. */
  pairs: readonly Pair[];
  /** Of so many comparisons (pairs, or every A with every B) B is ahead in so many; equal ones count half. */
  wins: number;
  comparisons: number;
  statistics: Statistics | null;
  /** The seed that makes the difference alone, whose it is, and the mean difference without it. */
  lucky: { name: string; of: 'a' | 'b'; without: number } | null;
  a: Sorted;
  b: Sorted;
}

/**
 * The verdict on B against A. Differences are B − A in the units of the metric.
 *
 * Source: rules above; tests in t-tests.ts with theirs.
 */
export function verdictOn({ a, b, isHigherBetter, overlap }: Question): Verdict {
  const sorted = sortMeasurements(a, b);
  const pairs = pairsOf(sorted.a.counted, sorted.b.counted);
  const better = isHigherBetter ? 1 : -1;
  const base = { ...sorted, pairs, lucky: null };
  if (pairs.length >= FEWEST_SEEDS) {
    return { ...base, ...judge(new PairedSample(pairs, overlap), better) };
  }
  const fewest = Math.min(sorted.a.counted.length, sorted.b.counted.length);
  if (fewest >= FEWEST_SEEDS) {
    return { ...base, ...judge(new UnpairedSample(sorted.a.counted, sorted.b.counted), better) };
  }
  const { wins, comparisons } = new UnpairedSample(sorted.a.counted, sorted.b.counted).count(better);
  return { ...base, kind: 'few', leader: null, method: null, wins, comparisons, statistics: null };
}

function judge(sample: Sample, better: 1 | -1) {
  const { interval, ...test } = sample.test();
  const [low, high] = interval(SHARE);
  const ahead = Math.sign(test.difference * better);
  const common = {
    leader: ahead === 0 ? null : ahead > 0 ? ('b' as const) : ('a' as const),
    method: sample.method,
    ...sample.count(better),
    statistics: { ...test, low, high },
  };
  if (sample.size < USUAL_SEEDS) {
    return { ...common, kind: stands(sample, better) ? ('better' as const) : ('few' as const) };
  }
  const lucky = luckySeed(sample, better);
  if (lucky !== null) return { ...common, kind: 'lucky' as const, lucky };
  return { ...common, kind: stands(sample, better) ? ('better' as const) : ('none' as const) };
}

/** Whether the difference counts, by the rule for so many seeds. */
function stands(sample: Sample, better: 1 | -1): boolean {
  const { difference, probability } = sample.test();
  const { wins, comparisons } = sample.count(better);
  const share = difference * better > 0 ? wins / comparisons : 1 - wins / comparisons;
  if (sample.size < USUAL_SEEDS) return probability < LEVEL_OF_FEW && share === 1;
  return probability < LEVEL && share > 0.5;
}

function luckySeed(sample: Sample, better: 1 | -1): Verdict['lucky'] {
  const { difference } = sample.test();
  for (const { name, of, rest } of sample.outliers()) {
    const without = rest.test().difference;
    const left = without / difference;
    if (left < MOST_LEFT && !stands(rest, better)) return { name, of, without };
  }
  return null;
}
