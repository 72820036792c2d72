import { Random } from '../core/random.ts';

/*
 * Which settings of a sweep matter. For each setting by itself: how much of the scatter of the metric between
 * configurations lies between its values rather than within them (one-way analysis of variance), against what remains
 * when the metric is dealt out at random. It sees what a setting does on average over the others, not what only a
 * combination does. (Hutter, Hoos & Leyton-Brown 2014 take a random forest for the same question, with interactions.)
 */

/** Configurations below which nothing is said. */
export const FEWEST_CONFIGURATIONS = 10;
const SHUFFLES = 999;
/** Groups that a number is cut into at most, and configurations that each of them shall have. */
const MOST_BINS = 5;
const BIN_SIZE = 4;
/** A range of positive numbers this wide is looked at by its logarithm. */
const WIDE = 10;

export interface ImportanceInput {
  /** Setting → its value in each configuration, as `scores`. */
  settings: ReadonlyMap<string, readonly (string | number | boolean | null | undefined)[]>;
  /** The metric of each configuration, averaged over its seeds; null or not finite where it has none. */
  scores: readonly (number | null)[];
}

export interface SettingShare {
  path: string;
  /** Share of the variance between configurations, adjusted for chance (ε²), from 0 to 1. */
  share: number;
  /** What 95 of 100 settings without any effect stay below. */
  byChance: number;
  /** How likely a share this large is for a setting without any effect. */
  probability: number;
}

export interface Importance {
  /** The largest first. */
  shares: readonly SettingShare[];
  /** Configurations that had a figure, and those that had none. */
  counted: number;
  leftOut: number;
  /** The metric was looked at by its logarithm. */
  isLog: boolean;
}

/**
 * How much each setting matters. Null for fewer than ten configurations: any setting then explains a lot by chance.
 *
 * Units: shares of 1. ε² = (SS_between − (k − 1)·MS_within) / SS_total for k groups; negative ones are 0.
 * Source: Fisher 1925, one-way analysis of variance; Kelley 1935 for ε²; Phipson & Smyth 2010 for the probability.
 */
export function settingImportance({ settings, scores }: ImportanceInput): Importance | null {
  const rows = scores.flatMap((score, k) => (score !== null && Number.isFinite(score) ? [k] : []));
  if (rows.length < FEWEST_CONFIGURATIONS) return null;
  const raw = rows.map((k) => scores[k]!);
  const isLog = isWide(raw);
  const values = Float64Array.from(raw, (value) => (isLog ? Math.log(value) : value));
  const shares = [...settings].map(([path, column]) =>
    shareOf(path, groupsOf(rows.map((k) => column[k])), values),
  );
  shares.sort((a, b) => b.share - a.share || a.probability - b.probability);
  return { shares, counted: rows.length, leftOut: scores.length - rows.length, isLog };
}

function shareOf(path: string, groups: Uint16Array, values: Float64Array): SettingShare {
  const share = adjustedShare(groups, values);
  const random = new Random(1, `importance of ${path}`);
  const order = Uint32Array.from(values, (_, k) => k);
  const dealt = new Float64Array(values.length);
  const chance = Float64Array.from({ length: SHUFFLES }, () => {
    random.shuffle(order);
    order.forEach((from, to) => (dealt[to] = values[from]!));
    return adjustedShare(groups, dealt);
  }).sort();
  const asLarge = chance.filter((value) => value >= share).length;
  return {
    path,
    share: Math.max(0, share),
    byChance: Math.max(0, chance[Math.floor(0.95 * SHUFFLES)]!),
    probability: (asLarge + 1) / (SHUFFLES + 1),
  };
}

/** ε², possibly below 0. Groups of one each leave nothing within and say nothing. */
function adjustedShare(groups: Uint16Array, values: Float64Array): number {
  const count = Math.max(...groups) + 1;
  const sums = new Float64Array(count);
  const sizes = new Float64Array(count);
  let sum = 0;
  groups.forEach((group, k) => {
    sums[group]! += values[k]!;
    sizes[group]! += 1;
    sum += values[k]!;
  });
  const mean = sum / values.length;
  let [total, within] = [0, 0];
  groups.forEach((group, k) => {
    total += (values[k]! - mean) ** 2;
    within += (values[k]! - sums[group]! / sizes[group]!) ** 2;
  });
  const free = values.length - count;
  if (free <= 0 || total === 0) return 0;
  return (total - within - (count - 1) * (within / free)) / total;
}

/** A group for each value; numbers with many values in bins with about as many configurations each. */
function groupsOf(column: readonly (string | number | boolean | null | undefined)[]): Uint16Array {
  const bins = Math.max(2, Math.min(MOST_BINS, Math.floor(column.length / BIN_SIZE)));
  const isBinned = new Set(column).size > bins && column.every((value) => typeof value === 'number');
  const keys: readonly unknown[] = isBinned ? binsOf(column, bins) : column;
  const distinct = [...new Set(keys)];
  return Uint16Array.from(keys, (key) => distinct.indexOf(key));
}

/** By rank, so that a logarithmic range needs no logarithm; equal values stay together. */
function binsOf(column: readonly number[], bins: number): number[] {
  const sorted = column.toSorted((a, b) => a - b);
  return column.map((value) => Math.floor((sorted.indexOf(value) * bins) / column.length));
}

function isWide(values: readonly number[]): boolean {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low > 0 && high / low > WIDE;
}
