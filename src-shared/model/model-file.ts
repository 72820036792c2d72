import type { Activation } from './activations.ts';
import type { Part } from './data-catalog.ts';
import type { Experiment } from './experiment.ts';
import type { LayerParameters } from './network.ts';
import type { EngineIdentity, PartMetrics } from './run.ts';
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

export interface ModelLayer extends LayerParameters {
  type: 'dense';
  activation: Activation;
  /** [units, inputs], the shape of W. */
  shape: [number, number];
  dtype: Precision;
}

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
  task: 'regression';
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
