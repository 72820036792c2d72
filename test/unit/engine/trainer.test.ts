import { prepareData } from '@shared/data/prepare.ts';
import { isEvaluationEpoch } from '@shared/engine/evaluation-schedule.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { Trainer } from '@shared/engine/trainer.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { runToEnd, setupFor, trainerFor } from '../../helpers/trainers.ts';

function trainerWithOverflowingTestRow(): Trainer {
  const setup = setupFor({ training: { precision: 'float64' } });
  setup.parts.test!.targets[0] = 1e300;
  return new Trainer(setup, referenceBackend);
}

describe('a training run', () => {
  it('ends after its epochs, with ⌈rows / batch⌉ updates in each', () => {
    const trainer = trainerFor();
    const { ending } = runToEnd(trainer);
    // 42 of 60 rows are for training: batches of 16, 16 and 10.
    expect(trainer.stepsPerEpoch).toBe(3);
    expect(trainer.step).toBe(24);
    expect(ending).toEqual({ kind: 'finished' });
  });

  it.each(['float32', 'float64'])('gives the same bits twice in %s', (precision) => {
    const [first, second] = [
      trainerFor({ training: { precision } }),
      trainerFor({ training: { precision } }),
    ];
    const results = [runToEnd(first), runToEnd(second)];
    expect(results[1]).toEqual(results[0]);
    expect([...second.parameters]).toEqual([...first.parameters]);
  });

  it.each([
    ['the training seed', { training: { seed: 2 } }],
    ['the weight seed', { network: { seed: 2 } }],
    ['the order of the rows', { training: { shuffle: false } }],
  ])('gives other bits when %s changes', (_what, changes) => {
    const [plain, changed] = [trainerFor(), trainerFor(changes)];
    runToEnd(plain);
    runToEnd(changed);
    expect([...changed.parameters]).not.toEqual([...plain.parameters]);
  });

  it('takes a batch larger than the training rows as the full batch', () => {
    const [large, full] = [
      trainerFor({ training: { batchSize: 5_000 } }),
      trainerFor({ training: { batchSize: 'full' } }),
    ];
    expect(runToEnd(large)).toEqual(runToEnd(full));
    expect(large.stepsPerEpoch).toBe(1);
  });

  it('on one row, where scaling leaves nothing but zeros, is right at once and stays so', () => {
    const { evaluations, ending } = runToEnd(trainerFor({ rows: 1, split: { train: 1, test: 0 } }));
    expect(evaluations.map((evaluation) => evaluation.train.loss)).toEqual(evaluations.map(() => 0));
    expect(evaluations.at(-1)!.test).toBeNull();
    expect(ending).toEqual({ kind: 'finished' });
  });

  it('of no epochs measures the weights it starts from, which are the best, and ends', () => {
    const trainer = trainerFor({ training: { epochs: 0 } });
    const { evaluations, ending } = runToEnd(trainer);
    expect(evaluations.map(({ epoch, step, duringEpoch }) => ({ epoch, step, duringEpoch }))).toEqual([
      { epoch: 0, step: 0, duringEpoch: null },
    ]);
    expect(ending).toEqual({ kind: 'finished' });
    expect([...trainer.best!.parameters]).toEqual([...trainer.parameters]);
  });

  it('on a constant target, which scaling turns to zeros, learns to say just that', () => {
    const { evaluations, ending } = runToEnd(
      trainerFor({ targets: { y: '7', z: 'a' }, training: { epochs: 300, precision: 'float64' } }),
    );
    expect(ending).toEqual({ kind: 'finished' });
    expect(evaluations.at(-1)!.train.rmse[0]).toBeLessThan(0.05);
    // Nothing to explain, and not met to the last bit.
    expect(evaluations.at(-1)!.train.r2![0]).toBe(0);
  });

  it("reports, for the full batch, the epoch's loss before its update: the last epoch's loss after it", () => {
    const { evaluations } = runToEnd(trainerFor({ training: { batchSize: 'full', precision: 'float64' } }));
    const during = evaluations.slice(1).map((evaluation) => evaluation.duringEpoch!.loss);
    const after = evaluations.slice(0, -1).map((evaluation) => evaluation.train.loss);
    during.forEach((loss, k) => {
      expect(loss).toBeCloseTo(after[k]!, 12);
    });
  });

  it('measures errors in raw units', () => {
    const scaled = runToEnd(trainerFor({ training: { precision: 'float64' } })).evaluations.at(-1)!;
    const data = prepareData(parseExperiment(experimentWithoutTraining).data);
    const deviations = data.targets.map((target) => target.statistics.std);
    const meanSquare = scaled.train.rmse.reduce((sum, rmse, t) => sum + (rmse / deviations[t]!) ** 2, 0) / 2;
    expect(meanSquare).toBeCloseTo(scaled.train.loss, 10);
  });
});

