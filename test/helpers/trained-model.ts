import { prepareExperiment } from '@shared/data/prepare.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import type { RawTable } from '@shared/data/raw-table.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { Trainer } from '@shared/engine/trainer.ts';
import { buildModel } from '@shared/export/build-model.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import type { EngineIdentity } from '@shared/model/run.ts';
import { trainingSetup } from '../../src-main/trainer/training-setup.ts';

const ENGINE: EngineIdentity = { name: 'ninestep', version: '0.1.0', backend: 'reference' };

export interface Trained {
  data: PreparedData;
  trainer: Trainer;
  /** Null where no evaluation gave a number. */
  model: ModelFile | null;
}

/** Trains an experiment to its end, in memory, as a run does. `table` may be left out where the source draws its rows. */
export function train(experiment: Experiment, table?: RawTable): Trained {
  const data = prepareExperiment(experiment, table);
  const trainer = new Trainer(trainingSetup(experiment, data), referenceBackend);
  trainer.evaluateNow();
  while (trainer.advance(Infinity).ending === null);
  const { best } = trainer;
  const model =
    best &&
    buildModel({
      experiment,
      engine: ENGINE,
      data,
      epochsDone: trainer.epoch,
      ...best,
    });
  return { data, trainer, model };
}

/** The model of an experiment that must have one. */
export function trainedModel(experiment: Experiment, table?: RawTable): ModelFile {
  const { model } = train(experiment, table);
  if (model === null) throw new Error('Training gave no model.');
  return model;
}
