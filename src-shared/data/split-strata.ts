import { Random } from '../core/random.ts';
import { type Part, PARTS, type Split } from '../model/data-catalog.ts';
import { quantile, presentValues } from './column-statistics.ts';
import { foldParts, foldSizes } from './folds.ts';
import type { InterpretedColumn } from './interpret-columns.ts';
import { partSizes } from './split.ts';

/** Strata of a target that is a number: so many ranges with about as many rows each. */
const RANGES = 10;

/**
 * Rows of each part, and of each fold of cross-validation, such that all have the same mix of strata, within one row of
 * each. Strata are the levels of the target, or tenths of a target that is a number. Within a part, rows are shuffled.
 */
export function splitStrata(
  split: Split,
  usable: Uint32Array,
  target: Pick<InterpretedColumn, 'column' | 'values'>,
): Record<Part, Uint32Array> {
  const random = new Random(split.seed, 'split');
  const stratumOf = stratumReader(target, usable);
  const deal = (rows: Uint32Array, sizes: readonly number[]) =>
    dealStrata(strataOf(rows, stratumOf), sizes, random);
  const sizes = partSizes(split, usable.length);
  const [train, validation, test] = deal(
    usable,
    PARTS.map((part) => sizes[part]),
  ) as [Uint32Array, Uint32Array, Uint32Array];
  const { crossValidation } = split;
  if (crossValidation === undefined || crossValidation.fold === 0) return { train, validation, test };
  const pool = Uint32Array.from([...train, ...validation]);
  const folds = deal(pool, foldSizes(pool.length, crossValidation.folds));
  const inFolds = Uint32Array.from(folds.flatMap((rows) => [...rows]));
  return foldParts(split, { train: inFolds, validation: new Uint32Array(), test });
}

function stratumReader(
  { column, values }: Pick<InterpretedColumn, 'column' | 'values'>,
  usable: Uint32Array,
): (row: number) => number {
  if ('levels' in column) return (row) => values[row]!;
  const present = presentValues(values, usable);
  const edges = Array.from({ length: RANGES - 1 }, (_, k) => quantile(present, (k + 1) / RANGES));
  // Equal numbers are in the same range.
  return (row) => edges.filter((edge) => edge < values[row]!).length;
}

function strataOf(rows: Uint32Array, stratumOf: (row: number) => number): Uint32Array[] {
  const strata = new Map<number, number[]>();
  for (const row of rows) {
    const own = stratumOf(row);
    const known = strata.get(own);
    if (known === undefined) strata.set(own, [row]);
    else known.push(row);
  }
  return [...strata.entries()].sort(([a], [b]) => a - b).map(([, own]) => Uint32Array.from(own));
}

/**
 * Deals shuffled strata to heaps of the given sizes, which hold all rows together: first the whole rows of each share,
 * then the few that are left of each stratum, one to each of the heaps that lack most. So every count is its share
 * rounded up or down (controlled rounding of a table, Bacharach 1966; that the rows left over always fit, Gale 1957).
 */
function dealStrata(strata: readonly Uint32Array[], sizes: readonly number[], random: Random): Uint32Array[] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const heaps = sizes.map((): number[] => []);
  const left = strata.map((own) => {
    random.shuffle(own);
    let taken = 0;
    heaps.forEach((heap, h) => {
      const end = taken + Math.floor((own.length * sizes[h]!) / all);
      for (; taken < end; taken++) heap.push(own[taken]!);
    });
    return own.subarray(taken);
  });
  const order = Uint32Array.from(left, (_, k) => k);
  random.shuffle(order);
  for (const k of order) {
    const lacking = heaps.map((heap, h) => ({ heap, rows: sizes[h]! - heap.length }));
    lacking.sort((a, b) => b.rows - a.rows);
    left[k]!.forEach((row, place) => lacking[place]!.heap.push(row));
  }
  return heaps.map((heap) => {
    const rows = Uint32Array.from(heap);
    random.shuffle(rows);
    return rows;
  });
}
