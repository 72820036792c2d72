import { z } from 'zod';

/*
 * A value made of objects, lists, texts, numbers and typed arrays → JSON for all but the arrays, and the arrays as they lie
 * in memory. Nothing is rounded: what JSON cannot say of a number is spelt out.
 */

const ARRAY_TYPES = { float32: Float32Array, float64: Float64Array, uint32: Uint32Array } as const;
type ArrayType = keyof typeof ARRAY_TYPES;
export type StateArray = InstanceType<(typeof ARRAY_TYPES)[ArrayType]>;

const ODD_NUMBERS = new Map<string, number>([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['-0', -0],
]);

/** What stands in the JSON for a typed array or for a number that JSON does not have. */
const arrayMark = z.strictObject({
  $array: z.int().min(0),
  type: z.enum(Object.keys(ARRAY_TYPES) as [ArrayType, ...ArrayType[]]),
  length: z.int().min(0),
});
const numberMark = z.strictObject({ $number: z.enum([...ODD_NUMBERS.keys()] as [string, ...string[]]) });

/** Arrays start at multiples of so many bytes, so that they can be read where they lie. */
export const ALIGNMENT = 8;

export function encodeState(value: unknown): { json: string; arrays: StateArray[] } {
  const arrays: StateArray[] = [];
  const encode = (part: unknown): unknown => {
    if (typeof part === 'number') return encodeNumber(part);
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return part.map(encode);
    if (ArrayBuffer.isView(part)) {
      const array = part as StateArray;
      arrays.push(array);
      return { $array: arrays.length - 1, type: typeOf(array), length: array.length };
    }
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, encode(item)]));
  };
  return { json: JSON.stringify(encode(value)), arrays };
}

/** The value again. Throws where the arrays are not all there. */
export function decodeState(value: unknown, bytes: Uint8Array): unknown {
  let offset = 0;
  let count = 0;
  const takeArray = (mark: z.infer<typeof arrayMark>): StateArray => {
    if (mark.$array !== count) throw new RangeError('The arrays are not in order.');
    const ArrayOfType = ARRAY_TYPES[mark.type];
    const end = offset + mark.length * ArrayOfType.BYTES_PER_ELEMENT;
    if (end > bytes.byteLength) throw new RangeError('An array is not whole.');
    const own = bytes.slice(offset, end);
    count += 1;
    offset = Math.ceil(end / ALIGNMENT) * ALIGNMENT;
    return new ArrayOfType(own.buffer);
  };
  const decode = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return part.map(decode);
    const array = arrayMark.safeParse(part);
    if (array.success) return takeArray(array.data);
    const number = numberMark.safeParse(part);
    if (number.success) return ODD_NUMBERS.get(number.data.$number);
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, decode(item)]));
  };
  const decoded = decode(value);
  if (offset !== bytes.byteLength) throw new RangeError('There is more than the arrays.');
  return decoded;
}

function encodeNumber(value: number): unknown {
  return Number.isFinite(value) && !Object.is(value, -0)
    ? value
    : { $number: Object.is(value, -0) ? '-0' : String(value) };
}

function typeOf(array: StateArray): ArrayType {
  const found = (Object.keys(ARRAY_TYPES) as ArrayType[]).find((type) => array instanceof ARRAY_TYPES[type]);
  if (found === undefined) throw new TypeError('A checkpoint holds float32, float64 and uint32 arrays only.');
  return found;
}
