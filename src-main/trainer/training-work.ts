import { mostTrainingRows } from '@shared/data/split.ts';
import type { TrainingWork } from '@shared/engine/native/choice.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';

/** What training an experiment takes, before its table is read. */
export function trainingWork(experiment: Experiment): TrainingWork {
  const { network, training, data } = experiment;
  return {
    network,
    training,
    shapes: shapesOf(experiment),
    rows: mostTrainingRows(data.split, data.source.rows),
  };
}
