import { formatJson } from '@shared/core/json-text.ts';
import { buildPackedModel } from '@shared/export/build-model.ts';
import { exportedModelJson, modelJson } from '@shared/export/model-json.ts';
import { verifyModel } from '@shared/export/verify-model.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { parseModelFile } from '@shared/schema/model-file.ts';
import { parseJson } from '@shared/schema/safe-json.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experimentFiles } from '../../helpers/arbitrary-experiment.ts';
import { campaignSize, SEED } from '../../helpers/campaign.ts';
import { classificationJson, smallExperiment, smallExperimentJson } from '../../helpers/experiments.ts';
import { withValue } from '../../helpers/json-path.ts';
import { train, trainedModel } from '../../helpers/trained-model.ts';

describe('buildModel', () => {
  const { model, trainer, data } = train(smallExperiment());

  it('gives a model that is true to itself', () => {
    expect(verifyModel(model!, model)).toEqual({ goldenCases: 3 + 2 + 12, largestDifference: 0 });
  });

  it('keeps the best weights, not the last', () => {
    expect(model!.training!.epoch).toBe(trainer.best!.evaluation.epoch);
    expect(model!.metrics.validation).toEqual(trainer.best!.evaluation.validation);
    const flat = model!.layers.flatMap((layer) =>
      layer.type === 'dense' ? [...layer.W.flat(), ...layer.b] : [],
    );
    expect(flat).toEqual([...trainer.best!.parameters]);
  });

  it('says everything that is needed to repeat it', () => {
    expect(model!.training).toMatchObject({
      experiment: smallExperiment(),
      dataHash: data.hash,
      rows: { train: 36, validation: 12, test: 12 },
      epochsDone: 4,
    });
    expect(model!.parameters).toBe(3 * 3 + 2 * 4);
  });

  it('takes the truth of a test case from the case, else from the formulas', () => {
    expect(model!.testCases).toEqual([
      { inputs: [3, 0.5], expected: [3.5, 1.5] },
      { inputs: [1, 1], expected: [2, 1] },
    ]);
  });

  it('knows no truth where a formula gives no number', () => {
    const targets = { y: 'log(a)' };
    const source = { ...smallExperimentJson.data.source, inputs: { a: [1, 2] }, targets };
    const json = { ...smallExperimentJson, data: { ...smallExperimentJson.data, source } };
    const asked = parseExperiment({ ...json, testCases: [{ inputs: { a: -1 } }] });
    expect(trainedModel(asked).testCases).toEqual([{ inputs: [-1], expected: null }]);
  });

  it('is the same to the last byte when made again', () => {
    expect(modelJson(train(smallExperiment()).model!)).toBe(modelJson(model!));
  });

  it('comes back from its file to the same bytes', () => {
    const text = modelJson(model!);
    expect(modelJson(parseModelFile(parseJson(text, 'x')))).toBe(text);
  });
});

describe('buildPackedModel', () => {
  it.each([
    ['a small network in float32', smallExperiment()],
    ['every kind of layer', parseExperiment(classificationJson)],
  ])('gives the bytes that an export of the readable model in base64 has: %s', (_what, experiment) => {
    const { model, trainer, data } = train(experiment);
    const { engine } = model!.training!;
    const packed = buildPackedModel({
      experiment,
      engine,
      data,
      epochsDone: trainer.epoch,
      ...trainer.best!,
    });
    expect(formatJson(packed)).toBe(exportedModelJson(model!, 'base64'));
  });
});

