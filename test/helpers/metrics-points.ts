import type { MetricsPoint, PartMetrics } from '@shared/model/run.ts';

function part(loss: number): PartMetrics {
  return { loss, articleLoss: loss / 2, rmse: [loss, 2 * loss] };
}

/** A point with this training loss, and a validation loss where one is given. */
export function metricsPoint(epoch: number, loss: number, validationLoss?: number): MetricsPoint {
  return {
    epoch,
    step: 10 * epoch,
    seconds: epoch / 8,
    duringEpoch: epoch === 0 ? null : { loss: loss + 0.1, articleLoss: loss },
    train: part(loss),
    validation: validationLoss === undefined ? null : part(validationLoss),
    test: part(loss + 0.2),
  };
}
