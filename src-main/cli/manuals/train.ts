import { type Manual, TRAINING_EXITS } from '../manual.ts';
import { BACKEND, JSON_OPTION, QUIET, THREADS } from './common-options.ts';

export const TRAIN = {
  group: 'Train',
  summary: 'Trains an experiment, or a table for which it suggests one',
  usages: [
    {
      line: 'ninestep train EXPERIMENT.json [--out DIR] [--quiet] [--backend B] [--threads N] [--json]',
      text: 'Trains the experiment. Writes run.json, metrics.jsonl, model.json (the best weights) and checkpoints into DIR, which must be new or empty; without --out into a new folder of the workspace, where the window finds it, too.',
    },
    {
      line: 'ninestep train DATA.csv --target NAME[,NAME] [--out DIR] [--quiet] [--backend B] [--threads N] [--json]',
      text: 'Suggests an experiment for the table, writes it into DIR as experiment.json, and trains it. Tables may be CSV (also with tabs, semicolons or bars), JSON, JSON lines, Parquet or Excel; without --target Ninestep guesses.',
    },
    {
      line: 'ninestep train --branch DIR --at EPOCH [--epochs N] [--out DIR] [--quiet] [--backend B] [--threads N] [--json]',
      text: 'A new run of the experiment in DIR that begins with the weights its run had after an epoch whose weights were kept (0: before the first). It has a copy of them, so that it does without that run.',
    },
    {
      line: 'ninestep train --resume DIR [--epochs N | --more-epochs N] [--quiet] [--backend B] [--threads N] [--json]',
      text: 'Goes on with the run in DIR from its checkpoint, with the same bits as if it had never stopped. One that was ended before its first checkpoint begins.',
    },
  ],
  options: {
    target: {
      type: 'string',
      value: 'NAME',
      help: 'What is to be predicted; several names have commas between them. Where nothing is said, Ninestep takes what the table lets guess.',
    },
    out: { type: 'string', value: 'DIR', help: 'Where the run goes. Must be new or empty.' },
    branch: { type: 'string', value: 'DIR', help: 'The run whose weights a new one begins with.' },
    at: {
      type: 'string',
      value: 'EPOCH',
      help: 'One of the epochs whose weights that run kept; 0 is before the first update.',
    },
    resume: { type: 'string', value: 'DIR', help: 'The run that goes on.' },
    epochs: {
      type: 'string',
      value: 'N',
      help: 'Epochs of a branch, or of a resumed run in all. Otherwise as many as its experiment says.',
    },
    'more-epochs': {
      type: 'string',
      value: 'N',
      help: 'So many more epochs, from where a resumed run stands.',
    },
    quiet: QUIET,
    backend: BACKEND,
    threads: THREADS,
    json: JSON_OPTION,
  },
  examples: [
    { says: 'Train an experiment file', line: 'ninestep train experiment.json --out run1' },
    {
      says: 'Train a table: what is to be predicted is the column "species"',
      line: 'ninestep train iris.csv --target species --out iris-run',
    },
    {
      says: 'A hundred epochs more',
      line: 'ninestep train --resume run1 --more-epochs 100',
    },
    {
      says: 'A new run from the weights that another one began with',
      line: 'ninestep train --branch run1 --at 0 --epochs 20 --out run2',
    },
  ],
  exits: TRAINING_EXITS,
} as const satisfies Manual;
