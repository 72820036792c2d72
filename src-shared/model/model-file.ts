import type { Activation } from './activations.ts';
import type { Part } from './data-catalog.ts';
import type { Experiment } from './experiment.ts';
import type { LayerParameters } from './network.ts';
import type { EngineIdentity, PartMetrics } from './run.ts';
import type { Task } from './task.ts';
import type { Precision } from '../core/float-array.ts';

/** How a column is scaled before the network (inputs) and back after it (outputs): scaled = (raw − shift) / scale. */
export interface Transform {
  kind: 'standard' | 'min-max' | 'none';
  /** Mean of the training rows (standard), their lowest value (min-max), 0 (none). */
  shift: number;
  /** Population standard deviation (standard), highest − lowest (min-max), 1 (none). */
  scale: number;
}

export interface ModelColumn {
  name: string;
  transform: Transform;
  /** Over the training rows, in raw units. */
  range: { min: number; max: number; mean: number };
}

/** A dense layer: a = f(W·x + b). */
export interface ModelDense extends LayerParameters {
  type: 'dense';
  activation: Activation;
  /** [units, inputs], the shape of W. */
  shape: [number, number];
  dtype: Precision;
}

/** What both normalisations have: a = f(γ·(x − mean) / √(variance + ε) + β), γ and β [units]. */
interface ModelNormalization {
  activation: Activation;
  dtype: Precision;
  epsilon: number;
  gamma: number[];
  beta: number[];
}

/** Mean and variance [units] are those that training kept running. */
export interface ModelBatchNormalization extends ModelNormalization {
  type: 'batch-normalization';
  mean: number[];
  variance: number[];
}

/** Mean and variance are those of the row's own values. */
export interface ModelLayerNormalization extends ModelNormalization {
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

export type ModelLayer =
  ModelDense | ModelBatchNormalization | ModelLayerNormalization | ModelResidual | ModelDropout;

/** Raw inputs with the raw outputs the model must give for them. */
export interface GoldenCase {
  inputs: number[];
  outputs: number[];
}

/** A test case of the experiment with its truth, if known, for the reader to ask. */
export interface ModelTestCase {
  inputs: number[];
  expected: number[] | null;
}

/** `model.json`: a trained network that turns raw inputs into raw outputs by itself. */
export interface ModelFile {
  format: 'ninestep-model';
  version: 1;
  name: string;
  task: Task;
  inputs: ModelColumn[];
  outputs: ModelColumn[];
  /** What the model computes, in words. */
  equation: string[];
  layers: ModelLayer[];
  parameters: number;
  training: {
    experiment: Experiment;
    engine: EngineIdentity;
    dataHash: string;
    rows: Record<Part, number>;
    /** The epoch whose weights these are. */
    epoch: number;
    epochsDone: number;
  };
  metrics: { train: PartMetrics; validation: PartMetrics | null; test: PartMetrics | null };
  testCases: ModelTestCase[];
  goldenCases: GoldenCase[];
  /** `sha256:` of the file's canonical JSON without this field (docs/formats/model.md). */
  checksum: string;
}
