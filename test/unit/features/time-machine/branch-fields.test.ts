import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import {
  branchExperiment,
  branchFields,
} from '../../../../src-renderer/features/time-machine/branch-fields.ts';
import { changed, sgd } from '../../../helpers/patients.ts';
import { sketchExperiment } from '../../../helpers/experiments.ts';

const experiment = changed(parseExperiment(sketchExperiment), {
  optimizer: sgd(0.05),
  training: { epochs: 100, seed: 7 },
});

describe('what a branch may do differently', () => {
  it('begins with the epochs that were left, and with the rate and the seed of the run', () => {
    expect(branchFields(experiment, 30).map(({ setting, value }) => [setting, value])).toEqual([
      ['epochs', 70],
      ['learningRate', 0.05],
      ['seed', 7],
    ]);
  });

  it('begins with all epochs where none were left', () => {
    expect(branchFields(experiment, 100)[0]!.value).toBe(100);
  });

  it('asks for no rate where the method has none', () => {
    const optimizer = { type: 'lbfgs', history: 50, goal: 1e-12, restarts: 0 } as const;
    const training = { batchSize: 'full', precision: 'float64' } as const;
    const settings = branchFields(changed(experiment, { optimizer, training }), 0).map((own) => own.setting);
    expect(settings).toEqual(['epochs', 'seed']);
  });

  it('changes what was asked for and nothing else', () => {
    const branch = branchExperiment(experiment, { epochs: 5, learningRate: 0.01, seed: 8 });
    expect(branch).toEqual({
      ...experiment,
      training: { ...experiment.training, epochs: 5, seed: 8, optimizer: sgd(0.01) },
    });
    expect(branchExperiment(experiment, {})).toEqual(experiment);
  });
});
