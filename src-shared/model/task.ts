import type { Loss } from './training-catalog.ts';

/** What kind of answers a network gives: value in files → label on screens. */
export const TASKS = {
  regression: 'Numbers',
  binary: 'Yes or no',
  multiclass: 'One of several classes',
  multilabel: 'Several yes-or-no answers',
} as const;
export type Task = keyof typeof TASKS;

/** What a network trained on this loss answers: cross-entropy makes probabilities of it. */
export function taskOf(loss: Loss, targets: number): Task {
  if (loss === 'softmax-cross-entropy') return 'multiclass';
  if (loss === 'binary-cross-entropy') return targets === 1 ? 'binary' : 'multilabel';
  return 'regression';
}

/** The loss that a network with such answers is trained on unless a person says otherwise: the way back from `taskOf`. */
export function lossOf(task: Task): Loss {
  if (task === 'multiclass') return 'softmax-cross-entropy';
  return task === 'regression' ? 'mse' : 'binary-cross-entropy';
}

/** The losses that take targets and answers as probabilities. */
export function isCrossEntropy(loss: Loss): boolean {
  return loss === 'softmax-cross-entropy' || loss === 'binary-cross-entropy';
}