describe('a model of every kind of layer', () => {
  const { model, trainer } = train(parseExperiment(classificationJson));

  it('says what it is for', () => {
    expect(model!.task).toBe('multiclass');
    expect(model!.layers.map(({ type }) => type)).toEqual([
      'dense',
      'batch-normalization',
      'dropout',
      'dense',
      'residual',
      'layer-normalization',
      'dense',
    ]);
  });

  it('holds every parameter and every running statistic once', () => {
    const numbers = model!.layers.flatMap((layer) => {
      if (layer.type === 'dense') return [...layer.W.flat(), ...layer.b];
      return 'gamma' in layer ? [...layer.gamma, ...layer.beta] : [];
    });
    expect(numbers).toEqual([...trainer.best!.parameters]);
    expect(model!.parameters).toBe(numbers.length);
    const [normalization] = model!.layers.filter((layer) => layer.type === 'batch-normalization');
    expect([...normalization!.mean, ...normalization!.variance]).toEqual([...trainer.best!.statistics]);
  });

  it('answers with the shares of the classes', () => {
    for (const { outputs } of model!.goldenCases) {
      expect(outputs.every((share) => share >= 0 && share <= 1)).toBe(true);
      expect(outputs.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
    }
  });

  it('comes back from its file to the same bytes and verifies', () => {
    const text = modelJson(model!);
    const written = parseJson(text, 'x');
    expect(verifyModel(parseModelFile(written), written).largestDifference).toBe(0);
    expect(modelJson(parseModelFile(written))).toBe(text);
  });
});

describe(`the model of any valid experiment (seed ${SEED})`, () => {
  it('loads, verifies and comes back to the same bytes, unless training gave no number at all', () => {
    fc.assert(
      fc.property(experimentFiles, (file) => {
        let json: unknown = withValue(file, 'data.source.rows', 100);
        json = { ...(json as object), training: { ...(file as { training?: object }).training, epochs: 2 } };
        const { model, trainer } = train(parseExperiment(json));
        if (model === null) {
          expect(trainer.best).toBeNull();
          return;
        }
        const text = modelJson(model);
        const value = parseJson(text, 'x');
        const loaded = parseModelFile(value);
        expect(verifyModel(loaded, value).largestDifference).toBe(0);
        expect(modelJson(loaded)).toBe(text);
      }),
      { seed: SEED, numRuns: campaignSize(60, 2_000) },
    );
  });
});

describe('extreme but valid experiments', () => {
  const variants = ['float32', 'float64'].flatMap((precision) =>
    ['standard', 'min-max', 'none'].flatMap((scaling) =>
      ['relu', 'tanh'].map((activation) => {
        let json = withValue(smallExperimentJson, 'training.precision', precision);
        json = withValue(json, 'data.scaling', { inputs: scaling, targets: scaling });
        return withValue(json, 'network.layers[0].activation', activation);
      }),
    ),
  );

  it.each<[string, string, unknown]>([
    ['huge inputs', 'data.source.inputs', { a: [0, 3e38], b: [-3e38, 3e38] }],
    ['tiny inputs', 'data.source.inputs', { a: [0, 1e-300], b: [0, 1e-170] }],
    ['inputs that differ in the last place only', 'data.source.inputs', { a: [1, 1 + 2 ** -52], b: [0, 1] }],
    ['constant targets', 'data.source.targets', { sum: '0.1', product: '7' }],
    ['a test case far outside', 'testCases', [{ inputs: { a: 1e300, b: -1e300 } }]],
    ['a test case at the end of all numbers', 'testCases', [{ inputs: { a: 1.7e308, b: -1.7e308 } }]],
    ['the largest learning rate', 'training.optimizer', { type: 'sgd', learningRate: 1_000 }],
    ['large initial weights', 'network.initial', initial(1e20)],
    ['the largest initial weights', 'network.initial', initial(3.4e38)],
    ['tiny initial weights', 'network.initial', initial(5e-324)],
  ])('%s: there is a model that verifies, or none', (_what, place, value) => {
    for (const json of variants) {
      const isAboutInputs = place === 'data.source.inputs';
      const base = isAboutInputs ? withValue(json, 'data.source.targets', { sum: 'a', product: 'b' }) : json;
      const { model } = train(parseExperiment(withValue(base, place, value)));
      if (model === null) continue;
      const written = parseJson(modelJson(model), 'x');
      expect(verifyModel(parseModelFile(written), written).largestDifference).toBe(0);
    }
  });
});

/** Parameters of the small 2-3-2 network, all alike. */
function initial(value: number) {
  return [
    { W: [1, 2, 3].map(() => [value, value]), b: [value, value, value] },
    { W: [1, 2].map(() => [value, value, value]), b: [value, value] },
  ];
}
