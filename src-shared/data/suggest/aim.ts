import type { TableColumn } from '../../model/column-catalog.ts';
import type { DataSpec, Scaling } from '../../model/data-catalog.ts';
import { columnsWithRole, targetFeatures } from '../../model/features.ts';
import type { Activation } from '../../model/activations.ts';
import type { Loss } from '../../model/training-catalog.ts';

/** What kind of answer is looked for, and all that follows from that alone. */
export interface Aim {
  readonly loss: Loss;
  readonly outputActivation: Activation;
  readonly targetScaling: Scaling['targets'];
}

/** Numbers: their mean given the inputs, in standard deviations, so that targets of any size weigh the same. */
const NUMBERS: Aim = { loss: 'mse', outputActivation: 'linear', targetScaling: 'standard' };
/** Each answer is the probability of a yes. */
const YES_OR_NO: Aim = {
  loss: 'binary-cross-entropy',
  outputActivation: 'sigmoid',
  targetScaling: 'none',
};
/** The answers are the probabilities of classes of which each row has one. */
const ONE_CLASS: Aim = {
  loss: 'softmax-cross-entropy',
  outputActivation: 'softmax',
  targetScaling: 'none',
};

/**
 * Targets → what to aim at. Numbers among the targets make all of them numbers, levels then counting as 0 and 1; several
 * targets of levels are several yes-or-no answers, as no row belongs to one class alone.
 */
export function aimOf(data: Pick<DataSpec, 'source' | 'columns'>): Aim {
  const targets = columnsWithRole(data, 'target');
  if (targets.length === 0 || !targets.every(isOfClasses)) return NUMBERS;
  const [first] = targets;
  return targets.length === 1 && targetFeatures(first!).length > 1 ? ONE_CLASS : YES_OR_NO;
}

/** Levels in an order stand for numbers: their places. */
function isOfClasses(column: TableColumn): boolean {
  return column.type === 'boolean' || (column.type === 'category' && column.encoding === 'one-hot');
}
