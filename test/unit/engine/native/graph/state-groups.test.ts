import { stateGroups } from '@shared/engine/native/graph/state-groups.ts';
import { parameterWindows } from '@shared/engine/native/graph/windows.ts';
import { layerShapes, parameterCount } from '@shared/model/network.ts';
import { describe, expect, it } from 'vitest';
import { dense } from '../../../../helpers/machine-cases.ts';

const OUTPUT = { activation: 'linear', l1: 0, l2: 0 } as const;

function groupsOf(units: readonly number[]): string[][] {
  const shapes = layerShapes({ layers: units.map((each) => dense(each)), output: OUTPUT }, 30, 2);
  return stateGroups(parameterWindows(shapes)).map(({ windows }) => windows.map(({ name }) => name));
}

describe('the state of training', () => {
  it.each<[string, number[], string[][]]>([
    [
      'is one tensor for a small network',
      [64, 32],
      [['weights 0', 'bias 0', 'weights 1', 'bias 1', 'weights 2', 'bias 2']],
    ],
    [
      'keeps large tensors alone, and neighbours of small ones together',
      [512, 512],
      [['weights 0', 'bias 0'], ['weights 1'], ['bias 1', 'weights 2', 'bias 2']],
    ],
    [
      'begins anew where neighbours together were too large',
      [600, 40, 600],
      [
        ['weights 0', 'bias 0'],
        ['weights 1', 'bias 1'],
        ['weights 2', 'bias 2', 'weights 3', 'bias 3'],
      ],
    ],
  ])('%s', (_name, units, groups) => {
    expect(groupsOf(units)).toEqual(groups);
  });

  it('covers all parameters, in their order, without gaps', () => {
    const shapes = layerShapes(
      {
        layers: [
          dense(200),
          { type: 'layer-normalization', epsilon: 1e-5, activation: 'relu' },
          { type: 'dropout', rate: 0.5 },
          dense(300),
        ],
        output: OUTPUT,
      },
      30,
      2,
    );
    const groups = stateGroups(parameterWindows(shapes));
    let end = 0;
    for (const { offset, length, windows } of groups) {
      expect(offset).toBe(end);
      expect(windows.reduce((sum, window) => sum + window.length, 0)).toBe(length);
      end += length;
    }
    expect(end).toBe(parameterCount(shapes));
  });
});
