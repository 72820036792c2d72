import type { FloatArray } from '../../core/float-array.ts';
import type { LayerShape } from '../../model/network.ts';
import { parameterOffsets } from '../parameters.ts';

/**
 * Each layer's own part of a flat array of parameters or gradients, as windows; null for a layer without parameters.
 *
 * Shapes: flat [P], each window [parameters of the layer].
 * Source: the layout of `Machine.parameters`.
 */
export function ofEachLayer(flat: FloatArray, shapes: readonly LayerShape[]): (FloatArray | null)[] {
  const offsets = parameterOffsets(shapes);
  return shapes.map(({ parameters }, l) =>
    parameters === 0 ? null : flat.subarray(offsets[l], offsets[l]! + parameters),
  );
}

/**
 * Euclidean length √Σ x², summed in float64.
 *
 * Shapes: values of any length.
 * Source: the definition.
 */
export function euclideanNorm(values: FloatArray): number {
  return Math.sqrt(sumOfSquares(values));
}

/**
 * Σ x², summed in float64.
 *
 * Shapes: values of any length.
 * Source: the definition.
 */
export function sumOfSquares(values: FloatArray): number {
  const { length } = values;
  let sum = 0;
  // By place: cold code walks along an iterator five times as long, and this is a million numbers.
  for (let k = 0; k < length; k++) sum += values[k]! * values[k]!;
  return sum;
}

/**
 * ‖after − before‖ / ‖before‖ of each layer; null where a layer has no parameters or all of them were zero.
 *
 * Shapes: before, after [P]; one ratio a layer.
 * Source: Karpathy, "CS231n: Neural Networks Part 3" (2016), "Ratio of weights:updates".
 */
export function updateRatios(
  before: FloatArray,
  after: FloatArray,
  shapes: readonly LayerShape[],
): (number | null)[] {
  const laterOnes = ofEachLayer(after, shapes);
  return ofEachLayer(before, shapes).map((earlier, l) => {
    if (earlier === null) return null;
    const later = laterOnes[l]!;
    let moved = 0;
    for (let k = 0; k < earlier.length; k++) moved += (later[k]! - earlier[k]!) ** 2;
    const norm = euclideanNorm(earlier);
    return norm > 0 ? Math.sqrt(moved) / norm : null;
  });
}
