import { type Manual, TRAINING_EXITS } from '../manual.ts';
import { BACKEND, JSON_OPTION, THREADS } from './common-options.ts';

export const CHECK_GRADIENTS = {
  group: 'About the engine',
  summary: 'Compares gradients with differences of the loss',
  usages: [
    {
      line: 'ninestep check-gradients EXPERIMENT.json [--backend B] [--json]',
      text: "Compares the gradients that training would follow with slopes measured on the loss itself (central differences, in double precision), on the experiment's untrained network and its first training rows. Errors are relative.",
    },
  ],
  options: { backend: BACKEND, json: JSON_OPTION },
  examples: [{ says: 'Layer by layer', line: 'ninestep check-gradients experiment.json' }],
  exits: { 0: 'Every error is within the tolerance.', 1: 'A gradient is wrong; or a bug in Ninestep.' },
} as const satisfies Manual;

export const FIND_RATE = {
  group: 'Train',
  summary: 'Tries learning rates, and suggests one',
  usages: [
    {
      line: 'ninestep find-rate EXPERIMENT.json [--backend B] [--threads N] [--json]',
      text: "Trains the experiment's network for some 200 steps, each at a higher learning rate than the one before, from 0.0000001 to 100, and suggests the rate at which the loss falls fastest.",
    },
  ],
  options: { backend: BACKEND, threads: THREADS, json: JSON_OPTION },
  examples: [{ says: 'A rate for an experiment', line: 'ninestep find-rate experiment.json' }],
  exits: { 0: 'A rate is suggested.', 1: 'The loss falls at none of the rates; or a bug in Ninestep.' },
} as const satisfies Manual;

export const FIRST_PROJECT = {
  group: 'Train',
  summary: 'Trains the project that greets a new user',
  usages: [
    {
      line: 'ninestep first-project [--json]',
      text: 'Trains the experiment that greets a new user and shows its answers beside the truth. npm start does this on a machine without a display.',
    },
  ],
  options: { json: { type: 'boolean', help: 'The run and its answers as one JSON document.' } },
  examples: [{ says: 'See it learn', line: 'ninestep first-project' }],
  exits: TRAINING_EXITS,
} as const satisfies Manual;
