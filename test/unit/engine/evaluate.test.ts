import { PartEvaluator } from '@shared/engine/evaluate.ts';
import type { Backend, Machine, TrainingPart } from '@shared/engine/machine.ts';
import { initialParameters } from '@shared/engine/parameters.ts';
import type { TrainingSetup } from '@shared/engine/trainer.ts';
import { rowsPerStep } from '@shared/model/memory.ts';
import { describe, expect, it } from 'vitest';
import { BACKENDS, finestPrecision } from '../../helpers/backends.ts';
import { type Changes, setupFor } from '../../helpers/trainers.ts';

/** More rows than any machine takes in one call. */
const ROWS = 12_000;

function machineFor(setup: TrainingSetup, backend: Backend): Machine {
  const { training, shapes, parts, network } = setup;
  const batchRows = rowsPerStep(training.batchSize, parts.train.rows);
  const machine = backend.createMachine({
    shapes,
    parts,
    precision: training.precision,
    lossSettings: training,
    optimizer: null,
    clipping: null,
    batchRows,
    seed: 1,
  });
  machine.parameters.set(initialParameters(shapes, network, training.precision));
  return machine;
}

function evaluatorFor(
  changes: Changes,
  backend: Backend,
  weighted: (part: TrainingPart) => TrainingPart = (p) => p,
) {
  const setup = setupFor(changes);
  const machine = machineFor(setup, backend);
  const settings = { lossSettings: setup.training, targetScales: setup.targetScales };
  return {
    setup,
    machine,
    evaluator: new PartEvaluator(machine, 'train', weighted(setup.parts.train), settings),
  };
}

