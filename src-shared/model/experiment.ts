import type { DataSpec } from './data-catalog.ts';
import { type LayerShape, layerShapes, type Network } from './network.ts';
import type { Training } from './training-catalog.ts';

/** A question in raw units whose answer is known, asked of every trained model (article, step 9). */
export interface TestCase {
  inputs: Record<string, number>;
  /** The true answers; left out when the data's own formulas give them. */
  expected?: Record<string, number> | undefined;
}

/** Everything a run depends on. Together with the engine's version it decides every bit of the result. */
export interface Experiment {
  format: 'ninestep-experiment';
  version: 1;
  name: string;
  description: string;
  data: DataSpec;
  network: Network;
  training: Training;
  testCases: TestCase[];
}

/** Names of the input columns, in their order. */
export function inputNames(experiment: Pick<Experiment, 'data'>): string[] {
  return Object.keys(experiment.data.source.inputs);
}

/** Names of the target columns, in their order. */
export function targetNames(experiment: Pick<Experiment, 'data'>): string[] {
  return Object.keys(experiment.data.source.targets);
}

/** The layers of the experiment's network, the output last, each with its shape and parameters. */
export function shapesOf(experiment: Pick<Experiment, 'data' | 'network'>): LayerShape[] {
  return layerShapes(experiment.network, inputNames(experiment).length, targetNames(experiment).length);
}
