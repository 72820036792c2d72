import type { Experiment } from '../model/experiment.ts';
import { SEEDS } from '../model/sweep.ts';

/** Which repetition of a configuration a run is: all that is drawn by chance, and its fold. */
export interface SeedsOfRun {
  network: number;
  training: number;
  split: number;
  /** 0 without cross-validation. */
  fold: number;
}

/** Settings that tell repetitions of one configuration apart, and say nothing about the configuration. */
const REPETITION_PATHS: ReadonlySet<string> = new Set([
  ...Object.keys(SEEDS),
  'data.split.crossValidation.fold',
]);

export function isRepetitionPath(path: string): boolean {
  return REPETITION_PATHS.has(path);
}

export function seedsOf({ data, network, training }: Experiment): SeedsOfRun {
  return {
    network: network.seed,
    training: training.seed,
    split: data.split.seed,
    fold: data.split.crossValidation?.fold ?? 0,
  };
}

/** Runs with the same key drew the same numbers, each in its own configuration. */
export function seedKey({ network, training, split, fold }: SeedsOfRun): string {
  return [network, training, split, fold].join('/');
}

/** A name for each of these repetitions, no longer than tells them apart: "seed 3", "seeds 3 and 7", "fold 2". */
export function seedNames(all: readonly SeedsOfRun[]): (seeds: SeedsOfRun) => string {
  const varies = (part: keyof SeedsOfRun): boolean => new Set(all.map((seeds) => seeds[part])).size > 1;
  const drawn = (['network', 'training', 'split'] as const).filter(varies);
  const hasFolds = varies('fold');
  return (seeds) => {
    const numbers = [...new Set(drawn.map((part) => String(seeds[part])))];
    const words: string[] = [];
    if (numbers.length > 0) words.push(`${numbers.length === 1 ? 'seed' : 'seeds'} ${numbers.join(' and ')}`);
    if (hasFolds) words.push(`fold ${String(seeds.fold)}`);
    return words.length === 0 ? `seed ${String(seeds.network)}` : words.join(', ');
  };
}
