import { initialParameters } from '@shared/engine/parameters.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import type { StepSetup } from '@shared/nine-steps/open-step.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { suggestForTable } from '../../src-main/cli/suggested-experiment.ts';
import { exampleExperiments } from '../../src-main/storage/project-store.ts';
import { prepareFromSource } from '../../src-main/tables/prepare-from-source.ts';
import { weightsOfRows } from '../../src-main/trainer/training-setup.ts';

/** An experiment as the nine steps begin to walk through it. */
export async function stepSetupOf(experiment: Experiment): Promise<StepSetup> {
  const data = await prepareFromSource(experiment);
  return {
    experiment,
    data,
    rowWeights: weightsOfRows(experiment, data),
    parameters: initialParameters(shapesOf(experiment), experiment.network, experiment.training.precision),
    statistics: null,
    epoch: null,
  };
}

function example(id: string): Experiment {
  const found = exampleExperiments().find((each) => each.example === id);
  if (found === undefined) throw new Error(`There is no example ${id}.`);
  return found.experiment;
}

async function iris(): Promise<Experiment> {
  const suggested = await suggestForTable('resources/datasets/iris.csv', 'species', () => undefined);
  return { ...suggested, training: { ...suggested.training, classWeights: 'balanced' } };
}

/** Batch and layer normalisation, dropout, residual connections, penalties, clipping, row weights by class: all at once. */
function everything(): Experiment {
  return parseExperiment({
    format: 'ninestep-experiment',
    version: 1,
    name: 'everything',
    data: {
      source: {
        kind: 'formula',
        rows: 90,
        inputs: { a: [-1, 1], b: [0, 2], c: [1, 9] },
        targets: { y: 'a * b + c', z: 'a - b' },
      },
      scaling: { inputs: 'log' },
    },
    network: {
      layers: [
        { type: 'dense', units: 3, activation: 'gelu', l2: 0.01 },
        { type: 'residual', over: 1 },
        { type: 'batch-normalization', activation: 'silu' },
        { type: 'dropout', rate: 0.3 },
        { type: 'dense', units: 3, activation: 'elu', l1: 0.002 },
        { type: 'residual', over: 4 },
        { type: 'layer-normalization', activation: 'mish' },
      ],
    },
    training: {
      loss: 'huber',
      optimizer: { type: 'nadam', learningRate: 0.02 },
      batchSize: 8,
      clipping: { by: 'norm', limit: 0.05 },
      warmUpEpochs: 2,
      precision: 'float64',
    },
  });
}

/** The projects on which every number is compared, by what they are there for. */
export const WALKED_PROJECTS: Readonly<Record<string, () => Promise<StepSetup>>> = {
  'the article’s': () => stepSetupOf(example('article')),
  'iris, classified': async () => stepSetupOf(await iris()),
  'one with every kind of layer': () => stepSetupOf(everything()),
  'the article’s, solved by Levenberg–Marquardt': () => stepSetupOf(example('article-solved')),
};
