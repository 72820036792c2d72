/** Numbers as the engine holds them: flat, of the precision of the run. */
export type FloatArray = Float32Array | Float64Array;

export const PRECISIONS = ['float32', 'float64'] as const;
export type Precision = (typeof PRECISIONS)[number];

export const BYTES_PER_NUMBER: Record<Precision, number> = { float32: 4, float64: 8 };

export function createFloatArray(precision: Precision, length: number): FloatArray {
  return precision === 'float32' ? new Float32Array(length) : new Float64Array(length);
}

export function toPrecision(precision: Precision, values: ArrayLike<number>): FloatArray {
  return precision === 'float32' ? Float32Array.from(values) : Float64Array.from(values);
}
