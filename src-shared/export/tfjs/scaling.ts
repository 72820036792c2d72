import { createEncoder } from '../../data/encode.ts';
import type { ModelInput, ModelOutput } from '../../model/model-file.ts';
import { type Affine, UNCHANGED } from './affine.ts';

/*
 * What of scaling stands inside of a TensorFlow.js model. It computes in float32, with a relative error of 6e-8: raw
 * values that are large beside their spread (seconds since 1970) would lose what tells them apart, so those are scaled
 * before the model, in float64. Logarithms are no standard layer.
 */

/** Largest raw value in training ÷ scale: the error stays below 2e-6 of the scale. */
const LARGEST_RATIO = 32;
/** Whole numbers have no error up to 2²⁴; beside them stands a mean that fills in, with one below 2e-5. */
const LARGEST_RATIO_OF_WHOLE = 256;
/** Far from the ends of float32, so that no product of two such numbers is lost. */
const SMALLEST_SCALE = 1e-15;
const LARGEST_SCALE = 1e15;

/** Whether the model takes this input raw. */
export function isScaledInside(input: ModelInput): boolean {
  if ('levels' in input) return input.encoding === 'ordinal' && input.missing?.fill !== null;
  const ratio = input.type === 'integer' ? LARGEST_RATIO_OF_WHOLE : LARGEST_RATIO;
  return fitsFloat32(input, ratio);
}

/** Whether the model gives this output raw. */
export function isUnscaledInside(output: ModelOutput): boolean {
  return fitsFloat32(output, LARGEST_RATIO);
}

function fitsFloat32({ transform, range }: Pick<ModelOutput, 'transform' | 'range'>, ratio: number): boolean {
  const { kind, shift, scale } = transform;
  const largest = Math.max(...[range.min, range.max, shift].map(Math.abs));
  return kind !== 'log' && scale > SMALLEST_SCALE && scale < LARGEST_SCALE && largest <= ratio * scale;
}

/**
 * Raw values → scaled ones, for each value that goes into the network. The mean comes off first, so that nothing
 * cancels; what its rounding to float32 leaves over is in beta.
 */
export function inputScaling(inputs: readonly ModelInput[]): Affine[] {
  return inputs.flatMap((input) => {
    const values = Array.from({ length: createEncoder(input).features }, () => UNCHANGED);
    const { shift, scale } = input.transform;
    const mean = Math.fround(shift);
    if (isScaledInside(input)) values[0] = { mean, gamma: 1 / scale, beta: (mean - shift) / scale };
    return values;
  });
}

/** Scaled answers → raw ones. */
export function outputScaling(outputs: readonly ModelOutput[]): Affine[] {
  return outputs.map((output) =>
    isUnscaledInside(output)
      ? { mean: 0, gamma: output.transform.scale, beta: output.transform.shift }
      : UNCHANGED,
  );
}
