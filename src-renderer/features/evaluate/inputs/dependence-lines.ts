import type { Dependence } from '@shared/model/evaluation.ts';
import type { PlotLine } from '../plots/LinePlot.svelte';

/** Values of one answer along the places: of the mean over rows, or of single rows. */
export function answersAlong({ mean, places }: Dependence, output: number): Float64Array {
  return mean.subarray(output * places.length, (output + 1) * places.length);
}

/** One faint line for each single row. */
export function singleLines({ lines, places }: Dependence, output: number): Float64Array[] {
  const [rows, n] = [lines.rows.length, places.length];
  return Array.from({ length: rows }, (_, row) => {
    const from = (output * rows + row) * n;
    return lines.values.subarray(from, from + n);
  });
}

/** The mean over single rows that are behind it. */
export function dependenceLines(found: Dependence, output: number): PlotLine[] {
  const single = singleLines(found, output);
  return [
    ...single.map((ys, k) => ({
      id: `row-${String(found.lines.rows[k])}`,
      xs: found.places,
      ys,
      color: 'var(--text-faint)',
      width: 1,
      opacity: single.length > 30 ? 0.18 : 0.3,
    })),
    {
      id: 'mean',
      xs: found.places,
      ys: answersAlong(found, output),
      color: 'var(--accent-fill)',
      width: 2.5,
    },
  ];
}

/** The range of values that training rows have, as far as they are numbers. */
export function trainedRange({ deciles }: Dependence): [number, number] | null {
  return deciles === null ? null : [deciles[0]!, deciles.at(-1)!];
}

/** How far beyond the training rows is looked at on each side: a share of their range. */
export function widenedRange([low, high]: readonly [number, number], share: number): [number, number] {
  const room = (high - low || Math.abs(high) || 1) * share;
  return [low - room, high + room];
}
