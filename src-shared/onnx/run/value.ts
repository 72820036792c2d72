import { AppError } from '../../core/errors.ts';
import { ELEMENT_TYPES, type ElementType, type OnnxNode, type OnnxTensor } from '../onnx-model.ts';
import { elementsOf, elementTypeName, tensorNumbers, tensorTexts } from '../tensors.ts';

/** A tensor while a graph runs: of shape `dims`, the last counted fastest. `bool` is 0 and 1. */
export interface NumberValue {
  readonly type: Exclude<ElementType, 'string'>;
  readonly dims: readonly number[];
  readonly data: ArrayLike<number>;
}

export interface TextValue {
  readonly type: 'string';
  readonly dims: readonly number[];
  readonly data: readonly string[];
}

export type Value = NumberValue | TextValue;

/** What computes the outputs of a node from its inputs. */
export type Operator = (node: OnnxNode, inputs: readonly (Value | undefined)[]) => Value[];

/** Numbers of a type: float32 is rounded to, everything else fits float64. */
export function numberValue(
  type: NumberValue['type'],
  dims: readonly number[],
  data: ArrayLike<number>,
): NumberValue {
  return { type, dims, data: type === 'float' ? Float32Array.from(data) : data };
}

export function valueOf(tensor: OnnxTensor): Value {
  const { dims, dataType } = tensor;
  if (dataType === ELEMENT_TYPES.string) return { type: 'string', dims, data: tensorTexts(tensor) };
  return numberValue(elementTypeName(dataType) as NumberValue['type'], dims, tensorNumbers(tensor));
}

/** The input at a place, which must hold numbers. Throws INVALID_VALUE. */
export function numbersAt(
  node: OnnxNode,
  inputs: readonly (Value | undefined)[],
  place: number,
): NumberValue {
  const value = inputs[place];
  if (value === undefined) throw refused(node, `input ${String(place + 1)} is left out`);
  if (value.type === 'string')
    throw refused(node, `input ${String(place + 1)} holds texts in place of numbers`);
  return value;
}

/** Rows and columns of a table. Throws INVALID_VALUE for any other shape. */
export function tableDims(node: OnnxNode, { dims }: Value): readonly [rows: number, columns: number] {
  const [rows, columns] = dims;
  if (dims.length === 2 && rows !== undefined && columns !== undefined) return [rows, columns];
  throw refused(node, `an input of ${String(dims.length)} dimensions is no table`);
}

export function refused({ name, opType, output }: OnnxNode, why: string): AppError {
  const at = name === '' ? (output[0] ?? opType) : name;
  return new AppError('INVALID_VALUE', `${at}: Ninestep cannot run this ${opType}: ${why}.`, { at });
}

/** For each element of the result, the place of the one that goes with it in a value of shape `dims`. */
export function broadcastPlaces(dims: readonly number[], to: readonly number[]): Int32Array {
  const places = new Int32Array(elementsOf(to));
  const missing = to.length - dims.length;
  for (let k = 0; k < places.length; k++) {
    let [rest, place, stride] = [k, 0, 1];
    for (let d = to.length - 1; d >= 0; d--) {
      const at = rest % to[d]!;
      rest = (rest - at) / to[d]!;
      const length = dims[d - missing] ?? 1;
      if (length > 1) place += at * stride;
      stride *= length;
    }
    places[k] = place;
  }
  return places;
}

/** The shape that all of these go with: where one has length 1, or no such dimension, it is repeated. */
export function broadcastDims(node: OnnxNode, shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((dims) => dims.length));
  return Array.from({ length: rank }, (_, d) => {
    const lengths = shapes.map((dims) => dims[d - rank + dims.length] ?? 1);
    const length = lengths.find((own) => own !== 1) ?? 1;
    if (lengths.some((own) => own !== 1 && own !== length)) {
      throw refused(
        node,
        `shapes ${shapes.map((dims) => `[${dims.join(', ')}]`).join(' and ')} do not go together`,
      );
    }
    return length;
  });
}
