import type { Experiment } from '@shared/model/experiment.ts';
import { targetNames } from '@shared/model/experiment.ts';
import { columnsWithRole } from '@shared/model/features.ts';
import type { TableColumn } from '@shared/model/column-catalog.ts';
import { isCrossEntropy, type Task, taskOf } from '@shared/model/task.ts';
import { type Loss, LOSSES } from '@shared/model/training-catalog.ts';
import { changeLoss } from './training.ts';

/** What the targets ask for: a task, no target at all, or kinds that do not go together. */
export type Aim = Task | 'none' | 'mixed';

const FITTING_LOSS: Record<Task, Loss> = {
  regression: 'mse',
  binary: 'binary-cross-entropy',
  multiclass: 'softmax-cross-entropy',
  multilabel: 'binary-cross-entropy',
};

/** What follows from the target columns. Formulas give numbers, which may also be meant as classes: the loss says. */
export function aimOf(experiment: Experiment): Aim {
  const targets = columnsWithRole(experiment.data, 'target');
  if (targets.length === 0) return 'none';
  if (experiment.data.source.kind === 'formula') {
    return taskOf(experiment.training.loss, targetNames(experiment).length);
  }
  const kinds = new Set(targets.map(kindOf));
  if (kinds.size > 1) return 'mixed';
  if (kinds.has('number')) return 'regression';
  if (kinds.has('several')) return targets.length === 1 ? 'multiclass' : 'mixed';
  return targets.length === 1 ? 'binary' : 'multilabel';
}

function kindOf(column: TableColumn): 'number' | 'two' | 'several' {
  if (column.type === 'boolean') return 'two';
  if (column.type !== 'category' || column.encoding === 'ordinal') return 'number';
  return column.levels.length === 2 ? 'two' : 'several';
}

export interface Cure {
  /** What stands in the way. */
  readonly problem: string;
  /** What the button says. */
  readonly label: string;
  readonly cured: Experiment;
}

/** Where the loss does not suit the targets: what is wrong, and the experiment with a loss and output that do. */
export function lossCure(experiment: Experiment): Cure | null {
  const aim = aimOf(experiment);
  const { loss } = experiment.training;
  if (aim === 'none' || aim === 'mixed' || experiment.data.source.kind === 'formula') return null;
  const wanted = FITTING_LOSS[aim];
  const suits = aim === 'regression' ? !isCrossEntropy(loss) : loss === wanted;
  if (suits) return null;
  const what = aim === 'regression' ? 'The target is a number' : 'The target is a class';
  return {
    problem: `${what}, which ${LOSSES[loss].toLowerCase()} does not suit.`,
    label: `Take ${LOSSES[wanted].toLowerCase()}`,
    cured: changeLoss(experiment, wanted),
  };
}
