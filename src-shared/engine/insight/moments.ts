import type { Training } from '../../model/training-catalog.ts';
import { evaluationEpochs } from '../evaluation-schedule.ts';

/**
 * Epochs after which the inside of a network is measured: at most so many of those that are evaluated, as `fewerEpochs`
 * chooses them. The first is 0, before the first update, the last is the last epoch. It depends on the settings alone.
 *
 * Shapes: in order, none twice; at most `most`, and none where that is below 2.
 * Source: our own choice.
 */
export function momentEpochs(training: Pick<Training, 'epochs'>, most: number): number[] {
  return fewerEpochs([0, ...evaluationEpochs(training)], most);
}

/**
 * At most so many of some epochs, the first and the last among them: half even on a logarithmic scale, so that a run that ends
 * early has its share, and half even on a straight one.
 *
 * Shapes: from 0 on, in order, none twice; so is what is given, or empty; none where `most` is below 2.
 * Source: our own choice.
 */
export function fewerEpochs(epochs: readonly number[], most: number): number[] {
  if (most < 2) return [];
  if (epochs.length <= most) return [...epochs];
  const last = epochs.at(-1)!;
  const chosen = new Set([0, last]);
  const half = Math.floor((most - 2) / 2);
  for (let k = 0; k < half; k++) {
    chosen.add(nearest(epochs, last ** (k / half)));
    chosen.add(nearest(epochs, (last * (k + 1)) / (half + 1)));
  }
  return [...chosen].sort((a, b) => a - b);
}

/** The first of the sorted numbers that is not smaller. */
function nearest(sorted: readonly number[], wanted: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low]!;
}
