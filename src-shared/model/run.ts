import type { WireError } from '../core/errors.ts';
import type { BackendName, BackendRequest } from './backends.ts';
import type { Part } from './data-catalog.ts';
import type { Experiment } from './experiment.ts';
import type { SettingValue } from './settings.ts';

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
  queued: 'Queued',
  running: 'Running',
  paused: 'Paused',
  finished: 'Finished',
  stopped: 'Stopped',
  diverged: 'Diverged',
  failed: 'Failed',
  interrupted: 'Interrupted',
} as const;
export type RunStatus = keyof typeof RUN_STATUSES;

/** Whether a process works on the run, or should: a queued one has none yet. */
export function isActive(status: RunStatus): boolean {
  return status === 'running' || status === 'paused';
}

/** Whether nothing more happens to the run unless a person wants it to. */
export function hasEnded(status: RunStatus): boolean {
  return !isActive(status) && status !== 'queued';
}

/** Whether a run makes no more epochs by itself. One that failed, as on a full disk, may be tried again. */
export function hasItsEnd(status: RunStatus): boolean {
  return status === 'finished' || status === 'diverged';
}

/** Why several runs belong together. */
export const GROUP_KINDS = {
  seeds: 'Repeated with other seeds',
  'cross-validation': 'Cross-validation',
  sweep: 'Sweep',
} as const;
export type GroupKind = keyof typeof GROUP_KINDS;

/** The place of a run among those that were launched together. */
export interface RunGroup {
  /** `grp_…`; the folder of its spec in the workspace. */
  id: string;
  kind: GroupKind;
  name: string;
  /** Place in the group, 0 first. */
  index: number;
  /** Runs with the same configuration differ in seeds or folds alone; 0 first. */
  configuration: number;
  /** Which repetition of the configuration, 0 first. */
  replicate: number;
  /** What this run was given, setting by path. */
  values: Readonly<Record<string, SettingValue>>;
}

/** Where a run came from that began with weights of another one. A copy of them is in its folder. */
export interface RunBranch {
  /** The other run, which need not be there any more, its name then, and the epoch after which it had these weights. */
  runId: string;
  name: string;
  epoch: number;
  /** `sha256:` of `branch.bin`'s content. */
  weights: string;
}

/** What trained the run: enough to repeat it bit for bit. */
export interface EngineIdentity {
  name: 'ninestep';
  version: string;
  backend: BackendName;
  /** Threads that a step was shared by. The result does not depend on it. */
  threads?: number | undefined;
  /** Version of ONNX Runtime where that computed: others may round in other ways. */
  runtime?: string | undefined;
}

/** What trained it, as people read it: "wasm-simd", or "native (ONNX Runtime 1.30.0)". */
export function engineName({ backend, runtime }: Pick<EngineIdentity, 'backend' | 'runtime'>): string {
  return runtime === undefined ? backend : `${backend} (ONNX Runtime ${runtime})`;
}

/** What trains a run, and how it came to that. */
export interface RunEngine extends EngineIdentity {
  /** What was asked for; left out: `auto`. */
  asked?: BackendRequest | undefined;
  /** Why this backend and no other, as a sentence. */
  why?: string | undefined;
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
  /** Left out for a run that was launched by itself. */
  group?: RunGroup | undefined;
  /** Left out for a run that began with weights of its own. */
  branch?: RunBranch | undefined;
  engine: RunEngine;
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

/** What a person says about a run: a file of its own beside the record, which its process writes. */
export interface RunMarks {
  /** Shown instead of the record's name; null: the record's. */
  name: string | null;
  tags: readonly string[];
  note: string;
  isStarred: boolean;
  /** Place in the palette; null: by the order of creation. */
  color: number | null;
}

/** A run as the history shows it: its record (confusion matrices left out), what was said of it, and its shape. */
export interface RunEntry extends RunRecord {
  marks: RunMarks;
  /** The monitored loss at up to `LIMITS.sparkPoints` evaluations, evenly spaced; null where it is no finite number. */
  spark: readonly (number | null)[];
  /** True while a process that is not this window's trains it, as the command line does. */
  isElsewhere: boolean;
}

export const NO_MARKS: RunMarks = { name: null, tags: [], note: '', isStarred: false, color: null };

/** The name a person gave the run, else its own. */
export function shownName(run: Pick<RunEntry, 'name' | 'marks'>): string {
  return run.marks.name ?? run.name;
}
