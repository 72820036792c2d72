import { AppError } from '../core/errors.ts';
import { Random } from '../core/random.ts';
import { createPredictor } from '../export/predictor.ts';
import type { GoldenCase, ModelFile, ModelNumberInput } from '../model/model-file.ts';

/** Golden cases that are drawn, beside the middle and the ends of the ranges. */
const DRAWN = 16;

/** A model whose inputs are all plain numbers: that of another program. */
type PlainModel = Pick<ModelFile, 'outputs' | 'layers'> & { inputs: ModelNumberInput[] };

/**
 * Rows around the inputs' ranges with the model's own answers. The same rows for the same ranges. Throws INVALID_VALUE where
 * no answer is a finite number.
 */
export function probeCases(model: PlainModel): GoldenCase[] {
  const ranges = model.inputs.map(({ range }) => range);
  const corners = [
    ranges.map(({ mean }) => mean),
    ranges.map(({ min }) => min),
    ranges.map(({ max }) => max),
  ];
  const predict = createPredictor(model);
  const cases = [...corners, ...probeRows(model.inputs, DRAWN)]
    .map((inputs) => ({ inputs, outputs: predict(inputs) }))
    .filter(({ outputs }) => outputs.every(Number.isFinite));
  if (cases.length > 0) return cases;
  throw new AppError(
    'INVALID_VALUE',
    'layers: The model answers no row with a finite number. It was broken when it was saved.',
    {
      at: 'layers',
    },
  );
}

/** Rows [rows][inputs], normal around the middle of each range, half of which is two deviations. */
export function probeRows(inputs: readonly ModelNumberInput[], rows: number): number[][] {
  const random = new Random(1, 'rows for an imported model');
  return Array.from({ length: rows }, () =>
    inputs.map(({ range }) => range.mean + ((range.max - range.min) / 4) * random.normal()),
  );
}
