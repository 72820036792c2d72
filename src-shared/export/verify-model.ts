import { AppError } from '../core/errors.ts';
import { formatCount, formatNumber } from '../core/text.ts';
import type { ModelFile } from '../model/model-file.ts';
import { layerShapes } from '../model/network.ts';
import { modelChecksum } from './model-json.ts';
import { createPredictor } from './predictor.ts';

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
  checkShapes(model);
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

function checkShapes(model: ModelFile): void {
  const { experiment } = model.training;
  const shapes = layerShapes(experiment.network, model.inputs.length, model.outputs.length);
  if (shapes.length !== model.layers.length) {
    refuseShape('layers', `must hold ${formatCount(shapes.length)} layers, as its experiment says`);
  }
  let width = model.inputs.length;
  model.layers.forEach(({ W, b, shape: [units, inputs] }, k) => {
    const at = `layers[${String(k)}]`;
    if (inputs !== width)
      refuseShape(at, `must take the ${formatCount(width)} values of the layer before it`);
    if (W.length !== units || W.some((row) => row.length !== inputs) || b.length !== units) {
      refuseShape(at, `must hold W and b of the shape it states, ${String(units)}×${String(inputs)}`);
    }
    width = units;
  });
  if (width !== model.outputs.length)
    refuseShape('outputs', `must be ${formatCount(width)}, as the last layer gives`);
  model.goldenCases.forEach((golden, k) => {
    if (golden.inputs.length !== model.inputs.length || golden.outputs.length !== model.outputs.length) {
      refuseShape(`goldenCases[${String(k)}]`, 'must have a number for every input and output');
    }
  });
  checkTestCases(model);
}

function checkTestCases(model: ModelFile): void {
  model.testCases.forEach(({ inputs, expected }, k) => {
    const fits = inputs.length === model.inputs.length;
    if (!fits || (expected !== null && expected.length !== model.outputs.length)) {
      refuseShape(`testCases[${String(k)}]`, 'must have a number for every input and output');
    }
  });
}

function refuseShape(at: string, problem: string): never {
  throw new AppError('INVALID_VALUE', `${at}: The model ${problem}.`, { at });
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
