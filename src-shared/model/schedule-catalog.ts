import { LIMITS } from '../core/limits.ts';
import { integer, real, type ValuesOf } from './fields.ts';

const epochs = (defaultValue: number, label: string, help: string) =>
  integer(1, LIMITS.epochs, defaultValue, label, help);
const factor = (defaultValue: number, help: string) =>
  real(0, 1, defaultValue, 'Factor', help, { aboveMin: true, belowMax: true });
const lowest = real(0, 1, 0, 'Lowest share', 'The share of the learning rate that it never falls below.');

/** How the learning rate changes while training goes on: a factor of the optimizer's own. The arithmetic is in engine/schedules.ts. */
export const scheduleCatalog = {
  constant: { label: 'Constant', help: 'The same rate from beginning to end.', fields: {} },
  step: {
    label: 'Steps',
    help: 'Falls by a factor every so many epochs.',
    fields: {
      every: epochs(30, 'Every', 'Epochs between two falls.'),
      factor: factor(0.1, 'What the rate is multiplied by at each fall.'),
    },
  },
  exponential: {
    label: 'Exponential',
    help: 'Falls by the same factor in every epoch.',
    fields: { factor: factor(0.99, 'What the rate is multiplied by after each epoch.') },
  },
  cosine: {
    label: 'Cosine',
    help: 'Falls along half a cosine until the last epoch.',
    fields: { lowest },
  },
  'warm-restarts': {
    label: 'Cosine with warm restarts',
    help: 'Falls along half a cosine, again and again from the full rate.',
    fields: {
      period: epochs(10, 'First period', 'Epochs until the first restart.'),
      growth: real(1, 10, 2, 'Growth', 'How much longer each period is than the one before.'),
      lowest,
    },
  },
  'one-cycle': {
    label: 'One cycle',
    help: 'Rises to the full rate, then falls far below where it began.',
    fields: {
      rise: real(0, 1, 0.3, 'Rise', 'The share of all steps in which the rate rises.', {
        aboveMin: true,
        belowMax: true,
      }),
      start: real(0, 1, 0.04, 'Start', 'The share of the full rate to begin with.', { aboveMin: true }),
      end: real(0, 1, 4e-6, 'End', 'The share of the full rate to end with.'),
    },
  },
  plateau: {
    label: 'Reduce on plateau',
    help: 'Falls by a factor where the validation loss (else the training loss) has not improved for a while.',
    fields: {
      factor: factor(0.1, 'What the rate is multiplied by.'),
      patience: epochs(10, 'Patience', 'Epochs without a better loss before the rate falls.'),
      lowest,
    },
  },
} as const;

export type ScheduleType = keyof typeof scheduleCatalog;
export type Schedule = {
  [T in ScheduleType]: { type: T } & ValuesOf<(typeof scheduleCatalog)[T]['fields']>;
}[ScheduleType];
