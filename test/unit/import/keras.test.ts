import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { createPredictor } from '@shared/export/predictor.ts';
import { verifyModel } from '@shared/export/verify-model.ts';
import { readModel } from '@shared/import/read-model.ts';
import { parseModelFile } from '@shared/schema/model-file.ts';
import { largestDifference } from '../../helpers/imported-models.ts';
import { rejectionOf } from '../../helpers/thrown.ts';
import { savedModel } from '../../helpers/tfjs-saved.ts';

/** TensorFlow.js computes in float32. */
const TOLERANCE = 2e-5;
const INPUTS = 4;

const dense = (units: number, more: object = {}) =>
  tf.layers.dense({ units, biasInitializer: 'randomNormal', ...more });

/** Each a stack of layers over four numbers. */
const STACKS: Record<string, () => tf.layers.Layer[]> = {
  'a plain network': () => [dense(6, { activation: 'relu' }), dense(3, { activation: 'softmax' })],
  'a yes or no': () => [dense(5, { activation: 'tanh' }), dense(1, { activation: 'sigmoid' })],
  'two classes by softmax': () => [dense(5, { activation: 'selu' }), dense(2, { activation: 'softmax' })],
  'no biases': () => [dense(5, { useBias: false, activation: 'elu' }), dense(2, { useBias: false })],
  'activations as layers': () => [
    dense(5),
    tf.layers.activation({ activation: 'softplus' }),
    dense(5),
    tf.layers.reLU(),
    dense(5),
    tf.layers.leakyReLU({ alpha: 0.3 }),
    dense(5),
    tf.layers.elu(),
    dense(3),
    tf.layers.softmax(),
  ],
  'other activations': () =>
    ['softsign', 'swish', 'mish', 'gelu', 'gelu_new', 'linear'].map((activation) => dense(5, { activation })),
  normalisations: () => [
    tf.layers.batchNormalization({
      movingMeanInitializer: 'randomNormal',
      movingVarianceInitializer: 'ones',
    }),
    dense(6),
    tf.layers.batchNormalization({
      gammaInitializer: 'randomNormal',
      movingMeanInitializer: 'randomNormal',
      betaInitializer: 'randomNormal',
    }),
    tf.layers.activation({ activation: 'relu' }),
    dense(6),
    tf.layers.layerNormalization({ gammaInitializer: 'randomNormal', betaInitializer: 'randomNormal' }),
    dense(2),
    tf.layers.batchNormalization({ gammaInitializer: 'randomNormal', movingMeanInitializer: 'randomNormal' }),
  ],
  'layers that are at work only in training': () => [
    dense(6),
    tf.layers.dropout({ rate: 0.4 }),
    tf.layers.gaussianNoise({ stddev: 0.3 }),
    tf.layers.reshape({ targetShape: [6] }),
    dense(2),
  ],
  'slopes that were learned': () => [
    dense(5),
    tf.layers.prelu({ alphaInitializer: 'randomNormal' }),
    dense(2),
  ],
};

