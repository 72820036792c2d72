import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { classificationJson, smallExperimentJson } from '../../helpers/experiments.ts';
import { withValue, without } from '../../helpers/json-path.ts';
import { type MixedChanges, mixedExperimentJson } from '../../helpers/mixed-table.ts';
import { thrownBy } from '../../helpers/thrown.ts';

type Change = [place: string, value: unknown];

function changed(json: unknown, ...changes: Change[]): unknown {
  return changes.reduce((value, [place, to]) => withValue(value, place, to), json);
}

const binary = changed(
  smallExperimentJson,
  ['training.loss', 'binary-cross-entropy'],
  ['network.output.activation', 'sigmoid'],
  ['data.scaling.targets', 'none'],
  ['data.source.targets', { larger: 'a > b' }],
  ['testCases', []],
);

const secondOrder = (type: string) =>
  changed(
    smallExperimentJson,
    ['training.optimizer', { type }],
    ['training.batchSize', 'full'],
    ['training.precision', 'float64'],
  );

function expectRefusal(json: unknown, at: string, part: string): void {
  const error = thrownBy(() => parseExperiment(json));
  expect({ code: error.code, at: error.at }).toEqual({ code: 'INVALID_VALUE', at });
  expect(error.message).toContain(part);
}

describe('a cross-entropy loss', () => {
  it.each([
    ['softmax', classificationJson],
    ['binary', binary],
    [
      'binary, several targets',
      withValue(binary, 'data.source.targets', { larger: 'a > b', positive: 'b > 0' }),
    ],
    ['binary, balanced', withValue(binary, 'training.classWeights', 'balanced')],
    ['softmax, balanced', withValue(classificationJson, 'training.classWeights', 'balanced')],
  ])('is taken where all fits: %s', (_what, json) => {
    expect(parseExperiment(json)).toBeTypeOf('object');
  });

  it.each<[string, unknown, Change, string, string]>([
    [
      'softmax without softmax',
      classificationJson,
      ['network.output.activation', 'sigmoid'],
      'network.output.activation',
      'needs softmax at the output',
    ],
    [
      'softmax with one target',
      classificationJson,
      ['data.source.targets', { only: '1' }],
      'training.loss',
      'at least two targets',
    ],
    [
      'binary without sigmoid',
      binary,
      ['network.output.activation', 'linear'],
      'network.output.activation',
      'needs sigmoid at the output',
    ],
    [
      'scaled targets',
      binary,
      ['data.scaling.targets', 'standard'],
      'data.scaling.targets',
      'Set the scaling of the targets to none',
    ],
    [
      'balanced classes of several targets',
      changed(binary, ['data.source.targets', { larger: 'a > b', positive: 'b > 0' }]),
      ['training.classWeights', 'balanced'],
      'training.classWeights',
      'one target only',
    ],
    [
      'balanced classes without classes',
      smallExperimentJson,
      ['training.classWeights', 'balanced'],
      'training.classWeights',
      'Only cross-entropy knows classes',
    ],
  ])('is refused with its cure: %s', (_what, json, change, at, part) => {
    expectRefusal(changed(json, change), at, part);
  });

  const shop = (changes: MixedChanges, columns: Record<string, object> = {}) =>
    mixedExperimentJson({
      ...changes,
      columns: {
        price: { role: 'ignored' },
        profit: { role: 'ignored' },
        shop: { role: 'target' },
        ...columns,
      },
    });
  const softmax: MixedChanges = {
    network: { output: { activation: 'softmax' } },
    training: { loss: 'softmax-cross-entropy' },
  };
  const sigmoid: MixedChanges = {
    network: { output: { activation: 'sigmoid' } },
    training: { loss: 'binary-cross-entropy' },
  };

  it.each([
    ['a category, whatever the scaling of targets', shop(softmax)],
    ['a category as several yes-or-no answers', shop(sigmoid)],
    ['yes or no', shop(sigmoid, { shop: {}, open: { role: 'target' } })],
    ['numbers that are not scaled', shop(sigmoid, { weight: { role: 'target', scaling: 'none' } })],
  ])('takes targets of a table: %s', (_what, json) => {
    expect(parseExperiment(json)).toBeTypeOf('object');
  });

  it.each<[string, object, string, string]>([
    [
      'two categories in one softmax',
      shop(softmax, { open: { role: 'target' } }),
      'training.loss',
      'several targets',
    ],
    [
      'softmax of two levels, which are one answer',
      shop(softmax, { shop: {}, open: { role: 'target' } }),
      'training.loss',
      'take binary cross-entropy',
    ],
    [
      'places in an order',
      shop(sigmoid, { grade: { role: 'target' } }),
      'data.scaling.targets',
      'must not be scaled',
    ],
    ['dates', shop(sigmoid, { day: { role: 'target' } }), 'data.scaling.targets', 'must not be scaled'],
    [
      'a number scaled by its own setting',
      shop({ ...sigmoid, scaling: { targets: 'none' } }, { weight: { role: 'target' } }),
      'data.scaling.targets',
      'must not be scaled',
    ],
  ])('refuses targets of a table: %s', (_what, json, at, part) => {
    expectRefusal(json, at, part);
  });

  it('takes the scaling of inputs as it likes', () => {
    expect(parseExperiment(withValue(binary, 'data.scaling.inputs', 'min-max'))).toBeTypeOf('object');
  });
});

