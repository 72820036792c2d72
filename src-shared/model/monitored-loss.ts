import type { MetricsPoint } from './run.ts';

/** The loss that decides which weights are best. The test part is never asked. */
export function monitoredLoss(point: Pick<MetricsPoint, 'train' | 'validation'>): number {
  return (point.validation ?? point.train).loss;
}
