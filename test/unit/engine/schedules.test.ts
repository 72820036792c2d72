import {
  learningRateFactor,
  PLATEAU_START,
  plateauAfter,
  type TrainingSpan,
} from '@shared/engine/schedules.ts';
import { defaultsOf } from '@shared/model/fields.ts';
import { type Schedule, scheduleCatalog } from '@shared/model/schedule-catalog.ts';
import { describe, expect, it } from 'vitest';

/** 10 epochs of 4 steps. */
const span: TrainingSpan = { warmUpEpochs: 0, epochs: 10, stepsPerEpoch: 4 };
const factorAt = (schedule: Schedule, step: number, changes: Partial<TrainingSpan> = {}) =>
  learningRateFactor(schedule, { ...span, ...changes }, step, PLATEAU_START);

const steps: Schedule = { type: 'step', every: 3, factor: 0.5 };
const cosine: Schedule = { type: 'cosine', lowest: 0.2 };
const restarts: Schedule = { type: 'warm-restarts', period: 1, growth: 2, lowest: 0 };
const oneCycle: Schedule = { type: 'one-cycle', rise: 0.275, start: 0.04, end: 0.01 };
const plateau: Schedule = { type: 'plateau', factor: 0.5, patience: 2, lowest: 0.2 };

const all: readonly Schedule[] = [
  { type: 'constant' },
  { type: 'step', ...defaultsOf(scheduleCatalog.step.fields) },
  { type: 'exponential', ...defaultsOf(scheduleCatalog.exponential.fields) },
  { type: 'cosine', ...defaultsOf(scheduleCatalog.cosine.fields) },
  { type: 'warm-restarts', ...defaultsOf(scheduleCatalog['warm-restarts'].fields) },
  { type: 'one-cycle', ...defaultsOf(scheduleCatalog['one-cycle'].fields) },
  { type: 'plateau', ...defaultsOf(scheduleCatalog.plateau.fields) },
];

describe('learningRateFactor, worked by hand', () => {
  it.each<[string, Schedule, number, number]>([
    ['constant', { type: 'constant' }, 39, 1],
    // Three epochs are 12 steps.
    ['steps before the first fall', steps, 11, 1],
    ['steps after the first fall', steps, 12, 0.5],
    ['steps in the last epoch, after three falls', steps, 39, 0.125],
    ['exponential within the first epoch', { type: 'exponential', factor: 0.9 }, 3, 1],
    ['exponential in the third epoch', { type: 'exponential', factor: 0.9 }, 8, 0.81],
    ['cosine at the beginning', cosine, 0, 1],
    ['cosine in the middle', cosine, 20, 0.6],
    // cos 135° = −√½
    ['cosine at three quarters', cosine, 30, 0.2 + 0.4 * (1 - Math.SQRT1_2)],
    ['cosine when all is done', cosine, 40, 0.2],
    // Periods of 1, 2 and 4 epochs: restarts at steps 4 and 12, the next at 28.
    ['warm restarts in the middle of the first period', restarts, 2, 0.5],
    ['warm restarts at the first restart', restarts, 4, 1],
    ['warm restarts in the middle of the second period', restarts, 8, 0.5],
    ['warm restarts in the middle of the third period', restarts, 20, 0.5],
    ['warm restarts at the third restart', restarts, 28, 1],
    // The peak is at 0.275·40 − 1 = 10, the end at 39.
    ['one cycle at the beginning', oneCycle, 0, 0.04],
    ['one cycle half way up', oneCycle, 5, 0.52],
    ['one cycle at the peak', oneCycle, 10, 1],
    ['one cycle at the end', oneCycle, 39, 0.01],
  ])('%s', (_, schedule, step, factor) => {
    expect(factorAt(schedule, step)).toBeCloseTo(factor, 14);
  });

  it('multiplies by a straight rise while warming up', () => {
    const rise = Array.from({ length: 10 }, (_, step) =>
      factorAt({ type: 'constant' }, step, { warmUpEpochs: 2 }),
    );
    expect(rise).toEqual([1 / 8, 2 / 8, 3 / 8, 4 / 8, 5 / 8, 6 / 8, 7 / 8, 1, 1, 1]);
    const both = factorAt(cosine, 5, { warmUpEpochs: 2 });
    expect(both).toBe(0.75 * factorAt(cosine, 5));
  });

  it('takes restarts of equal length for growth 1, however many there are', () => {
    const schedule: Schedule = { type: 'warm-restarts', period: 2, growth: 1, lowest: 0 };
    for (const restart of [1, 7, 1_000_003]) {
      expect(factorAt(schedule, restart * 8)).toBe(1);
      expect(factorAt(schedule, restart * 8 + 4)).toBeCloseTo(0.5, 12);
    }
  });

  it('takes a growth that is no whole number', () => {
    // Periods of 2, 3 and 4.5 epochs: restarts at epochs 2 and 5.
    const schedule: Schedule = { type: 'warm-restarts', period: 2, growth: 1.5, lowest: 0 };
    expect(factorAt(schedule, 20)).toBe(1);
    expect(factorAt(schedule, 29)).toBeCloseTo(0.5, 14);
  });
});