describe('layers models of TensorFlow.js', () => {
  it.each(Object.entries(STACKS))('%s: the model answers as TensorFlow.js does', async (name, layers) => {
    const model = tf.sequential({ layers: withShape(layers()) });
    expect(await difference(model, name === 'two classes by softmax' ? 1 : 0)).toBeLessThan(TOLERANCE);
  });

  it('a functional model with a sum around layers', async () => {
    const input = tf.input({ shape: [INPUTS] });
    const first = dense(6, { activation: 'relu' }).apply(input);
    const second = dense(6, { activation: 'tanh' }).apply(dense(6).apply(first));
    const sum = tf.layers.add().apply([first as tf.SymbolicTensor, second as tf.SymbolicTensor]);
    const outputs = dense(2).apply(sum) as tf.SymbolicTensor;
    expect(await difference(tf.model({ inputs: input, outputs }), 0)).toBeLessThan(TOLERANCE);
  });

  it('a functional model in the words of Keras 3', async () => {
    const input = tf.input({ shape: [INPUTS] });
    const first = dense(INPUTS, { activation: 'relu' }).apply(input) as tf.SymbolicTensor;
    const sum = tf.layers.add().apply([first, input]) as tf.SymbolicTensor;
    const model = tf.model({ inputs: input, outputs: dense(2).apply(sum) as tf.SymbolicTensor });
    const saved = await savedModel(model);
    const read = await readModel({ ...saved, bytes: inKeras3(saved.bytes), base: 'net' });
    expect(read.model.layers.map(({ type }) => type)).toEqual(['dense', 'residual', 'dense']);
    expect(read.model.layers).toEqual((await readModel({ ...saved, base: 'net' })).model.layers);
  });

  it.each([
    [
      'a convolution',
      [
        tf.layers.reshape({ targetShape: [4, 1], inputShape: [INPUTS] }),
        tf.layers.conv1d({ filters: 2, kernelSize: 2 }),
        tf.layers.flatten(),
        dense(1),
      ],
      'layers[1]',
    ],
    [
      'an activation that Ninestep does not have',
      [dense(3, { inputShape: [INPUTS], activation: 'hardSigmoid' }), dense(1)],
      'layers[0].activation',
    ],
    [
      'a ReLU that is cut off',
      [dense(3, { inputShape: [INPUTS] }), tf.layers.reLU({ maxValue: 6 }), dense(1)],
      'layers[1]',
    ],
  ])('refuses %s by its place', async (_what, layers, at) => {
    const { bytes, readBeside } = await savedModel(tf.sequential({ layers }));
    expect(await rejectionOf(readModel({ bytes, base: 'net', readBeside }))).toMatchObject({
      code: 'MODEL_UNSUPPORTED',
      at,
    });
  });

  it('refuses softmax before other layers', async () => {
    const layers = withShape([dense(3, { activation: 'softmax' }), dense(1)]);
    const { bytes, readBeside } = await savedModel(tf.sequential({ layers }));
    expect(await rejectionOf(readModel({ bytes, base: 'net', readBeside }))).toMatchObject({
      code: 'MODEL_UNSUPPORTED',
    });
  });

  it('refuses weights that are cut short', async () => {
    const { bytes, readBeside } = await savedModel(tf.sequential({ layers: withShape([dense(1)]) }));
    const cut = async (name: string) => (await readBeside(name)).slice(4);
    expect(await rejectionOf(readModel({ bytes, base: 'net', readBeside: cut }))).toMatchObject({
      code: 'INVALID_VALUE',
      at: 'weightsManifest[0]',
    });
  });
});

/** The first layer says what comes in. */
function withShape([first, ...others]: tf.layers.Layer[]): tf.layers.Layer[] {
  return [tf.layers.inputLayer({ inputShape: [INPUTS] }), first!, ...others];
}

/** Nodes with the tensors that they take as objects, activations as objects, shapes under another name. */
function inKeras3(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString();
  const file = JSON.parse(
    text
      .replaceAll('"batch_input_shape"', '"batch_shape"')
      .replaceAll('"activation":"relu"', '"activation":{"class_name":"function","config":"relu"}'),
  ) as {
    modelTopology: { config: { layers: { inbound_nodes: unknown[] }[] } };
  };
  const tensor = ([name]: [string]) => ({
    class_name: '__keras_tensor__',
    config: { keras_history: [name, 0, 0] },
  });
  for (const layer of file.modelTopology.config.layers) {
    layer.inbound_nodes = (layer.inbound_nodes as [string][][]).map((node) => ({
      args: [node.map(tensor)],
      kwargs: {},
    }));
  }
  return new Uint8Array(Buffer.from(JSON.stringify(file)));
}

/** Between the imported model and TensorFlow.js, over some rows; of its answers those from one on. */
async function difference(model: tf.LayersModel, from: number): Promise<number> {
  const { bytes, readBeside } = await savedModel(model);
  const read = await readModel({ bytes, base: 'net', readBeside });
  verifyModel(parseModelFile(JSON.parse(JSON.stringify(read.model))));
  const rows = Array.from({ length: 20 }, (_, n) =>
    Array.from({ length: INPUTS }, (_input, i) => Math.fround(Math.sin(n * 3 + i) * 2)),
  );
  const answers = (model.predict(tf.tensor2d(rows)) as tf.Tensor2D).arraySync();
  const predict = createPredictor(read.model);
  return largestDifference(
    rows.map((row) => predict(row)),
    answers.map((row) => row.slice(from)),
  );
}
