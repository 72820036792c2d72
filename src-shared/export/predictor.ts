import { scaleValue, unscaleValue } from '../data/transforms.ts';
import { activationFunctions } from '../engine/activations.ts';
import type { ModelFile, ModelLayer } from '../model/model-file.ts';

/** One row of raw inputs → one row of raw outputs. */
export type Predictor = (inputs: readonly number[]) => number[];

/**
 * A model file → what it computes, in float64, whatever precision it was trained in. The try-it form, the command line,
 * `verify` and the golden cases all ask this one function, so they cannot disagree.
 */
export function createPredictor(model: Pick<ModelFile, 'inputs' | 'outputs' | 'layers'>): Predictor {
  return (raw) => {
    const scaled = model.inputs.map((column, i) => scaleValue(column.transform, raw[i]!));
    const answers = model.layers.reduce(applyLayer, scaled);
    return model.outputs.map((column, t) => unscaleValue(column.transform, answers[t]!));
  };
}

function applyLayer(input: readonly number[], { W, b, activation }: ModelLayer): number[] {
  const { value } = activationFunctions[activation];
  return W.map((row, o) => {
    let sum = b[o]!;
    for (let i = 0; i < row.length; i++) sum += row[i]! * input[i]!;
    return value(sum);
  });
}
