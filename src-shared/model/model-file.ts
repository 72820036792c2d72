import type { Activation } from './activations.ts';
import type { DateColumn, RawValue, ScalingKind } from './column-catalog.ts';
import type { Part } from './data-catalog.ts';
import type { Experiment } from './experiment.ts';
import type { EngineIdentity, PartMetrics } from './run.ts';
import type { Task } from './task.ts';
import type { Precision } from '../core/float-array.ts';

/** How a number is scaled before the network (inputs) and back after it (outputs): scaled = (raw − shift) / scale. */
export interface Transform {
  /** `log` takes sign(raw) · ln(1 + |raw|) in place of raw. */
  kind: ScalingKind;
  /** Of the training rows: mean (standard, log), lowest value (min-max), median (robust); 0 (none). */
  shift: number;
  /** Of the training rows: population standard deviation (standard, log), highest − lowest (min-max), distance of the quartiles (robust); 1 (none). */
  scale: number;
}

/** Over the training rows, in raw units. */
export interface ValueRange {
  min: number;
  max: number;
  mean: number;
}

/** What becomes of a missing value; where a column says nothing about it, every row must have one. */
export interface MissingValue<V> {
  /** Stands in for it; null: none of the levels, so that each gives 0. */
  fill: V;
  /** Whether one more value follows those of the column: 1 where it is missing, else 0. */
  indicator: boolean;
}

/** An input column of numbers. Files that say no type hold numbers. */
export interface ModelNumberInput {
  type?: 'number' | 'integer' | undefined;
  name: string;
  transform: Transform;
  range: ValueRange;
  missing?: MissingValue<number> | undefined;
}

/** An input column of dates, in days since 1970-01-01, UTC. */
export interface ModelDateInput {
  type: 'date';
  name: string;
  format: DateColumn['format'];
  parts: DateColumn['parts'];
  transform: Transform;
  range: ValueRange;
  missing?: MissingValue<number> | undefined;
}

/** An input column of texts. A text that is none of the levels counts as missing, or is refused where none may be. */
export interface ModelLevelsInput {
  type: 'category' | 'boolean';
  name: string;
  levels: string[];
  /** Training rows of each level. One-hot gives 0 for a level that has none: nothing was learned of it. */
  counts: number[];
  /** A value for each level; or the place of the level, 0 first, scaled. */
  encoding: 'one-hot' | 'ordinal';
  transform: Transform;
  missing?: MissingValue<string | null> | undefined;
}

export type ModelInput = ModelNumberInput | ModelDateInput | ModelLevelsInput;

/** One value that the network answers. */
export interface ModelOutput {
  name: string;
  transform: Transform;
  range: ValueRange;
  /** Where it is the probability of a class: of which column, and which level; a single one has the other for `otherwise`. */
  class?: { column: string; level: string; otherwise?: string | undefined } | undefined;
}

/** A dense layer: a = f(W·x + b). W [units][inputs], b [units]. */
export interface ModelDense<L = number[]> {
  type: 'dense';
  activation: Activation;
  /** [units, inputs], the shape of W. */
  shape: [number, number];
  dtype: Precision;
  W: L[];
  b: L;
}

/** What both normalisations have: a = f(γ·(x − mean) / √(variance + ε) + β), γ and β [units]. */
interface ModelNormalization<L> {
  activation: Activation;
  dtype: Precision;
  epsilon: number;
  gamma: L;
  beta: L;
}

/** Mean and variance [units] are those that training kept running. */
export interface ModelBatchNormalization<L = number[]> extends ModelNormalization<L> {
  type: 'batch-normalization';
  mean: L;
  variance: L;
}

/** Mean and variance are those of the row's own values. */
export interface ModelLayerNormalization<L = number[]> extends ModelNormalization<L> {
  type: 'layer-normalization';
}

/** Adds what went into the `over` layers before it. */
export interface ModelResidual {
  type: 'residual';
  over: number;
}

/** Leaves every value as it is: only training drops any. */
export interface ModelDropout {
  type: 'dropout';
  rate: number;
}

/** `L`: what holds a list of numbers; in a file and wherever one was read, plain lists. */
export type ModelLayer<L = number[]> =
  ModelDense<L> | ModelBatchNormalization<L> | ModelLayerNormalization<L> | ModelResidual | ModelDropout;

/** Raw inputs with the raw outputs the model must give for them. */
export interface GoldenCase {
  inputs: RawValue[];
  outputs: number[];
}

/** A test case of the experiment with its truth, if known, for the reader to ask. */
export interface ModelTestCase {
  inputs: RawValue[];
  expected: number[] | null;
}

/** How Ninestep trained a model, complete enough to do it again. */
export interface ModelTraining {
  experiment: Experiment;
  engine: EngineIdentity;
  dataHash: string;
  rows: Record<Part, number>;
  /** The epoch whose weights these are. */
  epoch: number;
  epochsDone: number;
}

/** Eight hexadecimal digits for each column, layer and golden case, to tell which of them was changed. */
export interface ModelSums {
  inputs: string[];
  outputs: string[];
  layers: string[];
  goldenCases: string[];
}

/** `model.json`: a trained network that turns raw inputs into raw outputs by itself. */
export interface ModelFile {
  format: 'ninestep-model';
  version: 1;
  name: string;
  task: Task;
  inputs: ModelInput[];
  outputs: ModelOutput[];
  /** What the model computes, in words. */
  equation: string[];
  layers: ModelLayer[];
  parameters: number;
  /** Null where another program trained it, so that nothing is known of how. */
  training: ModelTraining | null;
  /** What was measured on these weights; null for a part without rows, and for all of them where nothing was. */
  metrics: Record<Part, PartMetrics | null>;
  testCases: ModelTestCase[];
  goldenCases: GoldenCase[];
  /** Of the parts as they stand in the file; files of before 0.6.0 have none. */
  sums?: ModelSums | undefined;
  /** `sha256:` of the file's canonical JSON without this field (docs/formats/model.md). */
  checksum: string;
}
