import { onnxModel } from '@shared/export/onnx/write-onnx.ts';
import { encodeModel } from '@shared/onnx/encode-model.ts';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { smallModel } from './small-model.ts';

const example = resolve(import.meta.dirname, '../../../docs/formats/examples/predict-onnx.py');
const hasRuntime = spawnSync('python3', ['-c', 'import numpy, onnxruntime']).status === 0;

describe.skipIf(!hasRuntime)(
  'docs/formats/examples/predict-onnx.py (needs Python 3 with ONNX Runtime)',
  () => {
    it('runs the golden cases of an ONNX model', () => {
      const path = join(tempFolder(), 'model.onnx');
      writeFileSync(path, encodeModel(onnxModel(smallModel(), 'test')));
      const { status, stdout, stderr } = spawnSync('python3', [example, path], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(/ 8 golden cases, largest relative difference \d/);
    });
  },
);

it('is told of by the document of its format', () => {
  const document = resolve(import.meta.dirname, '../../../docs/formats/onnx.md');
  expect(readFileSync(document, 'utf8')).toContain('(examples/predict-onnx.py)');
});
