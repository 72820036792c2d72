import { defaultsOf } from '../../model/fields.ts';
import { optimizerCatalog, type Training, trainingFields } from '../../model/training-catalog.ts';
import type { Aim } from './aim.ts';

/** About as many updates as small tables need to settle, and large ones to get far. */
const STEPS = 20_000;
const EPOCHS = { fewest: 20, most: 400 } as const;
const BATCH_SIZE = { smallest: 16, largest: 1_024 } as const;
const MANY_TRAINING_ROWS = 10_000;

/**
 * Adam, as it needs least tuning; batches of about the square root of the rows, so that both the noise of a step and the
 * number of steps in an epoch grow slowly. Rows count alike: class weights would bend the probabilities.
 */
export function suggestTraining(aim: Aim, trainingRows: number): Training {
  const batchSize = batchSizeFor(trainingRows);
  const epochs = epochsFor(Math.ceil(trainingRows / batchSize));
  return {
    ...defaultsOf(trainingFields),
    loss: aim.loss,
    optimizer: {
      ...defaultsOf(optimizerCatalog.adam.fields),
      type: 'adam',
      learningRate: trainingRows < MANY_TRAINING_ROWS ? 0.003 : 0.002,
    },
    batchSize,
    schedule: { type: 'constant' },
    epochs,
    earlyStopping: { patience: Math.max(5, Math.round(epochs / 10)) },
  };
}

/** The largest power of two whose square is no more than the rows. */
function batchSizeFor(trainingRows: number): number {
  let size: number = BATCH_SIZE.smallest;
  while (size < BATCH_SIZE.largest && (2 * size) ** 2 <= trainingRows) size *= 2;
  return size;
}

function epochsFor(stepsPerEpoch: number): number {
  const epochs = Math.round(STEPS / stepsPerEpoch / 10) * 10;
  return Math.min(EPOCHS.most, Math.max(EPOCHS.fewest, epochs));
}
