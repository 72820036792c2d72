import { describe, expect, it } from 'vitest';
import { createPredictor } from '@shared/export/predictor.ts';
import { verifyModel } from '@shared/export/verify-model.ts';
import { readModel } from '@shared/import/read-model.ts';
import { parseModelFile } from '@shared/schema/model-file.ts';
import { largestDifference, noFilesBeside } from '../../helpers/imported-models.ts';
import pytorch from '../../fixtures/import/pytorch.json' with { type: 'json' };

/** The answers were computed in float64 from weights of float32; constants of the graphs are float32. */
const TOLERANCE = 1e-5;

describe(`networks that ${pytorch.by} exported to ONNX`, () => {
  it.each(pytorch.cases)('$name answers as in PyTorch', async ({ onnx, rows, answers }) => {
    const bytes = new Uint8Array(Buffer.from(onnx, 'base64'));
    const { model } = await readModel({ bytes, base: 'net', readBeside: noFilesBeside });
    verifyModel(parseModelFile(JSON.parse(JSON.stringify(model))));
    const predict = createPredictor(model);
    expect(
      largestDifference(
        rows.map((row) => predict(row)),
        answers,
      ),
    ).toBeLessThan(TOLERANCE);
  });
});
