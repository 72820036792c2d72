import type { SweepSpec } from '@shared/model/sweep.ts';
import { parseWith } from '@shared/schema/parse.ts';
import { sweepSchema } from '@shared/schema/sweep.ts';
import { smallExperimentJson } from './experiments.ts';

/** A sweep file on a small experiment; what is left out has its default. */
export function sweepJson(changes: object = {}): object {
  return {
    format: 'ninestep-sweep',
    version: 1,
    name: 'Small sweep',
    experiment: smallExperimentJson,
    ...changes,
  };
}

export function smallSweep(changes: object = {}): SweepSpec {
  return parseWith(sweepSchema, sweepJson(changes), 'sweep');
}

/** Numbers of a range, and how they lie in it. */
export function range(path: string, from: number, to: number, more: object = {}): object {
  return { path, range: { from, to, ...more } };
}
