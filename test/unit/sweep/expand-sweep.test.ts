import { checkExperiment } from '@shared/data/check-experiment.ts';
import { countRuns, expandSweep, groupKindOf } from '@shared/sweep/expand-sweep.ts';
import { checkSweep } from '@shared/sweep/check-sweep.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEED } from '../../helpers/campaign.ts';
import { range, smallSweep } from '../../helpers/sweeps.ts';

const RATE = 'training.optimizer.learningRate';
const UNITS = 'network.layers[0].units';

function valuesOf(changes: object): unknown[] {
  return expandSweep(smallSweep(changes)).map(({ values }) => Object.values(values));
}

describe('a grid', () => {
  it('is every combination, the last setting changing fastest', () => {
    const settings = [range(RATE, 0.001, 0.1, { scale: 'log', steps: 3 }), { path: UNITS, values: [4, 8] }];
    expect(valuesOf({ settings })).toEqual([
      [0.001, 4],
      [0.001, 8],
      [0.01, 4],
      [0.01, 8],
      [0.1, 4],
      [0.1, 8],
    ]);
  });

  it.each([
    ['linear', range(RATE, 0.1, 0.5, { steps: 5 }), [0.1, 0.2, 0.3, 0.4, 0.5]],
    ['log', range(RATE, 0.0001, 1, { scale: 'log', steps: 5 }), [0.0001, 0.001, 0.01, 0.1, 1]],
    ['a single step', range(RATE, 0.1, 0.5, { steps: 1 }), [0.1]],
    ['whole numbers, each once', range(UNITS, 1, 3, { steps: 9 }), [1, 2, 3]],
    ['whole numbers by logarithm', range(UNITS, 1, 64, { scale: 'log', steps: 4 }), [1, 4, 16, 64]],
    ['a list with a value twice', { path: UNITS, values: [2, 2, 5] }, [2, 5]],
  ])('takes %s', (_what, setting, expected) => {
    expect(valuesOf({ settings: [setting] }).flat()).toEqual(expected);
  });

  it('exchanges layers as a whole, and then sets what they have', () => {
    const layers = [
      [{ type: 'dense', units: 2 }],
      [
        { type: 'dense', units: 4 },
        { type: 'dense', units: 4 },
      ],
    ];
    const settings = [
      { path: UNITS, values: [9] },
      { path: 'network.layers', values: layers },
    ];
    const runs = expandSweep(smallSweep({ settings }));
    expect(
      runs.map(({ experiment }) => experiment.network.layers.map((layer) => 'units' in layer && layer.units)),
    ).toEqual([[9], [9, 4]]);
  });
});

describe('a random search', () => {
  const search = { kind: 'random', trials: 40, seed: 3 };

  it('draws by the scale, rounds where only whole numbers will do, and stays in range', () => {
    const settings = [range(RATE, 0.0001, 1, { scale: 'log' }), range(UNITS, 1, 64, { scale: 'log' })];
    const drawn = valuesOf({ settings, search }) as [number, number][];
    expect(drawn).toHaveLength(40);
    for (const [rate, units] of drawn) {
      expect(rate).toBeGreaterThanOrEqual(0.0001);
      expect(rate).toBeLessThanOrEqual(1);
      expect(Number(rate.toPrecision(6))).toBe(rate);
      expect(Number.isInteger(units) && units >= 1 && units <= 64).toBe(true);
    }
    const low = drawn.filter(([rate]) => rate < 0.01).length;
    expect(low).toBeGreaterThan(10);
    expect(low).toBeLessThan(30);
  });

  it('draws other configurations with another seed', () => {
    const settings = [range(RATE, 0.001, 1)];
    expect(valuesOf({ settings, search })).not.toEqual(
      valuesOf({ settings, search: { ...search, seed: 4 } }),
    );
  });

  it('draws each configuration once, and finds all where there are fewer than trials', () => {
    const settings = [range(UNITS, 1, 3), { path: 'training.shuffle', values: [true, false] }];
    const drawn = valuesOf({ settings, search });
    expect(new Set(drawn.map((values) => JSON.stringify(values))).size).toBe(6);
    expect(drawn).toHaveLength(6);
  });
});

