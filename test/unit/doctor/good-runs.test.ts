import { diagnose } from '@shared/doctor/diagnose.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { BundledTable, ToySet } from '@shared/model/table-source.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import articleSolved from '@resources/examples/article-solved.json';
import rings from '@resources/examples/rings.json';
import { describe, expect, it } from 'vitest';
import {
  type Change,
  changed,
  earlier,
  patientOf,
  stack,
  suggestedFor,
  suggestedToy,
} from '../../helpers/patients.ts';

/** What the doctor says of a run, in short. */
function findingsOf(patient: Parameters<typeof diagnose>[0]): string[] {
  return diagnose(patient).map(({ rule, severity }) => `${rule} (${severity})`);
}

const TABLES: readonly BundledTable[] = ['iris', 'wine', 'breast_cancer', 'diabetes', 'linnerud'];
const TOYS: readonly ToySet[] = ['circles', 'moons', 'blobs', 'xor', 'saddle', 'ripple', 'friedman'];
const EXAMPLES = [articleSolved, rings].map((file) => parseExperiment(file));

describe('the doctor has nothing to say', () => {
  it.each(TABLES.flatMap((id) => [1, 2, 3].map((seed) => [id, seed] as const)))(
    'of %s as suggested, seed %i',
    async (id, seed) => {
      expect(findingsOf(await patientOf(await suggestedFor(id, seed)))).toEqual([]);
    },
  );

  it('of digits as suggested', async () => {
    expect(findingsOf(await patientOf(await suggestedFor('digits')))).toEqual([]);
  });

  it.each(TOYS)('of %s as suggested', async (id) => {
    expect(findingsOf(await patientOf(suggestedToy(id)))).toEqual([]);
  });

  it.each(EXAMPLES.map((experiment) => [experiment.name, experiment] as const))(
    'of the example “%s”',
    async (_, experiment) => {
      expect(findingsOf(await patientOf(experiment))).toEqual([]);
    },
  );

  it.each(['iris', 'breast_cancer', 'diabetes'] as const)(
    'of %s at any moment while it is trained',
    async (id) => {
      const patient = await patientOf(await suggestedFor(id));
      const said = patient.points.flatMap((_, k) => findingsOf(earlier(patient, k + 1)));
      expect(said).toEqual([]);
    },
  );

  const normalization = {
    type: 'batch-normalization',
    momentum: 0.1,
    epsilon: 1e-5,
    activation: 'relu',
  } as const;
  const otherNetworks: Record<string, Change> = {
    'dropout after both layers': {
      network: {
        layers: stack(2, 64, 'relu').flatMap((layer) => [layer, { type: 'dropout', rate: 0.3 } as const]),
      },
    },
    'batch normalisation': {
      network: { layers: stack(2, 32, 'linear').flatMap((layer) => [layer, normalization]) },
    },
    'a residual connection': {
      network: { layers: [...stack(3, 32, 'silu'), { type: 'residual', over: 2 }] },
    },
    'six layers of ReLU': { network: { layers: stack(6, 32, 'relu') } },
    'a rate that rises and falls': {
      optimizer: { learningRate: 0.01 },
      training: { schedule: { type: 'one-cycle', rise: 0.3, start: 0.04, end: 4e-6 } },
    },
    'L-BFGS': {
      optimizer: { type: 'lbfgs', history: 50, goal: 1e-12, restarts: 0 },
      training: { batchSize: 'full', precision: 'float64' },
    },
  };
  it.each(
    Object.entries(otherNetworks).flatMap(([name, change]) =>
      ['wine', 'friedman'].map((id) => [id, name, change] as const),
    ),
  )('of %s with %s', async (id, _, change) => {
    const base: Experiment = id === 'wine' ? await suggestedFor('wine') : suggestedToy('friedman');
    expect(findingsOf(await patientOf(changed(base, change)))).toEqual([]);
  });
});

describe('the doctor tells of no more than a note', () => {
  it('where the spirals are still being told apart when the epochs run out', async () => {
    expect(findingsOf(await patientOf(suggestedToy('spirals')))).toEqual(['rate-too-low (note)']);
  });

  it('where early stopping has ended a run that began to learn rows by heart', async () => {
    const freed = changed(await suggestedFor('breast_cancer'), {
      network: { layers: stack(1, 64, 'relu'), output: { activation: 'sigmoid', l1: 0, l2: 0 } },
      training: { epochs: 200, earlyStopping: { patience: 20 } },
    });
    expect(diagnose(await patientOf(freed)).filter(({ severity }) => severity !== 'note')).toEqual([]);
  });
});
