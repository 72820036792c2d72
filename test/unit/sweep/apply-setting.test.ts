import { parseExperiment } from '@shared/schema/experiment.ts';
import { settingsOf } from '@shared/model/settings.ts';
import { settingAt, withSetting } from '@shared/sweep/apply-setting.ts';
import { sweepableSettings } from '@shared/sweep/sweepable-settings.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experimentFiles } from '../../helpers/arbitrary-experiment.ts';
import { SEED } from '../../helpers/campaign.ts';
import { smallExperiment } from '../../helpers/experiments.ts';
import { mixedExperiment } from '../../helpers/mixed-table.ts';
import { thrownBy } from '../../helpers/thrown.ts';

const experiment = smallExperiment();

describe('settingAt and withSetting', () => {
  it.each([
    ['training.optimizer.learningRate', 0.5],
    ['training.batchSize', 'full'],
    ['training.batchSize', 7],
    ['training.shuffle', false],
    ['network.layers[0].units', 9],
    ['network.layers[0].activation', 'relu'],
    ['network.output.l2', 0.1],
    ['network.seed', 0],
    ['data.split.seed', 12],
    ['data.scaling.inputs', 'robust'],
    ['data.source.noise', 0.25],
    ['training.clipping.limit', 3],
    ['training.earlyStopping.patience', 4],
    ['data.split.crossValidation.folds', 3],
    ['network.layers', [{ type: 'dropout', rate: 0.25 }]],
  ] as const)('change %s to %s and nothing else', (path, value) => {
    const changed = withSetting(experiment, path, value);
    expect(settingAt(changed, path)).toEqual(value);
    const [before, after] = [settingsOf(experiment), settingsOf(changed)];
    const others = [...before.keys()].filter((other) => !other.startsWith(path));
    expect(others.map((other) => after.get(other))).toEqual(others.map((other) => before.get(other)));
  });

  it('know columns by their names, whatever these hold', () => {
    const table = mixedExperiment();
    const { name } = table.data.columns[0]!;
    const path = `data.columns[${JSON.stringify(name)}].scaling`;
    expect(settingAt(withSetting(table, path, 'robust'), path)).toBe('robust');
  });

  it('begin another type of optimizer, schedule or layer with its own defaults', () => {
    const { optimizer } = withSetting(experiment, 'training.optimizer.type', 'momentum').training;
    expect(optimizer).toEqual({ type: 'momentum', learningRate: 0.01, momentum: 0.9, weightDecay: 0 });
    const { schedule } = withSetting(experiment, 'training.schedule.type', 'step').training;
    expect(schedule).toEqual({ type: 'step', every: 30, factor: 0.1 });
    const { layers } = withSetting(experiment, 'network.layers[0].type', 'dropout').network;
    expect(layers).toEqual([{ type: 'dropout', rate: 0.5 }]);
  });

  it('leave a type that is there already with the settings it has', () => {
    expect(withSetting(experiment, 'training.optimizer.type', 'adam')).toEqual(experiment);
  });

  it('leave a part out by null, and begin it with the defaults of its other fields', () => {
    const without = withSetting(experiment, 'training.clipping.limit', null);
    expect(without.training).not.toHaveProperty('clipping');
    expect(settingAt(without, 'training.clipping.limit')).toBeNull();
    expect(withSetting(without, 'training.clipping.limit', 2).training.clipping).toEqual({
      by: 'norm',
      limit: 2,
    });
  });

  it.each([
    ['training.optimizer.momentum', 0.5, 'UNKNOWN_FIELD', 'training.optimizer.momentum'],
    ['network.layers[4].units', 3, 'UNKNOWN_FIELD', 'network.layers[4].units'],
    ['constructor.name', 'x', 'UNKNOWN_FIELD', 'constructor.name'],
    ['network..units', 3, 'INVALID_VALUE', 'network..units'],
    ['network.layers[0].units', 0, 'INVALID_VALUE', 'network.layers[0].units'],
    ['training.loss', 'guess', 'INVALID_VALUE', 'training.loss'],
    ['training.batchSize', 'half', 'INVALID_VALUE', 'training.batchSize'],
    ['network.layers', 'none', 'INVALID_VALUE', 'network.layers'],
  ] as const)('refuse %s = %s', (path, value, code, at) => {
    const error = thrownBy(() => withSetting(experiment, path, value));
    expect(error).toMatchObject({ code, at });
    expect(error.message).toContain(path.includes('..') ? 'is no path' : path);
  });
});

describe('sweepableSettings', () => {
  it('offers settings with their fields, places and values', () => {
    const offered = new Map(sweepableSettings(experiment).map((setting) => [setting.path, setting]));
    expect(offered.get('training.optimizer.learningRate')).toMatchObject({
      place: 'Optimizer',
      label: 'Learning rate',
      value: 0.02,
      field: { kind: 'real', min: 0 },
    });
    expect(offered.get('network.layers')).toMatchObject({ field: { kind: 'layers' } });
    expect(offered.get('network.layers[0].units')).toMatchObject({ place: 'Layer 1', value: 3 });
    expect(offered.get('training.batchSize')?.also).toEqual(['full']);
    expect(offered.has('data.split.train')).toBe(false);
  });

  it(`says of any experiment what its file says, and can set it again (seed ${String(SEED)})`, () => {
    fc.assert(
      fc.property(experimentFiles, (file) => {
        const any = parseExperiment(file);
        const flat = settingsOf(any);
        for (const { path, value, field } of sweepableSettings(any)) {
          if (field.kind !== 'layers') expect(value).toBe(flat.get(path) ?? null);
          if (value !== null) expect(withSetting(any, path, value)).toEqual(any);
        }
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});
