import type { Manual } from '../manual.ts';
import { FORCE, JSON_OPTION } from './common-options.ts';

export const LIBRARY = {
  group: 'Use a model',
  summary: 'Writes the library that runs models in pages and Node',
  usages: [
    {
      line: 'ninestep library --out FILE.mjs [--force] [--json]',
      text: 'Writes an ECMAScript module without dependencies, and its TypeScript declarations (.d.mts) beside it. loadModel(text).predict(row) gives the answers of Ninestep itself, for any model.json. It is the same for all models: a new model needs no new program.',
    },
  ],
  options: {
    out: { type: 'string', value: 'FILE.mjs', help: 'The module that is written.' },
    force: FORCE,
    json: JSON_OPTION,
  },
  examples: [
    {
      says: 'The library beside your page or program',
      line: 'ninestep library --out ninestep-predictor.mjs',
    },
  ],
} as const satisfies Manual;
