import type { Experiment } from './experiment.ts';
import { rowsPerStep } from './memory.ts';

/**
 * Multiply-adds of the longest stretch of work that nothing can interrupt: one optimizer update (forward, and twice that
 * backward) or one look at all rows (forward), whichever is more.
 */
export function longestStretch(experiment: Experiment, parameters: number): number {
  const { rows } = experiment.data.source;
  return parameters * Math.max(3 * rowsPerStep(experiment.training.batchSize, rows), rows);
}
