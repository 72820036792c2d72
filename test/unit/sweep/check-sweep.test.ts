import { checkSweep } from '@shared/sweep/check-sweep.ts';
import { expect, it } from 'vitest';
import { range, smallSweep } from '../../helpers/sweeps.ts';
import { thrownBy } from '../../helpers/thrown.ts';

const RATE = 'training.optimizer.learningRate';

it.each([
  ['a sweep without settings', {}],
  ['a grid', { settings: [range(RATE, 0.001, 1, { scale: 'log' })] }],
  [
    'a setting that only another type has',
    {
      settings: [
        range('training.optimizer.momentum', 0.1, 0.9),
        { path: 'training.optimizer.type', values: ['momentum', 'nesterov'] },
      ],
    },
  ],
  ['halving', { halving: { minEpochs: 1, factor: 3 }, settings: [range(RATE, 0.001, 1)] }],
])('accepts %s', (_what, changes) => {
  expect(() => {
    checkSweep(smallSweep(changes));
  }).not.toThrow();
});

it.each([
  [
    'an unknown path',
    { settings: [range('training.optimizer.rate', 0, 1)] },
    'settings[0].path',
    'no setting',
  ],
  ['what is no path', { settings: [range('][', 0, 1)] }, '][', 'is no path of a setting'],
  [
    'a value out of range',
    { settings: [{ path: 'network.layers[0].units', values: [4, 0] }] },
    'settings[0].values[1]',
    'a whole number from 1 to 16,384',
  ],
  ['a rate of 0', { settings: [range(RATE, 0, 1)] }, 'settings[0].range.from', 'a number above 0'],
  [
    'half a unit',
    { settings: [range('network.layers[0].units', 1.5, 3)] },
    'settings[0].range.from',
    'whole number',
  ],
  [
    'a logarithm from 0',
    { settings: [range('network.output.l2', 0, 1, { scale: 'log' })] },
    'settings[0].range.from',
    'must begin above 0',
  ],
  ['a range upside down', { settings: [range(RATE, 1, 0.1)] }, 'settings[0].range', 'Exchange the two ends'],
  ['a range of words', { settings: [range('training.loss', 0, 1)] }, 'settings[0].range', 'List its values'],
  [
    'the same path twice',
    { settings: [range(RATE, 1, 2), range(RATE, 1, 2)] },
    'settings[1].path',
    'varied twice',
  ],
  [
    'repetitions that are the same',
    { replicates: { count: 2, vary: [] } },
    'replicates.vary',
    'All 2 runs of a configuration would be the same',
  ],
  [
    'a seed varied twice',
    { settings: [{ path: 'network.seed', values: [1, 2] }], replicates: { count: 2 } },
    'settings[0].path',
    'varied by the repetitions already',
  ],
  [
    'seeds beyond the last',
    { replicates: { count: 2, firstSeed: 2 ** 32 - 1 } },
    'replicates.firstSeed',
    'The last of 2 seeds would be above 4,294,967,295',
  ],
  [
    'folds varied twice',
    { settings: [{ path: 'data.split.crossValidation.fold', values: [1] }], crossValidation: { folds: 3 } },
    'settings[0].path',
    'taken in turn by crossValidation',
  ],
  [
    'epochs that halving decides',
    { settings: [range('training.epochs', 10, 20)], halving: {} },
    'settings[0].path',
    'Successive halving decides',
  ],
  ['a first rung at the end', { halving: { minEpochs: 20 } }, 'halving.minEpochs', 'nothing would be halved'],
  [
    'more runs than are launched together',
    { settings: [range(RATE, 1, 2, { steps: 100 })], replicates: { count: 11 } },
    'settings',
    'would make 1,100 runs; at most 1,000 are launched together',
  ],
  [
    'a combination that does not fit together',
    { settings: [{ path: 'training.loss', values: ['mse', 'softmax-cross-entropy'] }] },
    'network.output.activation',
    'The run "softmax-cross-entropy" of the sweep cannot be trained.',
  ],
  [
    'a combination without the setting',
    {
      settings: [
        { path: 'training.optimizer.type', values: ['momentum', 'sgd'] },
        { path: 'training.optimizer.momentum', values: [0.5] },
      ],
    },
    'training.optimizer.momentum',
    'The run "sgd · momentum 0.5" of the sweep cannot be trained.',
  ],
])('refuses %s', (_what, changes, at, words) => {
  const error = thrownBy(() => {
    checkSweep(smallSweep(changes));
  });
  expect(error.at).toBe(at);
  expect(error.message).toContain(words);
});
