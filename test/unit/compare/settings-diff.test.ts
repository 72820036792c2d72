import { describe, expect, it } from 'vitest';
import { configurationId, groupByConfiguration } from '@shared/compare/configurations.ts';
import { overlapOf } from '@shared/compare/overlap.ts';
import { settingsDiff } from '@shared/compare/settings-diff.ts';
import { sweepAxes } from '@shared/compare/sweep-axes.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { RunEntry } from '@shared/model/run.ts';
import { settingsOf } from '@shared/model/settings.ts';
import { plantedRun, sweepRuns } from '../../helpers/compared-runs.ts';

const rowsOf = (runs: readonly RunEntry[], all = false) =>
  settingsDiff(runs, { all }).flatMap(({ title, rows }) =>
    rows.map(({ label, texts }) => [title, label, ...texts] as const),
  );

function withSplit(run: RunEntry, change: Partial<Experiment['data']['split']>): RunEntry {
  const { experiment } = run;
  const { data } = experiment;
  return { ...run, experiment: { ...experiment, data: { ...data, split: { ...data.split, ...change } } } };
}

describe('what differs', () => {
  it('is shown alone, by its group, under the label of the catalog, as people read it', () => {
    const runs = [
      plantedRun(0, { loss: 1, learningRate: 0.01 }),
      plantedRun(1, { loss: 1, learningRate: 0.00001, units: [4, 16384], activation: 'tanh', seed: 20_000 }),
    ];
    expect(rowsOf(runs)).toEqual([
      ['Network', 'Layer 1 · Activation', 'ReLU', 'Tanh'],
      ['Network', 'Layer 2 · Units', '4', '16,384'],
      ['Network', 'Layer 2 · Activation', 'ReLU', 'Tanh'],
      ['Network', 'Weight seed', '1', '20000'],
      ['Training', 'Training seed', '1', '20000'],
      ['Training', 'Learning rate', '0.01', '0.00001'],
    ]);
  });

  it('is nothing between a run and itself, and everything there is on demand', () => {
    const run = plantedRun(0, { loss: 1 });
    expect(rowsOf([run, run])).toEqual([]);
    expect(rowsOf([run])).toEqual([]);
    const all = rowsOf([run], true);
    expect(all.length).toBe(settingsOf(run.experiment).size);
    expect(new Set(all.map(([group]) => group))).toEqual(new Set(['Data', 'Network', 'Training']));
  });

  it('shows layers as a whole where there are others, since every place then holds another one', () => {
    const runs = [plantedRun(0, { loss: 1, units: [4, 4, 4] }), plantedRun(1, { loss: 1, units: [8] })];
    expect(rowsOf(runs)).toEqual([['Network', 'Hidden layers', '3 × (4 relu)', '8 relu']]);
  });

  it('shows settings that one run alone has, with a dash for the other', () => {
    const run = plantedRun(0, { loss: 1 });
    const { earlyStopping: _, ...training } = run.experiment.training;
    const without = { ...run, experiment: { ...run.experiment, training } };
    expect(rowsOf([run, without])).toEqual([['Training', 'Early stopping · Patience', '20', '–']]);
  });

  it('says of given weights which are alike, not what they are', () => {
    const run = plantedRun(0, { loss: 1 });
    const given = (weight: number): RunEntry => ({
      ...run,
      experiment: {
        ...run.experiment,
        network: { ...run.experiment.network, initial: [{ W: [[weight]], b: [0] }] },
      },
    });
    expect(rowsOf([run, given(1), given(2), given(1)])).toEqual([
      ['Network', 'Given weights', '–', 'given, A', 'given, B', 'given, A'],
    ]);
  });
});

describe('configurations', () => {
  it('are the runs that differ in seeds or folds alone', () => {
    const runs = [
      plantedRun(0, { loss: 1, seed: 1 }),
      plantedRun(1, { loss: 1, seed: 2 }),
      plantedRun(2, { loss: 1, seed: 1, learningRate: 0.1 }),
      withSplit(plantedRun(3, { loss: 1 }), { seed: 9 }),
    ];
    expect(
      groupByConfiguration(runs).map(({ label, runs: own }) => [label, own.map(({ name }) => name)]),
    ).toEqual([
      ['Learning rate 0.01', ['Run 1', 'Run 2', 'Run 4']],
      ['Learning rate 0.1', ['Run 3']],
    ]);
  });

  it('do not take folds of another number of folds, or another data seed, for repetitions', () => {
    const run = plantedRun(0, { loss: 1 });
    const folds = (count: number, fold: number) =>
      withSplit(run, { crossValidation: { folds: count, fold } });
    expect(configurationId(folds(5, 1))).toBe(configurationId(folds(5, 4)));
    expect(configurationId(folds(5, 1))).not.toBe(configurationId(folds(4, 1)));
    expect(configurationId(folds(5, 1))).not.toBe(configurationId(run));
  });

  it('of a group are those it was launched with', () => {
    const groups = groupByConfiguration(sweepRuns(8));
    expect(groups).toHaveLength(8);
    for (const { runs } of groups) expect(runs).toHaveLength(2);
  });
});

describe('axes of a sweep', () => {
  it('are the settings that vary, without the seeds', () => {
    const axes = sweepAxes(sweepRuns(8));
    expect(axes.map(({ label, isNumeric }) => [label, isNumeric])).toEqual([
      ['Layer 1 · Units', true],
      ['Layer 1 · Activation', false],
      ['Layer 2 · Activation', false],
      ['Learning rate', true],
    ]);
  });
});

describe('the overlap of repetitions', () => {
  const run = plantedRun(0, { loss: 1 });

  it('is none where all have the same rows, also where the split seed decides nothing', () => {
    expect(overlapOf([run, plantedRun(1, { loss: 1, seed: 2 })], 'validation')).toBe(0);
    expect(overlapOf([run, withSplit(run, { seed: 2 })], 'validation')).toBe(0);
  });

  it('is rows measured ÷ rows trained on where the split is drawn anew, and 1/(k − 1) with k folds', () => {
    const shuffled = (seed: number) => withSplit(run, { order: 'shuffled', seed });
    expect(overlapOf([shuffled(1), shuffled(2)], 'validation')).toBeCloseTo(1000 / 6000);
    expect(overlapOf([shuffled(1), shuffled(2)], 'test')).toBeCloseTo(3000 / 6000);
    const fold = (k: number) => withSplit(run, { crossValidation: { folds: 5, fold: k } });
    expect(overlapOf([fold(1), fold(2)], 'validation')).toBe(0.25);
  });
});
