import type { WireError } from '../core/errors.ts';
import type { BackendName } from './backends.ts';
import type { Part } from './data-catalog.ts';
import type { Experiment } from './experiment.ts';

/** What is measured on one part of the data. Runs made before a figure existed lack it. */
export interface PartMetrics {
  /** The loss that training makes smaller without its penalties, in scaled units. */
  loss: number;
  /** The loss the article prints: mean over rows of ‖½(ŷ − y)²‖, in scaled units. */
  articleLoss: number;
  /** Root mean squared error of each target, in raw units. */
  rmse: number[];
  /** Mean absolute error of each target, in raw units. */
  mae?: number[] | undefined;
  /** Coefficient of determination of each target. */
  r2?: number[] | undefined;
  /** Where the answers are probabilities. */
  classification?: ClassificationMetrics | undefined;
}

/** How well classes were found, all rows alike: figures by the names and formulas of scikit-learn. */
export interface ClassificationMetrics {
  accuracy: number;
  balancedAccuracy: number;
  /** Mean over the classes; with several yes-or-no answers over those. */
  f1: number;
  logLoss: number;
  /** Null where a class does not occur. */
  auc: number | null;
  /** Rows true, columns predicted; null with several yes-or-no answers, and with too many classes to show. */
  confusion: number[][] | null;
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
  backend: BackendName;
  /** Threads that a step was shared by. The result does not depend on it. */
  threads?: number | undefined;
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
