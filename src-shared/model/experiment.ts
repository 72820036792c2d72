import type { RawValue } from './column-catalog.ts';
import type { DataSpec } from './data-catalog.ts';
import { columnsWithRole, inputFeatures, targetFeatures } from './features.ts';
import { type LayerShape, layerShapes, type Network } from './network.ts';
import type { Training } from './training-catalog.ts';

/** A question in raw units whose answer is known, asked of every trained model (article, step 9). */
export interface TestCase {
  /** What a person calls it; left out: its number says enough. */
  name?: string | undefined;
  /** By column; null where the value is missing. */
  inputs: Record<string, RawValue>;
  /** The true answers by column, the name of a class for a category; left out when the data's own formulas give them. */
  expected?: Record<string, number | string> | undefined;
  /** How far off an answer may be, by target that is a number, in raw units; a target left out is not judged. */
  tolerance?: Record<string, number> | undefined;
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

/** Names of the values that go into the network, in their order. */
export function inputNames({ data }: Pick<Experiment, 'data'>): string[] {
  return columnsWithRole(data, 'input').flatMap((column) => inputFeatures(column).map(({ name }) => name));
}

/** Names of the values that the network answers, in their order. */
export function targetNames({ data }: Pick<Experiment, 'data'>): string[] {
  return columnsWithRole(data, 'target').flatMap((column) => targetFeatures(column).map(({ name }) => name));
}

/** The layers of the experiment's network, the output last, each with its shape and parameters. */
export function shapesOf(experiment: Pick<Experiment, 'data' | 'network'>): LayerShape[] {
  return layerShapes(experiment.network, inputNames(experiment).length, targetNames(experiment).length);
}
