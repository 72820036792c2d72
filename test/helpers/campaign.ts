/**
 * The seed of every random test. It stands in the titles, so every report shows it; `SEED=` repeats a run or tries
 * another one.
 */
export const SEED = Number(process.env.SEED ?? 9);

/** How many times a random test tries: few at every change, many before a release (`NINESTEP_LONG=1`). */
export function campaignSize(usual: number, long: number): number {
  return process.env.NINESTEP_LONG === '1' ? long : usual;
}
