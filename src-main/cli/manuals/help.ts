import type { Manual } from '../manual.ts';

export const HELP = {
  group: 'About the command line',
  summary: 'Teaches a command',
  usages: [
    {
      line: 'ninestep help [COMMAND]',
      text: 'How a command is used, its options, examples that work, and exit codes; without COMMAND the list of them. The same as ninestep COMMAND --help.',
    },
  ],
  options: {},
  examples: [{ says: 'Everything about training', line: 'ninestep help train' }],
} as const satisfies Manual;
