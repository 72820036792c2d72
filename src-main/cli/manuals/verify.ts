import type { Manual } from '../manual.ts';
import { JSON_OPTION } from './common-options.ts';

export const VERIFY = {
  group: 'Look and check',
  summary: 'Checks form, checksum and golden cases of a file',
  usages: [
    {
      line: 'ninestep verify FILE [--json]',
      text: 'Checks a model, a run (run.json or its folder) or an experiment: form, and for models also shapes, checksum and golden cases. Of a run all that is damaged is told at once; nothing is changed. FILE tells by itself what it is.',
    },
  ],
  options: { json: JSON_OPTION },
  examples: [
    { says: 'A run, with its model', line: 'ninestep verify iris-run' },
    { says: 'A model alone, in a script', line: 'ninestep verify iris-run/model.json --json' },
  ],
  exits: { 0: 'All is in order.', 2: 'It is damaged, changed or not what it says it is; or cannot be read.' },
} as const satisfies Manual;
