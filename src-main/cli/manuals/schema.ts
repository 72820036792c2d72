import { JSON_SCHEMA_NAMES } from '@shared/schema/json-schema.ts';
import type { Manual } from '../manual.ts';

export const SCHEMA = {
  group: 'Look and check',
  summary: "Prints the JSON Schema of one of Ninestep's files",
  usages: [
    {
      line: 'ninestep schema NAME',
      text: 'Prints the JSON Schema (draft 2020-12) of a kind of file, complete in itself: for an editor that completes what you type, or for a program that checks it.',
    },
    { line: 'ninestep schema --list [--json]', text: 'Prints the names of all kinds of files.' },
  ],
  options: {
    list: { type: 'boolean', help: 'The names, a line each.' },
    json: { type: 'boolean', help: 'With --list: the names as a JSON list. A schema is JSON anyway.' },
  },
  operands: JSON_SCHEMA_NAMES,
  examples: [
    { says: 'What may stand in an experiment', line: 'ninestep schema experiment > experiment.schema.json' },
    { says: 'All that there are', line: 'ninestep schema --list' },
  ],
} as const satisfies Manual;
