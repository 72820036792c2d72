import { type DataSpec, scalingFields } from '../../model/data-catalog.ts';
import type { Experiment } from '../../model/experiment.ts';
import { inputNames } from '../../model/experiment.ts';
import { defaultsOf } from '../../model/fields.ts';
import { partSizes } from '../split.ts';
import { aimOf } from './aim.ts';
import { suggestNetwork } from './suggest-network.ts';
import { suggestSplit } from './suggest-split.ts';
import { suggestTraining } from './suggest-training.ts';

/**
 * A complete experiment for a table whose columns have types and roles: what a careful person would try first. It follows
 * from the columns and the number of rows alone, never from the values, so that the same table always gives the same
 * experiment and nothing of the test rows can enter it. The rules, with their reasons, are in docs/data.md.
 */
export function suggestExperiment(data: Pick<DataSpec, 'source' | 'columns'>, name: string): Experiment {
  const { source, columns } = data;
  const aim = aimOf(data);
  const split = suggestSplit(data);
  const scaling = { ...defaultsOf(scalingFields), targets: aim.targetScaling };
  const whole: DataSpec = { source, columns, split, scaling };
  const trainingRows = Math.max(1, partSizes(split, source.rows).train);
  const inputs = Math.max(1, inputNames({ data: whole }).length);
  return {
    format: 'ninestep-experiment',
    version: 1,
    name,
    description: '',
    data: whole,
    network: suggestNetwork(aim, { trainingRows, inputs }),
    training: suggestTraining(aim, trainingRows),
    testCases: [],
  };
}

/** The experiment with all that follows from its columns as they now are; its seeds and what a person wrote about it stay. */
export function adaptExperiment(experiment: Experiment): Experiment {
  const { name, description, data, network, training, testCases } = experiment;
  const suggested = suggestExperiment(data, name);
  return {
    ...suggested,
    description,
    data: { ...suggested.data, split: { ...suggested.data.split, seed: data.split.seed } },
    network: { ...suggested.network, seed: network.seed },
    training: { ...suggested.training, seed: training.seed },
    testCases,
  };
}