describe('every schedule', () => {
  const spans: readonly TrainingSpan[] = [
    span,
    { warmUpEpochs: 3, epochs: 50, stepsPerEpoch: 7 },
    { warmUpEpochs: 5, epochs: 3, stepsPerEpoch: 2 },
    { warmUpEpochs: 0, epochs: 1, stepsPerEpoch: 1 },
  ];

  it.each(all)('stays between 0 and 1, also after the last epoch: $type', (schedule) => {
    for (const each of spans) {
      for (let step = 0; step < 2 * each.epochs * each.stepsPerEpoch; step++) {
        const factor = learningRateFactor(schedule, each, step, PLATEAU_START);
        expect(factor).toBeGreaterThanOrEqual(0);
        expect(factor).toBeLessThanOrEqual(1);
      }
    }
  });

  it.each(all)('begins above zero, so that the first step counts: $type', (schedule) => {
    for (const each of spans) expect(learningRateFactor(schedule, each, 0, PLATEAU_START)).toBeGreaterThan(0);
  });

  it.each<Schedule>([cosine, oneCycle])('does not jump: $type', (schedule) => {
    const long = { epochs: 100, stepsPerEpoch: 10 };
    for (let step = 1; step < 1_000; step++) {
      const jump = factorAt(schedule, step, long) - factorAt(schedule, step - 1, long);
      expect(Math.abs(jump)).toBeLessThan(0.01);
    }
  });

  it.each<Schedule>([steps, { type: 'exponential', factor: 0.9 }, cosine])(
    'never rises: $type',
    (schedule) => {
      for (let step = 1; step < 40; step++) {
        expect(factorAt(schedule, step)).toBeLessThanOrEqual(factorAt(schedule, step - 1));
      }
    },
  );
});

describe('reduce on plateau', () => {
  const after = (losses: readonly number[], schedule: Schedule = plateau) =>
    losses.reduce((state, loss) => plateauAfter(state, schedule, loss), PLATEAU_START);

  it.each([
    ['falls after as many losses without a better one as there is patience', [3, 3, 4], 0.5],
    ['waits as long as it is patient', [3, 4], 1],
    ['counts anew after a better loss', [3, 4, 2, 3], 1],
    ['counts anew after a fall', [3, 3, 3, 3], 0.5],
    ['never falls below the lowest share', [1, 1, 1, 1, 1, 1, 1, 1, 1], 0.2],
    ['takes a loss that is not a number for no better one', [3, NaN, NaN], 0.5],
    ['is not fooled by a first loss that is not a number', [NaN, 3, 4], 1],
  ])('%s', (_, losses, factor) => {
    const state = after(losses);
    expect(state.factor).toBe(factor);
    expect(learningRateFactor(plateau, span, 5, state)).toBe(factor);
  });

  it('goes on the same from a state that was stored', () => {
    const losses = [5, 4, 4, 4, 3, 3, 3, 3];
    const stored: unknown = JSON.parse(JSON.stringify(after(losses.slice(0, 5))));
    const resumed = losses
      .slice(5)
      .reduce((state, loss) => plateauAfter(state, plateau, loss), stored as typeof PLATEAU_START);
    expect(resumed).toEqual(after(losses));
  });

  it('is nothing to other schedules', () => {
    expect(after([1, 2, 3, 4], cosine)).toBe(PLATEAU_START);
  });
});
