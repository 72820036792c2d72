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
 * A model file → what it computes, in float64, whatever precision it was trained in. The try-it form, the command line,
 * `verify` and the golden cases all ask this one function, so they cannot disagree.
 */
export function createPredictor(model: ComputingPart): Predictor {
  const readers = model.inputs.map(createCellReader);
  const columns = readers.map(() => new Float64Array(1));
  const predict = createRowsPredictor(model);
  return (raw) => {
    readers.forEach((read, i) => {
      columns[i]![0] = read(raw[i]!);
    });
    return Array.from(predict(columns, 1));
  };
}

/**
 * N rows whose cells are read already, as `createCellReader` gives them → raw outputs.
 *
 * Shapes: a column [N] for each input → [N, T]. What a call gives is written over by the next.
 */
export type RowsPredictor = (columns: readonly Float64Array[], N: number) => Float64Array;

/** As `createPredictor`, with the same bits, for many rows in a call. */
export function createRowsPredictor(model: ComputingPart): RowsPredictor {
  const encode = createRowsEncoder(model);
  const forward = createForward(model.layers, encode.features);
  const { outputs } = model;
  return (columns, N) => {
    const values = forward(encode.rows(columns, N), N);
    for (let n = 0; n < N; n++) {
      outputs.forEach(({ transform }, t) => {
        const k = n * outputs.length + t;
        values[k] = unscaleValue(transform, values[k]!);
      });
    }
    return values;
  };
}

/** Encodes a column [N] of each input as `features` values a row: [N, features]. */
function createRowsEncoder({ inputs }: ComputingPart) {
  const encoders = inputs.map(createEncoder);
  const features = encoders.reduce((sum, encoder) => sum + encoder.features, 0);
  let memory = new Float64Array(0);
  return {
    features,
    rows(columns: readonly Float64Array[], N: number): Float64Array {
      if (memory.length < N * features) memory = new Float64Array(N * features);
      let first = 0;
      let place = 0;
      const take = (value: number, feature: number): void => {
        memory[place + feature] = value;
      };
      encoders.forEach((encoder, i) => {
        for (let n = 0; n < N; n++) {
          place = n * features + first;
          encoder.encode(columns[i]![n]!, take);
        }
        first += encoder.features;
      });
      return memory.subarray(0, N * features);
    },
  };
}
