import fc from 'fast-check';
import type { FloatArray, Precision } from '@shared/core/float-array.ts';
import { prepareExperiment } from '@shared/data/prepare.ts';
import type { Backend } from '@shared/engine/machine.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { type Progress, Trainer, type TrainingSetup } from '@shared/engine/trainer.ts';
import type { TrainerSnapshot } from '@shared/engine/trainer-snapshot.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { isSecondOrder } from '@shared/model/training-catalog.ts';
import { describe, expect, it } from 'vitest';
import { availableBackends } from '../../src-main/trainer/backend.ts';
import { trainingSetup } from '../../src-main/trainer/training-setup.ts';
import { BACKENDS } from '../helpers/backends.ts';
import { campaignSize, SEED } from '../helpers/campaign.ts';
import { type ExperimentSize, moderateExperiments } from '../helpers/moderate-experiment.ts';

const FAST = BACKENDS.filter(({ name }) => name !== 'reference');
const SMALL: ExperimentSize = { rows: [20, 90], batchRows: [1, 40], units: 9, epochs: 3 };
/** Steps long enough for threads to share them out. */
const LARGE: ExperimentSize = { rows: [500, 900], batchRows: [300, 900], units: 70, epochs: 2 };
const STEPS = 5;

/**
 * How far one step may differ, relative to the largest number of its kind. Wide, because a row may lie on a kink (ReLU, MAE)
 * or a variance near zero multiplies roundings; a wrong formula differs by far more.
 */
const TOLERANCE = { float32: 2e-2, float64: 1e-6 };
/** The loss after a whole line search or damped step. */
const SEARCHED_TOLERANCE = 1e-2;
/** Parameters are rounded when they are moved: an update may be smaller than that. */
const ROUNDING = { float32: 2 ** -22, float64: 2 ** -51 };
/**
 * Optimizers that divide by the size of a gradient make a whole step of a rounding. Where what they remember of a parameter
 * is less than this, or than a share of the largest, its update is left out.
 */
const NOISE = { float32: 1e-5, float64: 1e-8 };
const LEAST_SHARE = 1e-3;
/** Beyond this float32 ends where float64 goes on. */
const BORDER = { float32: 1e12, float64: 1e100 };

function setupOf(experiment: Experiment): TrainingSetup {
  return trainingSetup(experiment, prepareExperiment(experiment));
}

/** One step from where a snapshot was taken. */
function stepFrom(setup: TrainingSetup, backend: Backend, before: TrainerSnapshot) {
  const trainer = Trainer.restore(setup, backend, before);
  const progress = trainer.advance(1);
  const after = trainer.snapshot();
  trainer.close();
  return { progress, after };
}

const largest = (values: Iterable<number>) => {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
};

function expectClose(what: string, actual: FloatArray, expected: FloatArray, allowed: number): void {
  const differences = Array.from(expected, (value, k) => Math.abs(actual[k]! - value));
  expect(Math.max(0, ...differences), what).toBeLessThanOrEqual(allowed);
}

/** How far each parameter went in a step; those below `least` in `memory` count as not moved. */
function updates(after: TrainerSnapshot, before: TrainerSnapshot, memory: FloatArray, least: number): Float64Array {
  return Float64Array.from(after.parameters, (value, k) =>
    Math.abs(memory[k]!) < least ? 0 : value - before.parameters[k]!,
  );
}

/** The state after the same step by both; what the reference made of it. */
function expectSameStep({ training }: Experiment, setup: TrainingSetup, backend: Backend, before: TrainerSnapshot) {
  const truth = stepFrom(setup, referenceBackend, before);
  const fast = stepFrom(setup, backend, before);
  const { precision, optimizer } = training;
  if (!(largest(truth.after.parameters) < BORDER[precision])) return truth;
  expect(fast.progress.ending?.kind === 'diverged').toBe(truth.progress.ending?.kind === 'diverged');
  expect(fast.after.step).toBe(truth.after.step);
  if (isSecondOrder(optimizer)) expectSameLoss(fast.progress, truth.progress);
  else expectSameUpdate(fast.after, truth.after, before, precision);
  return truth;
}

/** All that second-order methods promise: where two trials are alike but for a rounding, either may be taken. */
function expectSameLoss(fast: Progress, truth: Progress) {
  const [actual, expected] = [fast, truth].map(({ evaluation }) => evaluation?.train.loss ?? 0);
  expect(Math.abs(actual! - expected!), 'loss').toBeLessThanOrEqual(SEARCHED_TOLERANCE * Math.max(expected!, 1e-6));
}

function expectSameUpdate(fast: TrainerSnapshot, truth: TrainerSnapshot, before: TrainerSnapshot, precision: Precision) {
  const tolerance = TOLERANCE[precision];
  const loss = lossSum(truth);
  expect(Math.abs(lossSum(fast) - loss), 'loss').toBeLessThanOrEqual(tolerance * Math.max(loss, 1e-6));
  expectClose('statistics', fast.statistics, truth.statistics, tolerance * largest(truth.statistics));
  const noise = NOISE[precision];
  truth.slots.forEach((slot, s) => {
    expectClose(`slot ${String(s)}`, fast.slots[s]!, slot, tolerance * Math.max(noise, largest(slot)));
  });
  // Without slots the update is the gradient itself, whatever its size.
  const [memory] = truth.slots;
  const least = memory === undefined ? 0 : Math.max(noise, LEAST_SHARE * largest(memory));
  const went = (after: TrainerSnapshot) => updates(after, before, memory ?? truth.parameters, least);
  const expected = went(truth);
  const rounding = ROUNDING[precision] * Math.max(noise, largest(truth.parameters));
  expectClose('updates', went(fast), expected, tolerance * largest(expected) + rounding);
}

function lossSum({ method }: TrainerSnapshot): number {
  return method.kind === 'first-order' ? method.lossSum : NaN;
}

describe.each(FAST)('$name', (backend) => {
  it(`makes every step of any experiment as the reference does (seed ${String(SEED)})`, () => {
    fc.assert(
      fc.property(moderateExperiments(SMALL), (experiment) => {
        const setup = setupOf(experiment);
        const first = new Trainer(setup, referenceBackend);
        first.evaluateNow();
        let before = first.snapshot();
        for (let step = 0; step < STEPS; step++) {
          const { progress, after } = expectSameStep(experiment, setup, backend, before);
          if (progress.ending !== null) return;
          before = after;
        }
      }),
      { seed: SEED, numRuns: campaignSize(150, 20_000) },
    );
  });

  it(`gives the same bits on three threads as on one, whatever the experiment (seed ${String(SEED)})`, () => {
    const many = availableBackends(3).find(({ name }) => name === backend.name)!;
    fc.assert(
      fc.property(moderateExperiments(LARGE), (experiment) => {
        const setup = setupOf(experiment);
        expect(wholeRun(setup, many)).toEqual(wholeRun(setup, backend));
      }),
      { seed: SEED, numRuns: campaignSize(15, 1_000) },
    );
  });
});

function wholeRun(setup: TrainingSetup, backend: Backend) {
  const trainer = new Trainer(setup, backend);
  const seen = [trainer.evaluateNow()];
  for (;;) {
    const { evaluation, ending } = trainer.advance(Infinity);
    if (evaluation !== null) seen.push(evaluation);
    if (ending === null) continue;
    const snapshot = trainer.snapshot();
    trainer.close();
    return { seen, ending, snapshot };
  }
}
