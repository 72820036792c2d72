import type { FloatArray } from '../core/float-array.ts';
import type { Experiment } from '../model/experiment.ts';
import { rowsPerStep } from '../model/memory.ts';
import type { LayerShape } from '../model/network.ts';
import { isSecondOrder } from '../model/training-catalog.ts';
import type { TargetScale } from './evaluate.ts';
import type { MachineSetup, TrainingParts } from './machine.ts';

export interface TrainingSetup {
  readonly network: Experiment['network'];
  readonly training: Experiment['training'];
  readonly shapes: readonly LayerShape[];
  readonly parts: TrainingParts;
  /** For errors in raw units: [T]. */
  readonly targetScales: readonly TargetScale[];
  /** What training begins with in place of weights that are drawn: of the run's precision, as `Machine` lays them out. */
  readonly start?: { readonly parameters: FloatArray; readonly statistics: FloatArray } | undefined;
}

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
