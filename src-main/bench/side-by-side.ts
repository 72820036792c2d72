import type { BenchLine, BenchSetting } from './bench-line.ts';
import { measureInTurn, medianRatio, type Rates, type TimedWork } from './timing.ts';

/** Something that a backend does, with what has to be given back afterwards. */
export interface ClosableWork extends TimedWork {
  readonly close: () => void;
}

/**
 * The same work with each of the settings, which differ in their backends: measured in turn, a line for each. Of several, each
 * line tells how many times as fast as each other it was.
 */
export function benchSideBySide(
  settings: readonly BenchSetting[],
  begin: (setting: BenchSetting) => ClosableWork,
  lineOf: (setting: BenchSetting, rates: Rates) => BenchLine,
): BenchLine[] {
  const works: ClosableWork[] = [];
  try {
    for (const setting of settings) works.push(begin(setting));
    const measured = measureInTurn(settings[0]!.effort, works);
    return settings.map((setting, k) => ({
      ...lineOf(setting, measured[k]!),
      ...(settings.length > 1 && { ratios: ratiosOf(settings, measured, k) }),
    }));
  } finally {
    for (const work of works) work.close();
  }
}

/** What was asked for → how many times as fast as that the k-th was. */
function ratiosOf(
  settings: readonly BenchSetting[],
  measured: readonly Rates[],
  k: number,
): Record<string, number> {
  const ratios = settings.map(({ request }, other): [string, number] => [
    request,
    medianRatio(measured[k]!.rates, measured[other]!.rates),
  ]);
  return Object.fromEntries(ratios.filter((_, other) => other !== k));
}
