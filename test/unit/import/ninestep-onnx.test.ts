import { exportedModelJson } from '@shared/export/model-json.ts';
import { onnxModel } from '@shared/export/onnx/write-onnx.ts';
import { unwrapped } from '@shared/import/onnx/ninestep-model.ts';
import { readModel } from '@shared/import/read-model.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { encodeModel } from '@shared/onnx/encode-model.ts';
import type { OnnxModel } from '@shared/onnx/onnx-model.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readImportFile } from '../../../src-main/service/import-model.ts';
import { EXPORT_TASKS, mixedModel } from '../../helpers/exported-models.ts';
import { smallExperimentJson } from '../../helpers/experiments.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { trainedModel } from '../../helpers/trained-model.ts';

const texts = new TextDecoder();

function modelWith(precision: string, ...layers: object[]): ModelFile {
  const network = { ...smallExperimentJson.network, layers };
  const training = { ...smallExperimentJson.training, precision };
  return trainedModel(parseExperiment({ ...smallExperimentJson, network, training }));
}

const dense = { type: 'dense', units: 3, activation: 'tanh' };
const all = [
  dense,
  { type: 'batch-normalization' },
  { type: 'layer-normalization' },
  { type: 'residual', over: 2 },
  { type: 'dropout', rate: 0.5 },
];
const MODELS: [string, ModelFile][] = [
  ...EXPORT_TASKS.map(([what, changes]): [string, ModelFile] => [what, mixedModel(changes)]),
  ['every kind of layer in float32', modelWith('float32', ...all)],
  ['every kind of layer in float64', modelWith('float64', ...all)],
];

describe('an ONNX file that Ninestep wrote', () => {
  it.each(MODELS)('opens again as the model that it was written of, byte for byte: %s', async (_, model) => {
    const path = join(tempFolder(), 'model.onnx');
    writeFileSync(path, encodeModel(onnxModel(model, 'test')));
    const { form, own } = await readImportFile(path);
    expect(form).toBe('onnx');
    expect(texts.decode(own!)).toBe(exportedModelJson(model, 'readable'));
  });

  it('carries no model where float32 would not hold its weights to the bit', () => {
    const model = modelWith('float32', dense);
    const [first, ...others] = model.layers;
    if (first?.type !== 'dense') throw new Error('The first layer is dense.');
    const layers = [{ ...first, b: first.b.map((b) => b + 1e-12) }, ...others];
    const bytes = encodeModel(onnxModel({ ...model, layers }, 'test'));
    expect(unwrapped(bytes)).toBe(bytes);
  });

  const model = modelWith('float64', dense);
  const changed: [string, (onnx: OnnxModel) => void, string][] = [
    ['a weight', ({ graph }) => weightsOf(graph.initializer).fill(0), 'GOLDEN_CASE_MISMATCH'],
    [
      'a layer that is gone',
      ({ graph }) => graph.node.splice(graph.node.findIndex(isGemm), 1),
      'INVALID_VALUE',
    ],
    [
      'a shape',
      ({ graph }) => graph.initializer.find(({ name }) => name === 'W1')!.dims.reverse(),
      'INVALID_VALUE',
    ],
    [
      'what it carries, cut off',
      ({ metadataProps }) => (metadataProps.at(-1)!.value = '{"layers":'),
      'FILE_NOT_JSON',
    ],
    [
      'what it carries, something else',
      ({ metadataProps }) => (metadataProps.at(-1)!.value = '[1]'),
      'INVALID_VALUE',
    ],
  ];
  it.each(changed)('is refused where somebody changed %s', async (_, change, code) => {
    const onnx = onnxModel(model, 'test');
    change(onnx);
    const read = async () => {
      const bytes = unwrapped(encodeModel(onnx));
      return readModel({ bytes, base: 'model', readBeside: () => Promise.reject(new Error('none')) });
    };
    await expect(read()).rejects.toMatchObject({ code });
  });
});

function isGemm({ opType }: { opType: string }): boolean {
  return opType === 'Gemm';
}

function weightsOf(tensors: OnnxModel['graph']['initializer']): Uint8Array {
  return tensors.find(({ name }) => name === 'W1')!.rawData!;
}
