import { LIMITS } from '../../core/limits.ts';
import { formatCount } from '../../core/text.ts';
import type { Experiment } from '../../model/experiment.ts';
import { defaultsOf } from '../../model/fields.ts';
import { scheduleCatalog } from '../../model/schedule-catalog.ts';
import { isSecondOrder, optimizerCatalog, type Training } from '../../model/training-catalog.ts';
import type { Cure } from '../finding.ts';

/** Digits that a person would give a learning rate. */
const RATE_DIGITS = 2;
/** Norm of the gradient where it is cut: what the form offers first. */
const CLIPPED_NORM = 1;
/** Rows of a batch that is large enough not to be mostly noise. */
const USUAL_BATCH = 32;
/** Early stopping waits for this share of the epochs, and never for fewer than so many. */
const PATIENCE_SHARE = 0.1;
const LEAST_PATIENCE = 5;
const LONGER = 3;

/** Whether one rate holds for all parameters, times the gradient as it is. */
function isPlain({ optimizer }: Training): boolean {
  return optimizer.type === 'sgd' || optimizer.type === 'momentum' || optimizer.type === 'nesterov';
}

function changeTraining(experiment: Experiment, change: Partial<Training>): Experiment {
  return { ...experiment, training: { ...experiment.training, ...change } };
}

/** The learning rate times a factor; none for methods that have no rate. */
function changeRate({ training: { optimizer } }: Experiment, factor: number): Cure[] {
  if (isSecondOrder(optimizer)) return [];
  const learningRate = Number((optimizer.learningRate * factor).toPrecision(RATE_DIGITS));
  const change = (experiment: Experiment): Experiment => {
    const own = experiment.training.optimizer;
    return isSecondOrder(own)
      ? experiment
      : changeTraining(experiment, { optimizer: { ...own, learningRate } });
  };
  return [{ label: `Learning rate ${String(learningRate)}`, change }];
}

/**
 * A lower rate: a tenth, but not below what the optimizer's own table names while that is lower than now. A rate a
 * thousand times too high is not lowered in four presses.
 */
export function lowerRate(experiment: Experiment): Cure[] {
  const { optimizer } = experiment.training;
  if (isSecondOrder(optimizer)) return [];
  const usual = optimizerCatalog[optimizer.type].fields.learningRate.default / optimizer.learningRate;
  return changeRate(experiment, Math.min(0.1, usual));
}

/** How much higher a rate may be than now. */
export function raiseRate(experiment: Experiment, slowness: number): Cure[] {
  return changeRate(experiment, slowness);
}

/** For methods whose steps are as long as the gradient; the others measure their steps by it, however long it is. */
export function clipGradients({ training }: Experiment): Cure[] {
  if (!isPlain(training)) return [];
  return [
    {
      label: `Clip gradients at norm ${String(CLIPPED_NORM)}`,
      change: (experiment) => changeTraining(experiment, { clipping: { by: 'norm', limit: CLIPPED_NORM } }),
    },
  ];
}

/** The rate falls along half a cosine, so that the last steps are small. */
export function annealRate(): Cure {
  const schedule = { type: 'cosine', ...defaultsOf(scheduleCatalog.cosine.fields) } as const;
  return {
    label: 'Let the rate fall (cosine)',
    change: (experiment) => changeTraining(experiment, { schedule }),
  };
}

export function largerBatch(): Cure {
  return {
    label: `Batch size ${formatCount(USUAL_BATCH)}`,
    change: (experiment) => changeTraining(experiment, { batchSize: USUAL_BATCH }),
  };
}

export function moreEpochs({ training }: Experiment): Cure {
  const epochs = Math.min(LIMITS.epochs, LONGER * training.epochs);
  return {
    label: `Train for ${formatCount(epochs)} epochs`,
    change: (experiment) => changeTraining(experiment, { epochs }),
  };
}

/** None where it is on already. */
export function stopEarly({ training }: Experiment): Cure[] {
  if (training.earlyStopping !== undefined) return [];
  const patience = Math.max(LEAST_PATIENCE, Math.round(PATIENCE_SHARE * training.epochs));
  return [
    {
      label: 'Stop early',
      change: (experiment) => changeTraining(experiment, { earlyStopping: { patience } }),
    },
  ];
}

export function balanceClasses(): Cure {
  return {
    label: 'Balance the classes',
    change: (experiment) => changeTraining(experiment, { classWeights: 'balanced' }),
  };
}

/** Adam at its usual rate: a rate of its own for every parameter. None where the optimizer has that already. */
export function takeAdam({ training }: Experiment): Cure[] {
  if (!isPlain(training)) return [];
  const adam = { type: 'adam', ...defaultsOf(optimizerCatalog.adam.fields) } as const;
  return [
    {
      label: `Adam with rate ${String(adam.learningRate)}`,
      change: (experiment) => changeTraining(experiment, { optimizer: adam }),
    },
  ];
}
