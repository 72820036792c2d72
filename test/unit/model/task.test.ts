import { isCrossEntropy, taskOf } from '@shared/model/task.ts';
import { type Loss, LOSSES } from '@shared/model/training-catalog.ts';
import { describe, expect, it } from 'vitest';

describe('taskOf', () => {
  it.each([
    ['softmax-cross-entropy', 3, 'multiclass'],
    ['binary-cross-entropy', 1, 'binary'],
    ['binary-cross-entropy', 2, 'multilabel'],
    ['mse', 1, 'regression'],
    ['huber', 3, 'regression'],
  ] as const)('of %s with %i targets is %s', (loss, targets, task) => {
    expect(taskOf(loss, targets)).toBe(task);
  });

  it.each(Object.keys(LOSSES) as Loss[])(
    'makes classes of %s exactly where it is a cross-entropy',
    (loss) => {
      expect(taskOf(loss, 2) !== 'regression').toBe(isCrossEntropy(loss));
    },
  );
});
