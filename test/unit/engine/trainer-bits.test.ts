import { Random } from '@shared/core/random.ts';
import type { Backend } from '@shared/engine/machine.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { type Evaluation, Trainer } from '@shared/engine/trainer.ts';
import { describe, expect, it } from 'vitest';
import { BACKENDS, precisionsOf } from '../../helpers/backends.ts';
import { campaignSize, SEED } from '../../helpers/campaign.ts';
import { type Changes, runToEnd, setupFor, trainerFor } from '../../helpers/trainers.ts';

const dense = (units: number) => ({ type: 'dense', units, activation: 'relu' });

/** Everything that carries something from one step or epoch to the next. */
const cases: Record<string, Changes> = {
  'mini-batches, momentum and a constant rate': {
    training: { optimizer: { type: 'momentum', learningRate: 0.05 } },
  },
  'all rows in a step, over more epochs than are evaluated': {
    training: { batchSize: 'full', epochs: 2_500, optimizer: { type: 'nadam' } },
    rows: 12,
  },
  'dropout and batch normalisation': {
    network: {
      layers: [
        dense(6),
        { type: 'batch-normalization', activation: 'relu' },
        { type: 'dropout', rate: 0.3 },
        dense(6),
        { type: 'layer-normalization' },
        { type: 'residual', over: 1 },
      ],
    },
    training: { optimizer: { type: 'radam', learningRate: 0.02 } },
  },
  'early stopping': {
    training: {
      epochs: 300,
      optimizer: { type: 'adam', learningRate: 0.3 },
      earlyStopping: { patience: 5 },
    },
    split: { train: 0.6, validation: 0.2, test: 0.2 },
  },
  'one cycle, warm-up and clipping': {
    training: {
      schedule: { type: 'one-cycle' },
      warmUpEpochs: 2,
      clipping: { by: 'norm', limit: 0.1 },
      optimizer: { type: 'amsgrad' },
    },
  },
  'a rate that falls on a plateau': {
    training: {
      epochs: 40,
      schedule: { type: 'plateau', patience: 2, factor: 0.5 },
      optimizer: { type: 'sgd', learningRate: 0.9 },
    },
  },
  'L-BFGS with restarts': {
    training: {
      epochs: 60,
      batchSize: 'full',
      precision: 'float64',
      optimizer: { type: 'lbfgs', goal: 1e-12, restarts: 3 },
    },
  },
  'Levenberg–Marquardt with restarts': {
    training: {
      epochs: 60,
      batchSize: 'full',
      precision: 'float64',
      optimizer: { type: 'levenberg-marquardt', goal: 1e-12, restarts: 3 },
    },
  },
};

/** Runs of 1 to 7 steps. */
function shortCalls(random: Random): () => number {
  return () => 1 + random.below(7);
}

const table = BACKENDS.flatMap((backend) =>
  Object.entries(cases)
    .filter(([, changes]) => precisionsOf(backend).includes(setupFor(changes).training.precision))
    .map(([what, changes]) => ({ name: backend.name, what, backend, changes })),
);

describe.each(table)('training by $name with $what', ({ backend, changes }) => {
  const whole = trainerFor(changes, backend);
  const expected = runToEnd(whole);

  it(`has the same bits however many steps a call makes (seed ${String(SEED)})`, () => {
    const random = new Random(SEED, 'calls');
    for (let round = 0; round < 5; round++) {
      const trainer = trainerFor(changes, backend);
      expect(runToEnd(trainer, shortCalls(random))).toEqual(expected);
      expect(trainer.snapshot()).toEqual(whole.snapshot());
    }
  });

  it(`goes on from a snapshot of any step with the same bits (seed ${String(SEED)})`, () => {
    const random = new Random(SEED, 'stops');
    for (let stop = 0; stop < campaignSize(7, 50); stop++) {
      const resumed = stopAndResume(changes, backend, random, whole.step);
      expect(resumed.evaluations).toEqual(expected.evaluations);
      expect(resumed.trainer.snapshot()).toEqual(whole.snapshot());
    }
  });
});

/** Trains to a random step, takes a snapshot there, goes on for a while in vain, and then goes on from the snapshot. */
function stopAndResume(changes: Changes, backend: Backend, random: Random, steps: number) {
  const setup = setupFor(changes);
  const stopped = new Trainer(setup, backend);
  const stopAt = random.below(steps);
  const evaluations: Evaluation[] = [stopped.evaluateNow()];
  while (stopped.step < stopAt) {
    const { evaluation } = stopped.advance(stopAt - stopped.step);
    if (evaluation !== null) evaluations.push(evaluation);
  }
  const snapshot = stopped.snapshot();
  stopped.advance(5);
  stopped.evaluateNow();
  const trainer = Trainer.restore(setup, backend, snapshot);
  for (;;) {
    const { evaluation, ending } = trainer.advance(Infinity);
    if (evaluation !== null) evaluations.push(evaluation);
    if (ending !== null) return { trainer, evaluations };
  }
}

describe('a snapshot', () => {
  it.each([
    ['of more units', { network: { layers: [dense(9)] } }, 'the parameters'],
    ['of another optimizer', { training: { optimizer: { type: 'sgd' } } }, 'the optimizers'],
    ['of a precision', { training: { precision: 'float64' } }, 'the parameters'],
    ['of other rows', { rows: 80 }, 'the rows'],
    ['of full batches', { training: { batchSize: 'full' } }, 'the rows'],
  ])('%s is refused', (_what, changes, at) => {
    const snapshot = trainerFor().snapshot();
    expect(() => Trainer.restore(setupFor(changes), referenceBackend, snapshot)).toThrow(
      expect.objectContaining({ code: 'INVALID_VALUE', at }),
    );
  });

  it('may go on for more epochs than were planned, as if they had been planned from the start', () => {
    const short = trainerFor({ training: { epochs: 4 } });
    const first = runToEnd(short);
    const longer = Trainer.restore(setupFor({ training: { epochs: 9 } }), referenceBackend, short.snapshot());
    const rest: Evaluation[] = [];
    for (let ending = null as unknown; ending === null;) {
      const progress = longer.advance(Infinity);
      if (progress.evaluation !== null) rest.push(progress.evaluation);
      ending = progress.ending;
    }
    expect([...first.evaluations, ...rest]).toEqual(
      runToEnd(trainerFor({ training: { epochs: 9 } })).evaluations,
    );
  });
});
