import { PARTS } from '@shared/model/data-catalog.ts';
import type { Manual } from '../manual.ts';

export const EVALUATE = {
  group: 'Use a model',
  summary: 'Measures a model on the rows of its run, or on a table',
  usages: [
    {
      line: 'ninestep evaluate RUN [--part P,Q] [--open-test] [--importance] [--json]',
      text: 'Measures the model of a run (its folder) on the rows it was trained on and those for validation: figures side by side, and for classes the confusion matrix.',
    },
    {
      line: 'ninestep evaluate MODEL.json TABLE [--json]',
      text: 'The same for a model file, on a table of your own that holds its inputs and its targets.',
    },
  ],
  options: {
    part: {
      type: 'string',
      value: 'P,Q',
      values: PARTS,
      isList: true,
      help: 'train, validation, test, or several of them. Otherwise training and validation rows.',
    },
    'open-test': {
      type: 'boolean',
      help: "Measures the test rows, too, and counts one more opening of the run's test results. Without it they are refused.",
    },
    importance: {
      type: 'boolean',
      help: 'Shuffles each input column ten times and says what the figures lose.',
    },
    json: {
      type: 'boolean',
      help: 'Everything to the last digit, for scripts. NaN and infinities stand there as texts.',
    },
  },
  examples: [
    { says: 'Training and validation rows', line: 'ninestep evaluate iris-run' },
    {
      says: 'Which columns matter',
      line: 'ninestep evaluate iris-run --part validation --importance',
    },
    {
      says: 'Another table, for a script',
      line: 'ninestep evaluate iris-run/model.json flowers.csv --json',
    },
  ],
} as const satisfies Manual;
