import { ACTIVATIONS, type UnitActivation } from '@shared/model/activations.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { trainedModel } from '../../helpers/trained-model.ts';

/** A model trained for a few epochs that uses every layer, every activation of one and every transform there is. */
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
        ...(Object.keys(ACTIVATIONS) as UnitActivation[]).map((activation) => ({
          type: 'dense',
          units: 4,
          activation,
        })),
        { type: 'batch-normalization', activation: 'tanh' },
        { type: 'dropout', rate: 0.25 },
        { type: 'dense', units: 4, activation: 'silu' },
        { type: 'residual', over: 3 },
        { type: 'layer-normalization', activation: 'elu' },
      ],
    },
    training: { epochs: 5, batchSize: 8 },
    testCases: [{ inputs: { a: -0.5, b: 2e-7 } }],
  });
  return trainedModel(experiment);
}
