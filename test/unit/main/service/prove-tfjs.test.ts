import { tfjsFiles } from '@shared/export/tfjs/tfjs-files.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { proveTfjs } from '../../../../src-main/service/prove-tfjs.ts';
import {
  ACTIVATION_NAMES,
  EXPORT_TASKS,
  mixedModel,
  modelOfAllLayers,
} from '../../../helpers/exported-models.ts';
import { writeTfjs } from '../../../helpers/tfjs.ts';

const FLOAT32 = 1e-5;

describe('the proof of a TensorFlow.js model', () => {
  it.each<[string, ModelFile]>([
    ['of every kind of layer and activation', modelOfAllLayers(ACTIVATION_NAMES)],
    ...EXPORT_TASKS.map(([what, changes]) => [what, mixedModel(changes)] as [string, ModelFile]),
  ])('reads it back and runs its golden cases: %s', async (_what, model) => {
    const proof = await proveTfjs(writeTfjs(tfjsFiles({ model, base: 'model' })));
    const size = Math.max(1, ...model.goldenCases.flatMap(({ outputs }) => outputs.map(Math.abs)));
    expect(proof.notRun).toBeNull();
    expect(proof.largestDifference).toBeLessThan(FLOAT32 * size);
  });

  const changed = (path: string, from: string | RegExp, to: string) => {
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  };
  it.each<[string, (path: string) => void]>([
    [
      'a changed weight',
      (path) => {
        const weights = path.replace('.json', '.weights.bin');
        const bytes = readFileSync(weights);
        bytes.writeFloatLE(3, bytes.length - 24);
        writeFileSync(weights, bytes);
      },
    ],
    ['weights that were cut', (path) => truncateSync(path.replace('.json', '.weights.bin'), 40)],
    ['weights that are gone', (path) => rmSync(path.replace('.json', '.weights.bin'))],
    ['a changed activation', (path) => changed(path, '"activation": "tanh"', '"activation": "relu"')],
    ['a layer that takes another', (path) => changed(path, /"scaling"(?=,\s*0)/, '"values"')],
    [
      'a changed answer',
      (path) => changed(path.replace('.json', '.columns.mjs'), /"outputs":\[/, '"outputs":[9'),
    ],
  ])('finds %s', async (_what, damage) => {
    const path = writeTfjs(tfjsFiles({ model: modelOfAllLayers([]), base: 'model' }));
    damage(path);
    await expect(proveTfjs(path)).rejects.toMatchObject({ code: 'GOLDEN_CASE_MISMATCH' });
  });
});
