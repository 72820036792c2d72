import type { MetricsPoint } from '@shared/model/run.ts';

export function point(epoch: number): MetricsPoint {
  return {
    epoch,
    step: epoch,
    seconds: epoch / 10,
    duringEpoch: null,
    train: { loss: 1, articleLoss: 1, rmse: [1] },
    validation: null,
    test: null,
  };
}
