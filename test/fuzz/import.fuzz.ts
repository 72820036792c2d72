import * as tf from '@tensorflow/tfjs';
import type { Random } from '@shared/core/random.ts';
import { modelJson } from '@shared/export/model-json.ts';
import { verifyModel } from '@shared/export/verify-model.ts';
import { readModel } from '@shared/import/read-model.ts';
import { decodeModel } from '@shared/onnx/decode-model.ts';
import { encodeModel } from '@shared/onnx/encode-model.ts';
import { parseModelFile } from '@shared/schema/model-file.ts';
import { expect, it } from 'vitest';
import { campaignSize, SEED } from '../helpers/campaign.ts';
import { fuzz } from '../helpers/fuzz.ts';
import { mutateBytes } from '../helpers/mutate-bytes.ts';
import { mutateText, mutateTree } from '../helpers/mutate.ts';
import { savedModel } from '../helpers/tfjs-saved.ts';
import brainjs from '../fixtures/import/brainjs.json' with { type: 'json' };
import pytorch from '../fixtures/import/pytorch.json' with { type: 'json' };
import sklearn from '../fixtures/import/sklearn.json' with { type: 'json' };

const COUNT = campaignSize(600, 20_000);

const keras = await savedModel(
  tf.sequential({
    layers: [
      tf.layers.dense({ units: 4, inputShape: [3], activation: 'relu' }),
      tf.layers.batchNormalization(),
      tf.layers.dropout({ rate: 0.2 }),
      tf.layers.dense({ units: 2, activation: 'softmax' }),
    ],
  }),
);

/** Reads a file of any form. What is accepted is a whole model file that proves itself. */
async function load(bytes: Uint8Array): Promise<void> {
  const { model } = await readModel({ bytes, base: 'net', readBeside: (name) => keras.readBeside(name) });
  const written = JSON.parse(modelJson(model)) as unknown;
  verifyModel(parseModelFile(written), written);
}

/** Ninestep's own form has a campaign of its own: model.fuzz.ts. */
const FORMS: Record<string, readonly object[]> = {
  'scikit-learn': sklearn.cases.map(({ file }) => file),
  'brain.js': brainjs.cases.map(({ file }) => file),
  'TensorFlow.js': [JSON.parse(Buffer.from(keras.bytes).toString()) as object],
};

it.each(Object.entries(FORMS))(
  `%s: a file with mutated fields or text is read, or says why not (seed ${String(SEED)})`,
  async (name, files) => {
    const accepted = await fuzz(
      COUNT,
      `import ${name}`,
      (random) => {
        const file = files[random.below(files.length)]!;
        return random.below(3) === 0
          ? mutateText(JSON.stringify(file), random)
          : textOf(mutateTree(file, random));
      },
      (text) => load(new Uint8Array(Buffer.from(text))),
    );
    expect(accepted).toBeGreaterThan(0);
  },
);

it(`ONNX: a file with mutated bytes or fields is read, or says why not (seed ${String(SEED)})`, async () => {
  const files = pytorch.cases.map(({ onnx }) => new Uint8Array(Buffer.from(onnx, 'base64')));
  const accepted = await fuzz(
    COUNT,
    'import ONNX',
    (random) => {
      const bytes = files[random.below(files.length)]!;
      return random.below(2) === 0 ? mutateBytes(bytes, random) : mutateGraph(bytes, random);
    },
    load,
  );
  expect(accepted).toBeGreaterThan(0);
});

/** A file may hold what JSON does not: then it is as good as cut off there. */
function textOf(tree: unknown): string {
  const text: unknown = JSON.stringify(tree);
  return typeof text === 'string' ? text : '';
}

/** Another graph of the same parts: inputs, operators and attributes changed, nodes taken out, doubled or moved. */
function mutateGraph(bytes: Uint8Array, random: Random): Uint8Array {
  const model = decodeModel(bytes);
  const { node } = model.graph;
  const names = [
    ...model.graph.initializer.map(({ name }) => name),
    ...node.flatMap(({ output }) => output),
    '',
    'features',
  ];
  const some = <T>(list: readonly T[]): T => list[random.below(list.length)]!;
  for (let change = 0; change <= random.below(3); change++) {
    const chosen = some(node);
    switch (random.below(7)) {
      case 0:
        chosen.input[random.below(chosen.input.length + 1)] = some(names);
        break;
      case 1:
        chosen.opType = some([
          'Add',
          'Mul',
          'Sub',
          'Div',
          'Relu',
          'Concat',
          'MatMul',
          'Gemm',
          'Identity',
          'Softmax',
          'ReduceMean',
          'Sqrt',
          'Pow',
          'Reshape',
          'Split',
          'Where',
          'Clip',
        ]);
        break;
      case 2:
        node.splice(random.below(node.length), 1);
        break;
      case 3:
        node.splice(random.below(node.length), 0, structuredClone(chosen));
        break;
      case 4:
        chosen.output = [some(names)];
        break;
      case 5:
        some(model.graph.initializer).dims = [random.below(9), random.below(9)];
        break;
      default:
        for (const attribute of chosen.attribute) attribute.i = random.below(5) - 2;
    }
    if (node.length === 0) break;
  }
  return encodeModel(model);
}