describe('softmax at the output', () => {
  it('goes with any other loss', () => {
    const json = withValue(smallExperimentJson, 'network.output.activation', 'softmax');
    expect(parseExperiment(json).training.loss).toBe('mse');
  });
});

describe.each(['lbfgs', 'levenberg-marquardt'])('%s', (type) => {
  it('is taken with full batches in double precision', () => {
    expect(parseExperiment(secondOrder(type)).training.optimizer.type).toBe(type);
  });

  it.each<[string, unknown, string, string]>([
    ['training.batchSize', 32, 'training.batchSize', 'Set the batch size to full'],
    ['training.precision', 'float32', 'training.precision', 'Set the precision to float64'],
    ['training.schedule', { type: 'cosine' }, 'training.schedule.type', 'Set the schedule to constant'],
    ['training.warmUpEpochs', 3, 'training.warmUpEpochs', 'Set the warm-up to 0'],
    ['training.clipping', { by: 'norm' }, 'training.clipping', 'Switch clipping off'],
    ['network.layers', [{ type: 'dense' }, { type: 'dropout' }], 'network.layers[1]', 'Remove layer 2'],
    ['network.layers', [{ type: 'batch-normalization' }], 'network.layers[0]', 'Remove layer 1'],
  ])('refuses %s = %j, saying what to do', (place, value, at, part) => {
    expectRefusal(changed(secondOrder(type), [place, value]), at, part);
  });

  it('takes layer normalisation, early stopping and any order of rows', () => {
    const json = changed(
      secondOrder(type),
      ['network.layers', [{ type: 'layer-normalization' }, { type: 'dense' }, { type: 'residual', over: 1 }]],
      ['network.layers[1].units', 2],
      ['training.earlyStopping', { patience: 3 }],
    );
    expect(parseExperiment(json)).toBeTypeOf('object');
  });
});

describe('Levenberg–Marquardt', () => {
  const json = secondOrder('levenberg-marquardt');

  it.each<[Change, string, string]>([
    [['training.loss', 'mae'], 'training.loss', 'squared errors only'],
    [['training.loss', 'huber'], 'training.loss', 'or L-BFGS'],
    [['network.layers[0].l2', 0.1], 'network.layers[0].l2', 'knows no penalties'],
    [['network.output.l1', 0.1], 'network.output.l1', 'knows no penalties'],
  ])('refuses %j, saying what to do', (change, at, part) => {
    expectRefusal(changed(json, change), at, part);
  });

  it('leaves all of these to L-BFGS', () => {
    const taken = changed(
      secondOrder('lbfgs'),
      ['training.loss', 'mae'],
      ['network.layers[0].l2', 0.1],
      ['network.output.l1', 0.1],
    );
    expect(parseExperiment(taken)).toBeTypeOf('object');
  });

  it('forecasts the memory of its matrix and names the way out', () => {
    const wide = withValue(json, 'network.layers', [{ type: 'dense', units: 5_000 }]);
    const error = thrownBy(() => parseExperiment(wide));
    expect(error).toMatchObject({ code: 'TOO_LARGE', at: 'training.optimizer.type' });
    expect(error.message).toContain('For 25,002 parameters Levenberg–Marquardt would need about 10');
    expect(error.message).toContain('Take L-BFGS or Adam, or fewer units');
    expect(parseExperiment(withValue(wide, 'training.optimizer', { type: 'lbfgs' }))).toBeTypeOf('object');
  });
});

it('an experiment of version 0.1.0 without any of this is what it was', () => {
  const old = without(without(smallExperimentJson, 'training.schedule'), 'training.classWeights');
  expect(parseExperiment(old)).toEqual(smallExperimentJson);
});
