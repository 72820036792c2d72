import { createEncoder } from '../data/encode.ts';
import { unscaleValue } from '../data/transforms.ts';
import type { RawValue } from '../model/column-catalog.ts';
import type { ModelFile } from '../model/model-file.ts';
import { type ComputingLayer, createForward } from './forward.ts';
import { createCellReader } from './read-cell.ts';

/** One row of raw inputs → one row of raw outputs. Throws INVALID_VALUE where the model cannot take a cell. */
export type Predictor = (inputs: readonly RawValue[]) => number[];

/** What of a model file computes. */
export type ComputingPart = Pick<ModelFile, 'inputs' | 'outputs'> & {
  readonly layers: readonly ComputingLayer[];
};

/**
 * A model file → what it computes, in float64, whatever precision it was trained in. The try-it form, `verify`, the library and
 * the golden cases all ask this one function, so they cannot disagree. Tables are answered by an `Answerer`.
 */
export function createPredictor(model: ComputingPart): Predictor {
  const readers = model.inputs.map(createCellReader);
  const encoders = model.inputs.map(createEncoder);
  const features = encoders.reduce((sum, encoder) => sum + encoder.features, 0);
  const row = new Float64Array(features);
  const forward = createForward(model.layers, features);
  return (raw) => {
    let first = 0;
    encoders.forEach((encoder, i) => {
      encoder.encode(readers[i]!(raw[i]!), (value, feature) => {
        row[first + feature] = value;
      });
      first += encoder.features;
    });
    const values = forward(row);
    return model.outputs.map(({ transform }, t) => unscaleValue(transform, values[t]!));
  };
}
