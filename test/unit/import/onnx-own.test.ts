import { describe, expect, it } from 'vitest';
import { onnxModel } from '@shared/export/onnx/write-onnx.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { readModel } from '@shared/import/read-model.ts';
import { encodeModel } from '@shared/onnx/encode-model.ts';
import { ACTIVATION_NAMES, modelOfAllLayers, numberRows } from '../../helpers/exported-models.ts';
import { largestDifference, noFilesBeside } from '../../helpers/imported-models.ts';

const TOLERANCE = 1e-5;

describe('what Ninestep itself exports to ONNX', () => {
  it.each(ACTIVATION_NAMES)('%s: comes back with the same answers', async (activation) => {
    const own = modelOfAllLayers([activation]);
    const bytes = encodeModel(onnxModel(own, 'test'));
    const { model } = await readModel({ bytes, base: 'net', readBeside: noFilesBeside });
    const [before, after] = [createPredictor(own), createPredictor(model)];
    const rows = numberRows();
    expect(largestDifference(rows.map(after), rows.map(before))).toBeLessThan(TOLERANCE);
  });
});
