import { AppError } from '../../core/errors.ts';
import type { TfjsLayer, TfjsWeightSpec } from './topology.ts';

const BYTES = Float32Array.BYTES_PER_ELEMENT;

/** All weights one after the other, as float32 with the least significant byte first, and where each lies. */
export function packWeights(layers: readonly TfjsLayer[]): { specs: TfjsWeightSpec[]; bytes: Uint8Array } {
  const all = layers.flatMap((layer) =>
    layer.weights.map((weight) => ({ ...weight, name: `${layer.name}/${weight.name}`, at: layer.at })),
  );
  const count = all.reduce((sum, { values }) => sum + values.length, 0);
  const view = new DataView(new ArrayBuffer(count * BYTES));
  let offset = 0;
  for (const { name, values, at } of all) {
    for (const value of values) {
      view.setFloat32(offset, inFloat32(value, name, at), true);
      offset += BYTES;
    }
  }
  return {
    specs: all.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
    bytes: new Uint8Array(view.buffer),
  };
}

function inFloat32(value: number, name: string, at: string): number {
  const rounded = Math.fround(value);
  if (Number.isFinite(rounded)) return rounded;
  throw new AppError(
    'INVALID_VALUE',
    `${at}: ${name} holds ${String(value)}, which is too large for TensorFlow.js: it computes in float32. ` +
      'Export Ninestep JSON, JavaScript or Python instead; they keep float64.',
    { at },
  );
}

/**
 * The arrays of a file of weights by their names, in what they are listed in. Throws a plain error where the bytes are
 * not exactly those of the list.
 */
export function unpackWeights(
  specs: readonly TfjsWeightSpec[],
  bytes: Uint8Array,
): ReadonlyMap<string, Float32Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  const arrays = specs.map(({ name, shape }) => {
    const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
    for (let k = 0; k < values.length; k++, offset += BYTES) values[k] = view.getFloat32(offset, true);
    return [name, values] as const;
  });
  if (offset !== bytes.length)
    throw new Error(`${String(bytes.length)} bytes of weights instead of ${String(offset)}.`);
  return new Map(arrays);
}