const experimentWithoutTraining = {
  format: 'ninestep-experiment',
  version: 1,
  data: {
    source: {
      kind: 'formula',
      rows: 60,
      inputs: { a: [-1, 1], b: [0, 2] },
      targets: { y: 'a * b', z: 'a - b' },
    },
  },
};

describe('divergence', () => {
  const wild = {
    training: { optimizer: { type: 'sgd', learningRate: 1000 }, epochs: 500, precision: 'float32' },
  };

  it('stops in the step that would leave no number, names the layer, and keeps all that was one', () => {
    const trainer = trainerFor(wild);
    const { evaluations, ending } = runToEnd(trainer);
    expect(ending).toMatchObject({ kind: 'diverged', step: trainer.step + 1, epoch: trainer.epoch + 1 });
    expect(ending).toHaveProperty(
      'what',
      expect.stringMatching(/^(Layer 1 \(Dense\)|The output layer): its /),
    );
    expect(trainer.epoch).toBeLessThan(500);
    expect(trainer.parameters.every(Number.isFinite)).toBe(true);
    expect(trainer.best!.parameters.every(Number.isFinite)).toBe(true);
    expect(evaluations.at(-1)!.step).toBe(trainer.step);
  });

  it('never counts anything but the lowest loss as the best', () => {
    const trainer = trainerFor(wild);
    const { evaluations } = runToEnd(trainer);
    const losses = evaluations.map((evaluation) => evaluation.train.loss);
    expect(trainer.best!.evaluation.train.loss).toBe(Math.min(...losses.filter(Number.isFinite)));
  });

  it('with a learning rate of a million is found within the first steps', () => {
    const setup = setupFor({ training: { epochs: 50 } });
    const optimizer = { type: 'sgd', learningRate: 1e6, weightDecay: 0 } as const;
    const trainer = new Trainer({ ...setup, training: { ...setup.training, optimizer } }, referenceBackend);
    expect(runToEnd(trainer).ending).toMatchObject({ kind: 'diverged' });
    expect(trainer.epoch).toBeLessThan(10);
  });
});

describe('the best weights', () => {
  it('are never ones that overflow on test rows, however good they are on the others', () => {
    // Far beyond what float32 holds once it is squared, but only in the last row, which is a test row.
    const trainer = trainerWithOverflowingTestRow();
    trainer.evaluateNow();
    expect(trainer.best).toBeNull();
  });

  it('are chosen by the validation loss where there are validation rows, never by the test loss', () => {
    const trainer = trainerFor({
      split: { train: 0.5, validation: 0.25, test: 0.25 },
      training: { epochs: 60 },
    });
    const { evaluations } = runToEnd(trainer);
    const lowest = Math.min(...evaluations.map((evaluation) => evaluation.validation!.loss));
    expect(trainer.best!.evaluation.validation!.loss).toBe(lowest);
  });

  it('are a copy that later steps do not change', () => {
    const trainer = trainerFor();
    trainer.evaluateNow();
    const kept = trainer.best!.parameters;
    const before = [...kept];
    trainer.advance(1);
    expect([...kept]).toEqual(before);
    expect([...trainer.parameters]).not.toEqual(before);
  });
});

describe('early stopping', () => {
  it('ends after `patience` epochs without a better loss', () => {
    const trainer = trainerFor({
      training: {
        epochs: 10_000,
        optimizer: { type: 'adam', learningRate: 0.3 },
        earlyStopping: { patience: 5 },
      },
    });
    const { ending, evaluations } = runToEnd(trainer);
    expect(ending).toEqual({ kind: 'no-improvement', patience: 5 });
    expect(trainer.epoch - trainer.best!.evaluation.epoch).toBe(5);
    expect(evaluations.map((evaluation) => evaluation.epoch)).toEqual(evaluations.map((_, epoch) => epoch));
  });
});

describe('the evaluation schedule', () => {
  it.each([1, 10, 100, 1_000, 10_000, 100_000, 1_000_000])('evaluates epoch %i of a million', (epoch) => {
    expect(isEvaluationEpoch(epoch, { epochs: 1_000_000 })).toBe(true);
  });

  it.each([1, 99, 1_000, 54_321, 1_000_000])('evaluates the last of %i epochs', (epochs) => {
    expect(isEvaluationEpoch(epochs, { epochs })).toBe(true);
  });

  it('makes about a thousand points of any long run', () => {
    for (const epochs of [5_000, 100_000, 777_777]) {
      let count = 0;
      for (let epoch = 1; epoch <= epochs; epoch++) if (isEvaluationEpoch(epoch, { epochs })) count += 1;
      expect(count).toBeGreaterThan(900);
      expect(count).toBeLessThan(1_200);
    }
  });
});
