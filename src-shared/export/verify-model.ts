import { AppError } from '../core/errors.ts';
import { formatNumber } from '../core/text.ts';
import type { ModelFile } from '../model/model-file.ts';
import { modelChecksum } from './model-json.ts';
import { createPredictor } from './predictor.ts';
import { checkModelShapes } from './verify-shapes.ts';

/** Another machine's library may round an exponential differently in its last digits; a wrong weight shows far above. */
const GOLDEN_TOLERANCE = 1e-9;

export interface VerifiedModel {
  readonly goldenCases: number;
  /** Between the golden outputs and those computed now, in raw units. */
  readonly largestDifference: number;
}

/**
 * Checks a model file against itself: shapes, checksum, golden cases. Throws the first thing that is wrong. `written` is
 * the JSON value as it stood in the file, if it came from one: the checksum is of that, not of what a newer version adds to it on reading.
 */
export function verifyModel(model: ModelFile, written: unknown = model): VerifiedModel {
  checkModelShapes(model);
  const checksum = modelChecksum(written as ModelFile);
  if (checksum !== model.checksum) {
    throw new AppError(
      'CHECKSUM_MISMATCH',
      'checksum: The file does not match its checksum: it was changed or damaged after it was written. Export it again.',
      { at: 'checksum' },
    );
  }
  return checkGoldenCases(model);
}

function checkGoldenCases(model: ModelFile): VerifiedModel {
  const predict = createPredictor(model);
  let largestDifference = 0;
  model.goldenCases.forEach((golden, k) => {
    predict(golden.inputs).forEach((value, t) => {
      const expected = golden.outputs[t]!;
      const difference = Math.abs(value - expected);
      const allowed = GOLDEN_TOLERANCE * Math.max(Math.abs(expected), model.outputs[t]!.transform.scale);
      if (!(difference <= allowed)) {
        const at = `goldenCases[${String(k)}].outputs[${String(t)}]`;
        throw new AppError(
          'GOLDEN_CASE_MISMATCH',
          `${at}: The model gives ${formatNumber(value)} where its golden case says ${formatNumber(expected)}. ` +
            'Weights, scaling or the case itself were changed.',
          { at },
        );
      }
      largestDifference = Math.max(largestDifference, difference);
    });
  });
  return { goldenCases: model.goldenCases.length, largestDifference };
}
