import type { Activation } from '@shared/model/activations.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { targetNames } from '@shared/model/experiment.ts';
import { defaultsOf } from '@shared/model/fields.ts';
import { isCrossEntropy, taskOf } from '@shared/model/task.ts';
import { type Schedule, scheduleCatalog, type ScheduleType } from '@shared/model/schedule-catalog.ts';
import {
  isSecondOrder,
  type Loss,
  type Optimizer,
  optimizerCatalog,
  type OptimizerType,
} from '@shared/model/training-catalog.ts';

/** The output that each cross-entropy needs. */
const OUTPUTS: Partial<Record<Loss, Activation>> = {
  'binary-cross-entropy': 'sigmoid',
  'softmax-cross-entropy': 'softmax',
};

/** The output activation that goes with a loss. */
export function outputFor(loss: Loss): Activation {
  return OUTPUTS[loss] ?? 'linear';
}

/** What a loss asks of the output and of the targets, for the line below it; nothing for most. */
export function lossNote(loss: Loss): string | null {
  const output = OUTPUTS[loss];
  if (output === undefined) return null;
  return `Choosing it sets the output activation to ${output} and leaves targets unscaled: they are shares from 0 to 1.`;
}

/** Another loss, together with what it asks for: cross-entropy its own output and unscaled targets, all others neither. */
export function changeLoss(experiment: Experiment, loss: Loss): Experiment {
  const { data, network, training } = experiment;
  const output = OUTPUTS[loss];
  const task = taskOf(loss, targetNames(experiment).length);
  const hasClasses = task === 'binary' || task === 'multiclass';
  const changed: Experiment = {
    ...experiment,
    training: { ...training, loss, classWeights: hasClasses ? training.classWeights : 'none' },
  };
  if (output === undefined && !isCrossEntropy(training.loss)) return changed;
  return {
    ...changed,
    network: { ...network, output: { ...network.output, activation: output ?? 'linear' } },
    data: { ...data, scaling: { ...data.scaling, targets: output === undefined ? 'standard' : 'none' } },
  };
}

/** What a second-order method asks for, for the line below it; nothing for the others. */
export function optimizerNote(type: OptimizerType): string | null {
  if (!isSecondOrder({ type } as Optimizer)) return null;
  return 'Looks at all rows in every step, in double precision, and chooses the length of each step itself. Choosing it sets batch size and precision.';
}

/**
 * Another optimizer with the settings of its table; a learning rate that was chosen is kept. A second-order method brings
 * full batches and double precision, and leaves out what only a learning rate needs.
 */
export function changeOptimizer(experiment: Experiment, type: OptimizerType): Experiment {
  const { clipping: _, ...training } = experiment.training;
  const optimizer = withChosenRate(
    { type, ...defaultsOf(optimizerCatalog[type].fields) } as Optimizer,
    training.optimizer,
  );
  if (!isSecondOrder(optimizer)) {
    return { ...experiment, training: { ...experiment.training, optimizer } };
  }
  return {
    ...experiment,
    training: {
      ...training,
      optimizer,
      batchSize: 'full',
      precision: 'float64',
      schedule: { type: 'constant' },
      warmUpEpochs: 0,
    },
  };
}

function withChosenRate(next: Optimizer, previous: Optimizer): Optimizer {
  if (isSecondOrder(next) || isSecondOrder(previous)) return next;
  const usual = optimizerCatalog[previous.type].fields.learningRate.default;
  return previous.learningRate === usual ? next : { ...next, learningRate: previous.learningRate };
}

/** Another schedule with the settings of its table. */
export function changeSchedule(experiment: Experiment, type: ScheduleType): Experiment {
  const schedule = { type, ...defaultsOf(scheduleCatalog[type].fields) } as Schedule;
  return { ...experiment, training: { ...experiment.training, schedule } };
}

/** The same method with another learning rate; a method that has none stays as it is. */
export function withLearningRate(experiment: Experiment, learningRate: number): Experiment {
  const { optimizer } = experiment.training;
  if (isSecondOrder(optimizer)) return experiment;
  return { ...experiment, training: { ...experiment.training, optimizer: { ...optimizer, learningRate } } };
}
