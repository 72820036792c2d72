import fc from 'fast-check';
import type { FloatArray, Precision } from '@shared/core/float-array.ts';
import { Random } from '@shared/core/random.ts';
import { prepareExperiment } from '@shared/data/prepare.ts';
import type { Backend } from '@shared/engine/machine.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { type Progress, Trainer, type TrainingSetup } from '@shared/engine/trainer.ts';
import type { TrainerSnapshot } from '@shared/engine/trainer-snapshot.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { isSecondOrder } from '@shared/model/training-catalog.ts';
import { describe, expect, it } from 'vitest';
import { trainingSetup } from '../../src-main/trainer/training-setup.ts';
import { BACKENDS, backendsOn, precisionsOf } from '../helpers/backends.ts';
import { campaignSize, SEED } from '../helpers/campaign.ts';
import { type ExperimentSize, moderateExperiments } from '../helpers/moderate-experiment.ts';

const FAST = BACKENDS.filter(({ name }) => name !== 'reference');
const SMALL: ExperimentSize = { rows: [20, 90], batchRows: [1, 40], units: 9, epochs: 3 };
/** Steps long enough for threads to share them out. */
const LARGE: ExperimentSize = { rows: [500, 900], batchRows: [300, 900], units: 70, epochs: 2 };
const STEPS = 5;

/** How far one step may differ, relative to the largest number of its kind, and what of such numbers is but roundings. */
const TOLERANCE = { float32: 1e-2, float64: 1e-6 };
const NOISE = { float32: 1e-3, float64: 1e-8 };
/**
 * Near a kink, a variance of zero or a singular matrix a step makes much of a rounding: the backends may differ by as much
 * as so many times what the reference itself differs by where its parameters are moved by a few roundings.
 */
const SENSITIVITY = 50;
const ROUNDING = { float32: 2 ** -21, float64: 2 ** -48 };
const SHAKES = 3;
/** Optimizers that divide by the size of a gradient make a whole step of a rounding: what remembers less is left out. */
const LEAST_SHARE = 0.1;
/** Beyond this float32 ends where float64 goes on. */
const BORDER = { float32: 1e12, float64: 1e100 };

function setupOf(experiment: Experiment): TrainingSetup {
  return trainingSetup(experiment, prepareExperiment(experiment));
}

interface Step {
  readonly before: TrainerSnapshot;
  readonly after: TrainerSnapshot;
  readonly progress: Progress;
}

/** One step from where a snapshot was taken. */
function stepFrom(setup: TrainingSetup, backend: Backend, before: TrainerSnapshot): Step {
  const trainer = Trainer.restore(setup, backend, before);
  const progress = trainer.advance(1);
  const after = trainer.snapshot();
  trainer.close();
  return { before, after, progress };
}

/** The same beginning with every parameter a few roundings off. */
function shaken(before: TrainerSnapshot, precision: Precision, random: Random): TrainerSnapshot {
  const parameters = before.parameters.map((value) => value * (1 + ROUNDING[precision] * random.normal()));
  return { ...before, parameters };
}

function largest(values: FloatArray): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}

function distance(a: FloatArray, b: FloatArray): number {
  return largest(Float64Array.from(a, (value, k) => value - b[k]!));
}

/** What a step made, quantity by quantity; `truth` says which updates count. */
function made({ before, after }: Step, truth: Step, { training }: Experiment): Record<string, FloatArray> {
  const rate = rateOf(training);
  const { method, statistics, slots } = after;
  // Where there is nothing left to gain, a rounding decides whether a start is left: what counts is the best so far.
  if (method.kind === 'second-order') return { loss: Float64Array.of(method.state.best?.loss ?? NaN) };
  // Without slots the update is the gradient itself, whatever its size.
  const [memory] = truth.after.slots;
  const least = memory === undefined ? 0 : Math.max(NOISE[training.precision], LEAST_SHARE * largest(memory));
  const counts = (k: number) => memory === undefined || Math.abs(memory[k]!) >= least;
  const updates = Float64Array.from(after.parameters, (value, k) =>
    counts(k) ? (value - before.parameters[k]!) / rate : 0,
  );
  const loss = Float64Array.of(method.lossSum);
  return {
    loss,
    statistics,
    updates,
    ...Object.fromEntries(slots.map((slot, s) => [`slot ${String(s)}`, slot])),
  };
}

/** What a number of this kind loses when parameters are rounded after they were moved. */
function roundingOf(quantity: string, truth: Step, training: Experiment['training']): number {
  if (quantity !== 'updates') return 0;
  return (ROUNDING[training.precision] * largest(truth.after.parameters)) / rateOf(training);
}

function rateOf({ optimizer }: Experiment['training']): number {
  return isSecondOrder(optimizer) ? 1 : optimizer.learningRate;
}

/** Both make the same of the same beginning. Returns what the reference made. */
function expectSameStep(
  experiment: Experiment,
  setup: TrainingSetup,
  backend: Backend,
  before: TrainerSnapshot,
): Step {
  const { precision } = experiment.training;
  const truth = stepFrom(setup, referenceBackend, before);
  const fast = stepFrom(setup, backend, before);
  if (!(largest(truth.after.parameters) < BORDER[precision])) return truth;
  expect(fast.progress.ending?.kind === 'diverged').toBe(truth.progress.ending?.kind === 'diverged');
  expect(fast.after.step).toBe(truth.after.step);
  const random = new Random(SEED, 'shakes');
  const shakes = Array.from({ length: SHAKES }, () =>
    made(stepFrom(setup, referenceBackend, shaken(before, precision, random)), truth, experiment),
  );
  const actual = made(fast, truth, experiment);
  for (const [quantity, expected] of Object.entries(made(truth, truth, experiment))) {
    const own = Math.max(...shakes.map((shake) => distance(shake[quantity]!, expected)));
    const allowed =
      TOLERANCE[precision] * Math.max(NOISE[precision], largest(expected)) +
      SENSITIVITY * own +
      roundingOf(quantity, truth, experiment.training);
    expect(distance(actual[quantity]!, expected), quantity).toBeLessThanOrEqual(allowed);
  }
  return truth;
}

/**
 * Before the first step, every parameter a little off where it is drawn: of weights that are all alike, gradients cancel to
 * nothing but roundings, and units stand on the kinks of their activations.
 */
function beginning(setup: TrainingSetup): TrainerSnapshot {
  const trainer = new Trainer(setup, referenceBackend);
  const random = new Random(SEED, 'beginning');
  const { parameters } = trainer;
  for (let k = 0; k < parameters.length; k++) parameters[k] = parameters[k]! + 0.05 * random.normal();
  trainer.evaluateNow();
  return trainer.snapshot();
}

/** Any experiment that a backend trains. */
function experimentsFor(backend: Backend, size: ExperimentSize): fc.Arbitrary<Experiment> {
  return moderateExperiments(size).filter(
    ({ training }) =>
      precisionsOf(backend).includes(training.precision) &&
      (backend.name !== 'native' || !isSecondOrder(training.optimizer)),
  );
}

describe.each(FAST)('$name', (backend) => {
  it(`makes every step of any experiment as the reference does (seed ${String(SEED)})`, () => {
    fc.assert(
      fc.property(experimentsFor(backend, SMALL), (experiment) => {
        const setup = setupOf(experiment);
        let before = beginning(setup);
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
    const many = backendsOn(3)[BACKENDS.indexOf(backend)]!;
    fc.assert(
      fc.property(experimentsFor(backend, LARGE), (experiment) => {
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
