import type { Manual } from '../manual.ts';
import { BACKEND, JSON_OPTION, THREADS } from './common-options.ts';

export const SWEEP = {
  group: 'Train',
  summary: 'Trains all runs of a sweep over settings, seeds or folds',
  usages: [
    {
      line: 'ninestep sweep SPEC.json [--out DIR] [--jobs N] [--backend B] [--threads N] [--quiet] [--json]',
      text: 'Trains all runs of a sweep: a grid or a random search, seeds, folds, successive halving. They lie in DIR, which is laid out like a workspace, or without --out in the workspace itself. Says which configuration is best. The same spec with the same DIR goes on with what is there.',
    },
    {
      line: 'ninestep sweep --resume DIR [--jobs N] [--backend B] [--threads N] [--quiet] [--json]',
      text: 'Goes on with the sweep in DIR: trains what is missing, and finishes what was stopped or interrupted.',
    },
  ],
  options: {
    out: { type: 'string', value: 'DIR', help: 'Where the sweep goes.' },
    resume: { type: 'string', value: 'DIR', help: 'The sweep that goes on.' },
    jobs: {
      type: 'string',
      value: 'N',
      help: 'So many runs at once, each in a process of its own. Otherwise one after the other.',
    },
    backend: BACKEND,
    threads: {
      ...THREADS,
      help: 'At most so many threads for each run. Otherwise all cores but one, shared by the jobs.',
    },
    quiet: {
      type: 'boolean',
      help: 'No progress. Otherwise: a bar on a terminal, elsewhere a line for every run.',
    },
    json: JSON_OPTION,
  },
  examples: [
    { says: 'Train a spec, two runs at once', line: 'ninestep sweep rates.json --out rates --jobs 2' },
    { says: 'Go on where it was interrupted', line: 'ninestep sweep --resume rates' },
  ],
  exits: {
    0: 'At least one run has finished and none has failed. Diverging is a result like any other.',
    1: 'A run failed, or none has finished; or a bug in Ninestep.',
    130: 'Stopped by Ctrl+C. What was trained is kept, and the command that goes on with it is told.',
  },
} as const satisfies Manual;
