import { vi } from 'vitest';

/**
 * The seed of every random test. It stands in the titles, so every report shows it; `SEED=` repeats a run or tries
 * another one.
 */
export const SEED = Number(process.env.SEED ?? 9);

const isLong = process.env.NINESTEP_LONG === '1';

// Of every file that takes its numbers from here.
if (isLong) vi.setConfig({ testTimeout: 6 * 60 * 60_000 });

/** How many times a random test tries: few at every change, many before a release (`NINESTEP_LONG=1`). */
export function campaignSize(usual: number, long: number): number {
  return isLong ? long : usual;
}
