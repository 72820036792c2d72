import type { WireError } from '../core/errors.ts';
import type { Part } from './data-catalog.ts';
import type { Experiment } from './experiment.ts';

/** What is measured on one part of the data. */
export interface PartMetrics {
  /** The loss that training makes smaller, in scaled units. */
  loss: number;
  /** The loss the article prints: mean over rows of ‖½(ŷ − y)²‖, in scaled units. */
  articleLoss: number;
  /** Root mean squared error of each target, in raw units. */
  rmse: number[];
}

/** One evaluation of a run: one line of `metrics.jsonl`. */
export interface MetricsPoint {
  epoch: number;
  /** Optimizer updates made so far. */
  step: number;
  /** Seconds of training so far, pauses left out. */
  seconds: number;
  /** Means over the epoch's batches, each taken before its own update, as the article prints them; null at epoch 0. */
  duringEpoch: { loss: number; articleLoss: number } | null;
  /** Measured after the epoch, on the weights as they then are; null for a part without rows. */
  train: PartMetrics;
  validation: PartMetrics | null;
  test: PartMetrics | null;
}

export const RUN_STATUSES = {
  running: 'Running',
  paused: 'Paused',
  finished: 'Finished',
  stopped: 'Stopped',
  diverged: 'Diverged',
  failed: 'Failed',
  interrupted: 'Interrupted',
} as const;
export type RunStatus = keyof typeof RUN_STATUSES;

export function isActive(status: RunStatus): boolean {
  return status === 'running' || status === 'paused';
}

/** What trained the run: enough to repeat it bit for bit. */
export interface EngineIdentity {
  name: 'ninestep';
  version: string;
  backend: 'reference';
}

/** `run.json`: everything about a run but its points and its weights. */
export interface RunRecord {
  format: 'ninestep-run';
  version: 1;
  id: string;
  name: string;
  origin: 'window' | 'command-line';
  status: RunStatus;
  /** ISO 8601, UTC. */
  createdAt: string;
  endedAt: string | null;
  experiment: Experiment;
  engine: EngineIdentity;
  /** SHA-256 of the raw table, as `sha256:…`; null until the data is there. */
  dataHash: string | null;
  rows: Record<Part, number> | null;
  parameters: number;
  epochsDone: number;
  /** Seconds of training, pauses left out. */
  seconds: number;
  /** The last evaluation, and the best one (lowest validation loss, or training loss without validation rows). */
  last: MetricsPoint | null;
  best: MetricsPoint | null;
  /** Why the run ended early, in words. */
  reason: string | null;
  failure: WireError | null;
}
