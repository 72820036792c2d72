import { classGroups, numberOutputs } from '@shared/evaluation/class-groups.ts';
import { evaluatePart } from '@shared/evaluation/evaluate-part.ts';
import { finish } from '@shared/evaluation/work.ts';
import type { ModelOutput } from '@shared/model/model-file.ts';
import type { Task } from '@shared/model/task.ts';
import { describe, expect, it } from 'vitest';
import { answeredPart, classOutputs, numberOutput } from '../../helpers/answered-parts.ts';

describe('classGroups', () => {
  it.each<[string, Task, ModelOutput[], { column: string; classes: string[]; outputs: number[] }[]]>([
    [
      'a column of several classes',
      'multiclass',
      classOutputs('kind', ['a', 'b', 'c']),
      [{ column: 'kind', classes: ['a', 'b', 'c'], outputs: [0, 1, 2] }],
    ],
    [
      'one answer for two classes, the first being no',
      'binary',
      classOutputs('sick', ['no', 'yes']),
      [{ column: 'sick', classes: ['no', 'yes'], outputs: [0] }],
    ],
    [
      'numbers under softmax: together they are the classes of a row',
      'multiclass',
      [numberOutput('first'), numberOutput('second')],
      [{ column: 'class', classes: ['first', 'second'], outputs: [0, 1] }],
    ],
    [
      'numbers under binary cross-entropy: each by itself',
      'multilabel',
      [numberOutput('hot'), numberOutput('wet')],
      [
        { column: 'hot', classes: ['0', '1'], outputs: [0] },
        { column: 'wet', classes: ['0', '1'], outputs: [1] },
      ],
    ],
    ['numbers under a squared loss: none', 'regression', [numberOutput('y')], []],
    [
      'classes beside numbers, under a squared loss',
      'regression',
      [numberOutput('y'), ...classOutputs('kind', ['a', 'b', 'c'])],
      [{ column: 'kind', classes: ['a', 'b', 'c'], outputs: [1, 2, 3] }],
    ],
  ])('finds %s', (_what, task, outputs, expected) => {
    const isProbability = task !== 'regression';
    expect(classGroups(outputs, task)).toEqual(expected.map((group) => ({ ...group, isProbability })));
    const named = expected.flatMap((group) => group.outputs);
    expect([...named, ...numberOutputs(outputs, task)].toSorted()).toEqual(outputs.map((_, t) => t));
  });
});

describe('evaluatePart', () => {
  it('says of classes that were learned as numbers nothing that only probabilities have', () => {
    const outputs = [numberOutput('y'), ...classOutputs('kind', ['a', 'b', 'c'])];
    const part = answeredPart('regression', outputs, [
      { truth: [1, 1, 0, 0], answers: [2, 1.4, -0.2, 0] },
      { truth: [3, 0, 1, 0], answers: [3, 0.1, 0.8, 0.9] },
    ]);
    const { numbers, classes } = finish(evaluatePart(part));
    expect(numbers).toMatchObject([{ output: 0, name: 'y', mae: 0.5, largestError: 1, meanResidual: -0.5 }]);
    expect(classes).toMatchObject([
      { column: 'kind', accuracy: 0.5, mistakes: 1, logLoss: null, brier: null, calibrationError: null },
    ]);
    expect(classes[0]!.perClass[0]).toMatchObject({ level: 'a', auc: 1, brier: null });
  });
});
