import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { LIMITS } from '../../core/limits.ts';
import { formatBytes, quote } from '../../core/text.ts';
import { refuseFile } from '../foreign-model.ts';

/** Numbers of one weight, the last dimension counted fastest. */
export interface KerasWeight {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** Reads a file beside the one that is imported, by its plain name. */
export type ReadBeside = (name: string) => Promise<Uint8Array>;

const quantization = z.looseObject({
  dtype: z.enum(['uint8', 'uint16', 'float16']),
  scale: z.number().optional(),
  min: z.number().optional(),
});

const weight = z.looseObject({
  name: z.string().max(LIMITS.textLength),
  shape: z.array(z.int().min(0).max(LIMITS.units)).max(4),
  dtype: z.string(),
  quantization: quantization.optional(),
});
type WeightEntry = z.infer<typeof weight>;

/** `weightsManifest` of a TensorFlow.js model. */
export const weightsManifestSchema = z
  .array(
    z.looseObject({ paths: z.array(z.string()).min(1).max(10_000), weights: z.array(weight).max(100_000) }),
  )
  .max(1_000);
export type WeightsManifest = z.infer<typeof weightsManifestSchema>;

/**
 * The weights that a manifest lists, by name. Throws INVALID_VALUE where a file beside has another length than the weights
 * need, and MODEL_UNSUPPORTED for types of numbers that are no weights.
 */
export async function readWeights(
  manifest: WeightsManifest,
  readBeside: ReadBeside,
): Promise<Map<string, KerasWeight>> {
  const found = new Map<string, KerasWeight>();
  let left: number = LIMITS.modelBytes;
  for (const [g, { paths, weights }] of manifest.entries()) {
    const at = `weightsManifest[${String(g)}]`;
    const wanted = weights.reduce((sum, own) => sum + bytesOf(own, at), 0);
    left -= wanted;
    if (left < 0) throw tooLarge(at);
    const bytes = await readPieces(paths, wanted, at, readBeside);
    let offset = 0;
    for (const own of weights) {
      const length = bytesOf(own, at);
      found.set(own.name, {
        shape: own.shape,
        values: numbersIn(own, bytes.slice(offset, offset + length), at),
      });
      offset += length;
    }
  }
  return found;
}

async function readPieces(
  paths: readonly string[],
  wanted: number,
  at: string,
  readBeside: ReadBeside,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(wanted);
  let offset = 0;
  for (const [k, path] of paths.entries()) {
    requirePlain(path, `${at}.paths[${String(k)}]`);
    const piece = await readBeside(path);
    if (offset + piece.length > wanted) break;
    bytes.set(piece, offset);
    offset += piece.length;
  }
  if (offset === wanted) return bytes;
  return refuseFile(
    at,
    `${quote(paths[0])} must hold ${formatBytes(wanted)} of weights in all its pieces, but does not. Put the files of one model side by side.`,
  );
}

/** Only weights beside the model: a file that anyone may have made names no other files of this computer. */
function requirePlain(path: string, at: string): void {
  if (/^[\w.() -]{1,200}\.bin$/.test(path) || /^group\d{1,6}-shard\d{1,6}of\d{1,6}$/.test(path)) return;
  refuseFile(at, `${quote(path)} is no plain name of a file of weights (.bin) beside the model.`);
}

const BYTES: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  uint8: 1,
  bool: 1,
  uint16: 2,
  float16: 2,
};

function bytesOf({ name, shape, dtype, quantization: packed }: WeightEntry, at: string): number {
  const own = packed?.dtype ?? dtype;
  const size = Object.hasOwn(BYTES, own) ? BYTES[own] : undefined;
  if (size !== undefined && (packed === undefined || dtype === 'float32')) {
    return shape.reduce((product, length) => product * length, size);
  }
  return refuseFile(
    at,
    `The weight ${quote(name)} has numbers of type ${quote(dtype)}; Ninestep reads float32.`,
  );
}

function numbersIn(
  { quantization: packed, dtype, name }: WeightEntry,
  bytes: Uint8Array,
  at: string,
): ArrayLike<number> {
  switch (packed?.dtype) {
    case undefined:
      if (dtype === 'float32') return new Float32Array(bytes.buffer);
      if (dtype === 'int32') return new Int32Array(bytes.buffer);
      return bytes;
    case 'float16':
      return Float32Array.from(new Uint16Array(bytes.buffer), halfNumber);
    default: {
      const { scale, min } = packed!;
      if (scale === undefined || min === undefined)
        refuseFile(at, `The packed weight ${quote(name)} lacks its scale.`);
      const places = packed!.dtype === 'uint8' ? bytes : new Uint16Array(bytes.buffer);
      return Float32Array.from(places, (place) => place * scale + min);
    }
  }
}

/** IEEE 754 half precision → number: 1 bit of sign, 5 of exponent, 10 of fraction. */
function halfNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function tooLarge(at: string): AppError {
  return new AppError(
    'FILE_TOO_LARGE',
    `${at}: The weights take more than the ${formatBytes(LIMITS.modelBytes)} that Ninestep reads.`,
    {
      at,
    },
  );
}
