import { PRECISIONS } from '@shared/core/float-array.ts';
import { WORKLOADS } from '../../bench/workloads.ts';
import type { Manual } from '../manual.ts';
import { BACKEND } from './common-options.ts';

export const BENCH = {
  group: 'About the engine',
  summary: 'Measures the engine on this machine',
  usages: [
    {
      line: 'ninestep bench [--workload A,B] [--backend B,C] [--threads N,M] [--dtype D,E] [--repeats N] [--seconds S] [--json]',
      text: 'Measures the engine on this machine: a line for each workload, backend, number of threads and precision as soon as it is there.',
    },
  ],
  options: {
    workload: {
      type: 'string',
      value: 'A,B',
      values: [...WORKLOADS.keys()],
      isList: true,
      help: `Some of ${[...WORKLOADS.keys()].join(', ')}. Without it all but those that take long (${onRequest().join(', ')}).`,
    },
    backend: {
      ...BACKEND,
      values: [...BACKEND.values, 'all'],
      isList: true,
      value: 'B,C',
      help: `Any of ${BACKEND.values.join(', ')}; of several, training and predicting are measured in turn, and each line tells how many times as fast as the others it was. all: wasm, native and auto. Otherwise auto.`,
    },
    threads: {
      type: 'string',
      value: 'N,M',
      help: 'Numbers of threads to measure training with. Otherwise 1.',
    },
    dtype: {
      type: 'string',
      value: 'D,E',
      values: PRECISIONS,
      isList: true,
      help: `Any of ${PRECISIONS.join(', ')}. Otherwise float32.`,
    },
    repeats: { type: 'string', value: 'N', help: 'Measurements of each, at least 3. Otherwise 5.' },
    seconds: { type: 'string', value: 'S', help: 'About how long each measurement takes. Otherwise 1.' },
    json: {
      type: 'boolean',
      help: 'A line of JSON for each measurement, as also where standard output is no terminal.',
    },
  },
  examples: [
    {
      says: 'How fast the article is trained',
      line: 'ninestep bench --workload article --seconds 0.1 --repeats 3',
    },
  ],
} as const satisfies Manual;

/** What is measured only where it is asked for by name. */
function onRequest(): string[] {
  return [...WORKLOADS].filter(([, { isOnRequest }]) => isOnRequest).map(([name]) => name);
}
