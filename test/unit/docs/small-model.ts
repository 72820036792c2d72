import { prepareData } from '@shared/data/prepare.ts';
import { Trainer } from '@shared/engine/trainer.ts';
import { buildModel } from '@shared/export/build-model.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { ENGINE } from '../../../src-main/storage/engine-identity.ts';
import { trainingSetup } from '../../../src-main/trainer/training-setup.ts';

/** A model trained for a few epochs that uses every activation and every transform there is. */
export function smallModel() {
  const experiment = parseExperiment({
    format: 'ninestep-experiment',
    version: 1,
    name: 'Every "kind" of Größe\n',
    data: {
      source: {
        kind: 'formula',
        rows: 60,
        inputs: { a: [-1, 1], b: [1e-7, 3e-7] },
        targets: { sine: 'sin(3 * a)', large: '1e22 * a + 5e21' },
      },
      split: { train: 0.5, validation: 0.25, test: 0.25 },
      scaling: { inputs: 'standard', targets: 'min-max' },
    },
    network: {
      layers: [
        { type: 'dense', units: 5, activation: 'tanh' },
        { type: 'dense', units: 4, activation: 'sigmoid' },
        { type: 'dense', units: 3, activation: 'relu' },
      ],
    },
    training: { epochs: 5, batchSize: 8 },
    testCases: [{ inputs: { a: -0.5, b: 2e-7 } }],
  });
  const data = prepareData(experiment.data);
  const trainer = new Trainer(trainingSetup(experiment, data));
  trainer.evaluateNow();
  while (trainer.advance().ending === null);
  const { evaluation, parameters } = trainer.best!;
  const trained = { experiment, engine: ENGINE, data, parameters, evaluation, epochsDone: trainer.epoch };
  return buildModel(trained);
}
