import type { Manual } from '../manual.ts';

export const INSPECT = {
  group: 'Look and check',
  summary: 'Says what is in a file of any kind',
  usages: [
    {
      line: 'ninestep inspect FILE [--json]',
      text: 'Says in words what is in a file or a folder, whatever it is: a model, a run, an experiment, a sweep, a project, a table, or a model of another tool that Ninestep can import. Nothing is changed.',
    },
  ],
  options: {
    json: { type: 'boolean', help: 'The same as one JSON document, for scripts.' },
  },
  examples: [
    { says: 'A model', line: 'ninestep inspect iris-run/model.json' },
    { says: 'A table', line: 'ninestep inspect iris.csv' },
    { says: 'A run, for a script', line: 'ninestep inspect iris-run --json' },
  ],
} as const satisfies Manual;