describe('repetitions', () => {
  it('take seeds one after the other, for every configuration the same', () => {
    const spec = smallSweep({
      settings: [{ path: UNITS, values: [2, 4] }],
      replicates: { count: 3, firstSeed: 11, vary: ['network.seed', 'data.split.seed'] },
    });
    const runs = expandSweep(spec);
    expect(runs.map(({ experiment }) => [experiment.network.seed, experiment.data.split.seed])).toEqual([
      [11, 11],
      [12, 12],
      [13, 13],
      [11, 11],
      [12, 12],
      [13, 13],
    ]);
    expect(runs.map(({ experiment }) => experiment.training.seed)).toEqual(
      Array(6).fill(spec.experiment.training.seed),
    );
    expect(runs.map(({ index, configuration, replicate }) => [index, configuration, replicate])).toEqual([
      [0, 0, 0],
      [1, 0, 1],
      [2, 0, 2],
      [3, 1, 0],
      [4, 1, 1],
      [5, 1, 2],
    ]);
  });

  it('keep the seeds of the experiment where each configuration is trained once', () => {
    const [run] = expandSweep(smallSweep({ replicates: { count: 1, firstSeed: 99 } }));
    expect(run!.experiment.network.seed).toBe(7);
    expect(run!.values).toEqual({});
  });

  it('take every fold in turn, and all of them again for the next seed', () => {
    const runs = expandSweep(smallSweep({ crossValidation: { folds: 3 }, replicates: { count: 2 } }));
    expect(runs.map(({ fold, replicate }) => [fold, replicate])).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
      [1, 3],
      [2, 4],
      [3, 5],
    ]);
    expect(runs[4]!.experiment.data.split.crossValidation).toEqual({ folds: 3, fold: 2 });
    expect(runs.every(({ experiment }) => experiment.data.split.test === 0.2)).toBe(true);
  });
});

it.each([
  [{ replicates: { count: 3 } }, 'seeds', 'small · seed 2'],
  [{ crossValidation: { folds: 4 } }, 'cross-validation', 'small · fold 2'],
  [{ settings: [range(RATE, 0.01, 0.1, { steps: 2 })] }, 'sweep', 'lr 0.1'],
  [{ settings: [{ path: UNITS, values: [4, 8] }], replicates: { count: 1 } }, 'sweep', 'units 8'],
  [
    { settings: [{ path: 'network.layers', values: [[], [{ type: 'dense', units: 32 }]] }] },
    'sweep',
    '32 relu',
  ],
  [{ settings: [{ path: 'training.optimizer.type', values: ['adam', 'sgd'] }] }, 'sweep', 'sgd'],
  [{ settings: [{ path: 'training.earlyStopping.patience', values: [5, null] }] }, 'sweep', 'patience none'],
  [
    {
      settings: [
        { path: 'network.layers[0].l2', values: [0] },
        { path: 'network.output.l2', values: [0, 0.5] },
      ],
    },
    'sweep',
    'layer 1 l2 0 · output l2 0.5',
  ],
])('the runs of %j are a group of kind %s, the second called "%s"', (changes, kind, name) => {
  const spec = smallSweep(changes);
  expect(groupKindOf(spec)).toBe(kind);
  expect(expandSweep(spec)[1]!.experiment.name).toBe(name);
});

const anySetting = fc.oneof(
  fc
    .record({
      from: fc.double({ min: 1e-5, max: 0.1, noNaN: true }),
      times: fc.double({ min: 1, max: 100, noNaN: true }),
    })
    .chain(({ from, times }) =>
      fc
        .record({ scale: fc.constantFrom('linear', 'log'), steps: fc.integer({ min: 1, max: 4 }) })
        .map((how) => range(RATE, from, from * times, how)),
    ),
  fc
    .uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 })
    .map((values) => ({ path: UNITS, values })),
  fc.constant({ path: 'training.batchSize', values: ['full', 5] }),
  fc.constant({ path: 'training.optimizer.type', values: ['sgd', 'adamw', 'radam'] }),
  fc.constant(range('training.epochs', 1, 9, { scale: 'log', steps: 3 })),
);

const anySweep = fc
  .record({
    settings: fc.uniqueArray(anySetting, {
      maxLength: 3,
      selector: (setting) => (setting as { path: string }).path,
    }),
    search: fc.oneof(
      fc.constant({ kind: 'grid' }),
      fc.record({ kind: fc.constant('random'), trials: fc.integer({ min: 1, max: 12 }), seed: fc.nat(99) }),
    ),
    count: fc.integer({ min: 1, max: 3 }),
    folds: fc.option(fc.integer({ min: 2, max: 4 })),
  })
  .map(({ settings, search, count, folds }) =>
    smallSweep({
      settings,
      search,
      replicates: { count },
      crossValidation: folds === null ? null : { folds },
    }),
  );

it(`any sweep gives the same runs twice, all of which can be trained and have names and places of their own (seed ${String(SEED)})`, () => {
  fc.assert(
    fc.property(anySweep, (spec) => {
      checkSweep(spec);
      const runs = expandSweep(spec);
      expect(expandSweep(spec)).toEqual(runs);
      expect(runs.map(({ index }) => index)).toEqual(runs.map((_, k) => k));
      if (spec.search.kind === 'grid') expect(runs).toHaveLength(countRuns(spec));
      else expect(runs.length).toBeLessThanOrEqual(countRuns(spec));
      for (const { experiment } of runs) checkExperiment(experiment);
      expect(new Set(runs.map(({ experiment }) => experiment.name)).size).toBe(runs.length);
    }),
    { seed: SEED, numRuns: 40 },
  );
});
