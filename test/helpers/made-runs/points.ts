import type { Random } from '@shared/core/random.ts';
import { type Experiment, targetNames } from '@shared/model/experiment.ts';
import type { MetricsPoint, PartMetrics } from '@shared/model/run.ts';
import { taskOf } from '@shared/model/task.ts';

/** How a made-up run goes. */
export interface Course {
  experiment: Experiment;
  rows: { train: number; validation: number; test: number };
  /** Evaluations, the one before training among them. */
  points: number;
  /** Epochs until its end. */
  epochs: number;
  /** From the loss before training to the loss that it comes near to, in scaled units. */
  start: number;
  floor: number;
  diverges: boolean;
}

/** Points that look like those of a training: falling, a little noisy, validation turning up at the end. */
export function madePoints(course: Course, random: Random): MetricsPoint[] {
  const { points, epochs, start, floor, rows, experiment } = course;
  const { batchSize } = experiment.training;
  const stepsPerEpoch = batchSize === 'full' ? 1 : Math.ceil(rows.train / batchSize);
  const overfit = 0.3 * random.uniform() * floor;
  return Array.from({ length: points }, (_, k) => {
    const share = points === 1 ? 0 : k / (points - 1);
    const epoch = Math.round(share * epochs);
    const fallen = floor + (start - floor) * Math.exp(-6 * share);
    const loss = (part: number) => {
      if (course.diverges && k === points - 1) return NaN;
      return fallen * (1 + 0.03 * random.normal()) * part + (part - 1) * 10 * overfit * share;
    };
    return {
      epoch,
      step: epoch * stepsPerEpoch,
      seconds: epoch * stepsPerEpoch * 2e-5,
      duringEpoch: k === 0 ? null : { loss: loss(1.02), articleLoss: fallen / 2 },
      train: part(loss(1), rows.train, experiment),
      validation: rows.validation === 0 ? null : part(loss(1.1), rows.validation, experiment),
      test: rows.test === 0 ? null : part(loss(1.12), rows.test, experiment),
    };
  });
}

function part(loss: number, rows: number, experiment: Experiment): PartMetrics {
  const targets = targetNames(experiment).length;
  const ofEach = (value: number) => Array.from({ length: targets }, (_, k) => value * (1 + k / 10));
  const measured = {
    loss,
    articleLoss: loss / 2,
    rmse: ofEach(Math.sqrt(loss)),
    mae: ofEach(0.8 * Math.sqrt(loss)),
    r2: ofEach(1 - loss),
  };
  const task = taskOf(experiment.training.loss, targets);
  if (task === 'regression') return measured;
  const accuracy = Number.isNaN(loss) ? NaN : Math.exp(-loss / 2);
  const right = Number.isNaN(accuracy) ? 0 : Math.round(accuracy * rows);
  return {
    ...measured,
    classification: {
      accuracy,
      balancedAccuracy: 0.98 * accuracy,
      f1: 0.97 * accuracy,
      logLoss: loss,
      auc: Math.min(1, 0.5 + accuracy / 2),
      confusion: task === 'multilabel' ? null : confusion(Math.max(2, targets), rows, right),
    },
  };
}

/** As many rows on the diagonal as were right, the others beside it. */
function confusion(classes: number, rows: number, right: number): number[][] {
  const share = (of: number, k: number) => Math.floor(of / classes) + (k < of % classes ? 1 : 0);
  return Array.from({ length: classes }, (_, k) =>
    Array.from({ length: classes }, (_, other) => {
      if (other === k) return share(right, k);
      return other === (k + 1) % classes ? share(rows - right, k) : 0;
    }),
  );
}
