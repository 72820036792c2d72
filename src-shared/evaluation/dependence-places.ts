import { presentValues, quantile } from '../data/column-statistics.ts';
import type { PreparedInput } from '../data/prepared-data.ts';
import type { Dependence } from '../model/evaluation.ts';

export type DependencePlaces = Pick<Dependence, 'places' | 'levels' | 'isKnown' | 'deciles' | 'levelCounts'>;

/**
 * The values that are put into a column, and what training rows had: every level, or so many numbers evenly from one end of
 * the range to the other (null: of the training rows), whole ones where the column is of whole numbers.
 */
export function dependencePlaces(
  { fitted, values, column }: PreparedInput,
  train: Uint32Array,
  { range, places }: { range: readonly [number, number] | null; places: number },
): DependencePlaces {
  if ('levels' in fitted) {
    const { levels, counts } = fitted;
    return {
      places: Float64Array.from(levels, (_, level) => level),
      levels: [...levels],
      isKnown: counts.map((count) => count > 0),
      deciles: null,
      levelCounts: [...counts],
    };
  }
  const { min, max } = fitted.range;
  const [low, high] = range ?? [min, max];
  // The last one by itself: a rounding beyond the range would pass for unknown.
  const last = places - 1;
  const even = Array.from({ length: places }, (_, k) =>
    k === last ? high : low + ((high - low) * k) / last,
  );
  const found = column.type === 'integer' ? [...new Set(even.map(Math.round))] : even;
  const present = presentValues(values, train);
  return {
    places: Float64Array.from(found),
    levels: null,
    isKnown: found.map((value) => value >= min && value <= max),
    deciles: Array.from({ length: 11 }, (_, tenth) => quantile(present, tenth / 10)),
    levelCounts: null,
  };
}
