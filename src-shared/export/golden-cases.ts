import { AppError } from '../core/errors.ts';
import { formatCount, formatNumber, quote } from '../core/text.ts';
import type { GoldenCase, ModelFile } from '../model/model-file.ts';
import { createPredictor, type Predictor } from './predictor.ts';

/** Another machine's library may round an exponential differently in its last digits; a wrong weight shows far above. */
const GOLDEN_TOLERANCE = 1e-9;

export interface CheckedCases {
  readonly goldenCases: number;
  /** Between the golden outputs and those computed now, in raw units. */
  readonly largestDifference: number;
}

type Asked = Pick<ModelFile, 'inputs' | 'outputs' | 'layers' | 'goldenCases'>;

/** An answer that is another than its golden case says: of which case and output. */
interface WrongAnswer {
  readonly k: number;
  readonly t: number;
  readonly value: number;
  readonly expected: number;
}

/**
 * Asks a model its golden cases. Throws GOLDEN_CASE_MISMATCH at the first answer that is another, and INVALID_VALUE at a case
 * that the model cannot take.
 */
export function checkGoldenCases(model: Asked): CheckedCases {
  const predict = createPredictor(model);
  let largestDifference = 0;
  const wrong: WrongAnswer[] = [];
  model.goldenCases.forEach((golden, k) => {
    answerOf(predict, golden, k).forEach((value, t) => {
      const expected = golden.outputs[t]!;
      const difference = Math.abs(value - expected);
      const allowed = GOLDEN_TOLERANCE * Math.max(Math.abs(expected), model.outputs[t]!.transform.scale);
      if (!(difference <= allowed)) wrong.push({ k, t, value, expected });
      largestDifference = Math.max(largestDifference, difference);
    });
  });
  if (wrong.length > 0) throw mismatch(model, wrong);
  return { goldenCases: model.goldenCases.length, largestDifference };
}

function answerOf(predict: Predictor, { inputs }: GoldenCase, k: number): number[] {
  try {
    return predict(inputs);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const at = `goldenCases[${String(k)}].inputs`;
    throw new AppError(error.code, `${at}: ${error.message}`, { at, cause: error });
  }
}

function mismatch(model: Asked, wrong: readonly WrongAnswer[]): AppError {
  const { k, t, value, expected } = wrong[0]!;
  const at = `goldenCases[${String(k)}].outputs[${String(t)}]`;
  return new AppError(
    'GOLDEN_CASE_MISMATCH',
    `${at}: The model gives ${formatNumber(value)} where its golden case says ${formatNumber(expected)}. ${suspect(model, wrong)}`,
    { at },
  );
}

/** What is probably wrong, from which answers are. */
function suspect({ outputs, goldenCases }: Asked, wrong: readonly WrongAnswer[]): string {
  const cases = new Set(wrong.map(({ k }) => k)).size;
  const all = goldenCases.length;
  if (cases === 1 && all > 1) return 'All other golden cases hold: most likely this one was changed.';
  const places = new Set(wrong.map(({ t }) => t));
  const count = `${formatCount(cases)} of ${formatCount(all)} golden cases do not hold`;
  if (places.size === 1 && outputs.length > 1) {
    const name = quote(outputs[wrong[0]!.t]!.name);
    return `${count}, all of them in ${name} alone: how it is scaled back was changed, or its weights in the last layer.`;
  }
  return `${count}: weights or scaling were changed.`;
}
