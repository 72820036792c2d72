import { rowsPerStep } from '../model/memory.ts';
import { isSecondOrder } from '../model/training-catalog.ts';
import type { MachineSetup } from './machine.ts';
import type { TrainingSetup } from './trainer.ts';

/**
 * The machine that an experiment is trained on.
 *
 * Shapes: as in `TrainingSetup`.
 * Source: the settings of training, one by one.
 */
export function machineSetup({ training, shapes, parts }: TrainingSetup): MachineSetup {
  const { optimizer } = training;
  return {
    shapes,
    precision: training.precision,
    lossSettings: training,
    optimizer: isSecondOrder(optimizer) ? null : optimizer,
    clipping: training.clipping ?? null,
    batchRows: rowsPerStep(training.batchSize, parts.train.rows),
    seed: training.seed,
    parts,
  };
}
