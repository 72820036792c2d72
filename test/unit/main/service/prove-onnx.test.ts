import { onnxModel } from '@shared/export/onnx/write-onnx.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { encodeModel } from '@shared/onnx/encode-model.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EXPORT_WRITERS } from '../../../../src-main/service/export-writers.ts';
import { proveOnnx } from '../../../../src-main/service/prove-onnx.ts';
import { smallExperiment } from '../../../helpers/experiments.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { trainedModel } from '../../../helpers/trained-model.ts';

const model = trainedModel(smallExperiment());

function written(bytes: Uint8Array = encodeModel(onnxModel(model, 'test'))): string {
  const path = join(tempFolder(), 'model.onnx');
  writeFileSync(path, bytes);
  return path;
}

function withScale(factor: number): ModelFile {
  const outputs = model.outputs.map((output) => {
    return { ...output, transform: { ...output.transform, scale: output.transform.scale * factor } };
  });
  return { ...model, outputs };
}

it('runs an ONNX file on all golden cases of its model', async () => {
  const proof = await proveOnnx(written(), model);
  expect(proof).toMatchObject({ goldenCases: model.goldenCases.length, notRun: null });
  expect(proof.largestDifference).toBeGreaterThan(0);
});

const whole = encodeModel(onnxModel(model, 'test'));
it.each([
  ['was cut off', whole.subarray(0, whole.length - 100), /byte \d+|golden case|model/],
  ['is something else', new TextEncoder().encode('{}'), /no ONNX model/],
  [
    'has another scaler',
    encodeModel(onnxModel(withScale(1.001), 'test')),
    /golden case 1: .* gives .* where/,
  ],
])('finds that a file %s', async (_, bytes, message) => {
  const path = written(bytes);
  await expect(proveOnnx(path, model)).rejects.toMatchObject({
    code: 'GOLDEN_CASE_MISMATCH',
    at: path,
    message: expect.stringMatching(message) as unknown,
  });
});

it('shows in the preview what goes in, what comes out, and each node', async () => {
  const files = await EXPORT_WRITERS.onnx.write({
    model,
    base: 'model',
    numbers: 'readable',
    directory: null,
  });
  const text = EXPORT_WRITERS.onnx.describe?.(files);
  for (const { name } of [...model.inputs, ...model.outputs])
    expect(text).toContain(`${name}: double [N, 1]`);
  expect(text).toMatch(/z1 = Gemm\(.*, W1, b1\) transB=1/);
});