/** What a target that is scaled by a number is multiplied by to be in raw units. */
function numberScale({ targetScales }: TrainingSetup, t: number): number {
  const scale = targetScales[t];
  if (typeof scale !== 'number') throw new Error('This target is scaled along a curve.');
  return scale;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Every answer, [T][rows], asked for one row at a time. */
function answersOf(machine: Machine, T: number, rows: number): number[][] {
  const answers = Array.from({ length: T }, () => new Array<number>(rows));
  for (let row = 0; row < rows; row++) {
    machine.predict('train', row, 1).forEach((value, t) => (answers[t]![row] = value));
  }
  return answers;
}

const labels = {
  targets: { y: 'a > 0.3 ? 1 : 0', z: 'a > 0.3 ? 0 : 1' },
  scaling: { targets: 'none' },
};
const yesOrNo: Changes = {
  ...labels,
  targets: { y: 'a > b - 1 ? 1 : 0' },
  network: { output: { activation: 'sigmoid' } },
  training: { loss: 'binary-cross-entropy' },
};

describe.each(BACKENDS)('an evaluation by $name', (backend) => {
  const precision = finestPrecision(backend);
  /** After the point. The figures are sums in float64 over answers of either precision. */
  const digits = precision === 'float32' ? 5 : 10;

  it('measures all rows, however many calls they take', () => {
    const changes: Changes = { rows: ROWS, training: { precision } };
    const { setup, machine, evaluator } = evaluatorFor(changes, backend);
    const { rows, targets } = setup.parts.train;
    expect(rows).toBeGreaterThan(machine.predictCapacity);
    const answers = answersOf(machine, 2, rows);
    const errors = answers.map((values, t) => values.map((value, n) => value - targets[t * rows + n]!));
    const metrics = evaluator.measure();
    expect(metrics.loss).toBeCloseTo(mean(errors.flat().map((error) => error ** 2)), digits);
    expect(metrics.articleLoss).toBeCloseTo(
      mean(errors[0]!.map((error, n) => Math.hypot(0.5 * error ** 2, 0.5 * errors[1]![n]! ** 2))),
      digits,
    );
    errors.forEach((own, t) => {
      expect(metrics.rmse[t]).toBeCloseTo(
        Math.sqrt(mean(own.map((error) => error ** 2))) * numberScale(setup, t),
        digits,
      );
      expect(metrics.mae![t]).toBeCloseTo(mean(own.map(Math.abs)) * numberScale(setup, t), digits);
    });
    expect(metrics.classification).toBeUndefined();
  });

  it('measures targets scaled by logarithm in raw units, and others beside them', () => {
    const changes: Changes = {
      rows: 300,
      scaling: { targets: 'log' },
      training: { precision },
    };
    const { setup, machine, evaluator } = evaluatorFor(changes, backend);
    const logarithmic = evaluator.measure();
    const { rows, targets } = setup.parts.train;
    answersOf(machine, 2, rows).forEach((answers, t) => {
      const scale = setup.targetScales[t]!;
      if (typeof scale === 'number') throw new Error('A logarithm is no number to multiply by.');
      const truth = Array.from(targets.subarray(t * rows, (t + 1) * rows), scale);
      const errors = answers.map((answer, n) => scale(answer) - truth[n]!);
      const squares = mean(errors.map((error) => error ** 2));
      const centre = mean(truth);
      expect(logarithmic.rmse[t]).toBeCloseTo(Math.sqrt(squares), digits);
      expect(logarithmic.mae![t]).toBeCloseTo(mean(errors.map(Math.abs)), digits);
      expect(logarithmic.r2![t]).toBeCloseTo(1 - squares / mean(truth.map((y) => (y - centre) ** 2)), digits);
    });
    // One target by logarithm leaves the figures of the other as they are.
    const [curve] = setup.targetScales;
    const part = setup.parts.train;
    const settings = { lossSettings: setup.training, targetScales: [curve!, 3] };
    const mixed = new PartEvaluator(machine, 'train', part, settings).measure();
    const plain = new PartEvaluator(machine, 'train', part, { ...settings, targetScales: [1, 3] }).measure();
    expect(mixed.rmse).toEqual([logarithmic.rmse[0], plain.rmse[1]]);
    expect({ ...mixed, rmse: 0, mae: 0, r2: 0 }).toEqual({ ...plain, rmse: 0, mae: 0, r2: 0 });
  });

  it('gives the loss alone with the same bits', () => {
    const { evaluator } = evaluatorFor({ rows: ROWS }, backend);
    expect(evaluator.measureLoss()).toBe(evaluator.measure().loss);
  });

  it('lets weights count in the loss and nowhere else', () => {
    const plain = evaluatorFor({}, backend).evaluator.measure();
    const doubled = evaluatorFor({}, backend, (part) => ({
      ...part,
      weights: new Float32Array(part.rows).fill(2),
    })).evaluator.measure();
    expect(doubled.loss).toBeCloseTo(2 * plain.loss, 12);
    expect({ ...doubled, loss: 0 }).toEqual({ ...plain, loss: 0 });
  });

  it('counts classes where the answers are probabilities', () => {
    const { setup, evaluator } = evaluatorFor({ ...yesOrNo, rows: ROWS }, backend);
    const { classification } = evaluator.measure();
    const counted = classification!.confusion!.flat().reduce((sum, count) => sum + count, 0);
    expect(counted).toBe(setup.parts.train.rows);
    expect(classification!.accuracy).toBeGreaterThanOrEqual(0);
    expect(classification!.auc).toBeGreaterThan(0);
  });

  it('of several classes gives a matrix, of several answers none', () => {
    const softmax = {
      network: { output: { activation: 'softmax' } },
      training: { loss: 'softmax-cross-entropy' },
    };
    const sigmoid = {
      network: { output: { activation: 'sigmoid' } },
      training: { loss: 'binary-cross-entropy' },
    };
    expect(evaluatorFor({ ...labels, ...softmax }, backend).evaluator.measure().classification).toMatchObject(
      {
        confusion: [expect.any(Array), expect.any(Array)],
      },
    );
    expect(
      evaluatorFor({ ...labels, ...sigmoid }, backend).evaluator.measure().classification!.confusion,
    ).toBeNull();
  });
});
