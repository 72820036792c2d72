import { AppError } from '../core/errors.ts';
import { quote } from '../core/text.ts';
import { ELEMENT_TYPES, type ElementType, type OnnxTensor } from './onnx-model.ts';

/**
 * The types of numbers that Ninestep writes and reads, with how they lie in `rawData`: little-endian, which is how every
 * machine that runs Ninestep holds them in memory, too.
 */
const ARRAYS = {
  float: Float32Array,
  double: Float64Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
} as const;
export type NumberType = keyof typeof ARRAYS;

const EMPTY: OnnxTensor = {
  dims: [],
  dataType: 0,
  floatData: [],
  int32Data: [],
  stringData: [],
  int64Data: [],
  name: '',
  rawData: undefined,
  doubleData: [],
  uint64Data: [],
  docString: '',
  externalData: [],
  dataLocation: 0,
};

/** A tensor of numbers; `values` has as many as `dims` multiply to, the last dimension counted fastest. */
export function numberTensor(
  name: string,
  type: NumberType,
  dims: readonly number[],
  values: ArrayLike<number>,
): OnnxTensor {
  const elements =
    type === 'int64' ? BigInt64Array.from(values, (value) => BigInt(value)) : new ARRAYS[type](values);
  const rawData = new Uint8Array(elements.buffer);
  return { ...EMPTY, name, dims: [...dims], dataType: ELEMENT_TYPES[type], rawData };
}

export function textTensor(name: string, dims: readonly number[], values: readonly string[]): OnnxTensor {
  return { ...EMPTY, name, dims: [...dims], dataType: ELEMENT_TYPES.string, stringData: [...values] };
}

const NAMES: ReadonlyMap<number, ElementType> = new Map(
  Object.entries(ELEMENT_TYPES).map(([name, number]) => [number, name as ElementType]),
);

/** The name of a type of element, or "type 23" for one that Ninestep does not know. */
export function elementTypeName(dataType: number): string {
  return NAMES.get(dataType) ?? `type ${String(dataType)}`;
}

/** How many elements these dimensions hold. */
export function elementsOf(dims: readonly number[]): number {
  return dims.reduce((product, length) => product * length, 1);
}

/**
 * The numbers of a tensor, wherever they lie in it, the last dimension counted fastest. Throws INVALID_VALUE, with the
 * tensor's name, where they are of a type that Ninestep does not read, in another file, or not as many as `dims` say.
 */
export function tensorNumbers(tensor: OnnxTensor): Float64Array {
  const type = numberTypeOf(tensor);
  if (type === null) throw unreadable(tensor, `holds ${elementTypeName(tensor.dataType)}, not numbers`);
  check(tensor);
  if (tensor.rawData === undefined) return Float64Array.from(typedNumbers(tensor));
  // A copy, since no element may begin where the bytes lie in the file; not by `slice`, which for Node's Buffer is none.
  const { buffer } = new Uint8Array(tensor.rawData);
  return type === 'int64'
    ? Float64Array.from(new BigInt64Array(buffer), Number)
    : new Float64Array(new ARRAYS[type](buffer));
}

/** The texts of a tensor; see `tensorNumbers`. */
export function tensorTexts(tensor: OnnxTensor): readonly string[] {
  if (tensor.dataType !== ELEMENT_TYPES.string) {
    throw unreadable(tensor, `holds ${elementTypeName(tensor.dataType)}, not texts`);
  }
  check(tensor);
  return tensor.stringData;
}

function numberTypeOf({ dataType }: OnnxTensor): NumberType | null {
  const type = NAMES.get(dataType);
  return type !== undefined && type in ARRAYS ? (type as NumberType) : null;
}

/** Numbers that are not in `rawData` lie in a list by their type; short types in that of int32. */
function typedNumbers({ floatData, doubleData, int64Data, int32Data, dataType }: OnnxTensor): number[] {
  switch (dataType) {
    case ELEMENT_TYPES.float:
      return floatData;
    case ELEMENT_TYPES.double:
      return doubleData;
    case ELEMENT_TYPES.int64:
      return int64Data;
    default:
      return int32Data;
  }
}

function check(tensor: OnnxTensor): void {
  const problem = problemOf(tensor);
  if (problem !== null) throw unreadable(tensor, problem);
}

/** Why the elements of a tensor cannot be read; null where they can. */
export function problemOf(tensor: OnnxTensor): string | null {
  const { dims, dataType, rawData, stringData } = tensor;
  const type = numberTypeOf(tensor);
  const isText = dataType === ELEMENT_TYPES.string;
  if (type === null && !isText) return `holds ${elementTypeName(dataType)}, which Ninestep does not read`;
  if (tensor.dataLocation !== 0 || tensor.externalData.length > 0) return 'is kept in another file';
  const expected = elementsOf(dims);
  const found = isText
    ? stringData.length
    : rawData === undefined
      ? typedNumbers(tensor).length
      : rawData.length / ARRAYS[type!].BYTES_PER_ELEMENT;
  if (found === expected && dims.every((length) => length >= 0)) return null;
  return `has ${String(found)} values where its shape says ${String(expected)}`;
}

function unreadable({ name }: OnnxTensor, problem: string): AppError {
  return new AppError(
    'INVALID_VALUE',
    `${quote(name)}: This tensor ${problem}. Export the model again, with float or double weights inside the file.`,
    { at: name },
  );
}
