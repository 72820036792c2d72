import { errorFunction } from '../../core/error-function.ts';
import { BENT_FUNCTIONS, BINARY_FUNCTIONS } from '../number-functions.ts';
import type { OnnxNode } from '../onnx-model.ts';
import {
  broadcastDims,
  broadcastPlaces,
  type NumberValue,
  numbersAt,
  numberValue,
  type Operator,
  refused,
  type Value,
} from './value.ts';

/* Operators that take each element alone. Their formulas are those of docs/Operators.md of the ONNX project. */

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

function softplus(z: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}

const UNARY: Readonly<Record<string, (z: number) => number>> = {
  Abs: Math.abs,
  Cos: Math.cos,
  Erf: errorFunction,
  Exp: Math.exp,
  Floor: Math.floor,
  Log: Math.log,
  Neg: (z) => -z,
  Relu: (z) => (z < 0 ? 0 : z),
  Sigmoid: sigmoid,
  Sign: Math.sign,
  Sin: Math.sin,
  Softplus: softplus,
  Softsign: (z) => z / (1 + Math.abs(z)),
  Sqrt: Math.sqrt,
  Tanh: Math.tanh,
};

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  Equal: (a, b) => a === b,
  Greater: (a, b) => a > b,
  GreaterOrEqual: (a, b) => a >= b,
  Less: (a, b) => a < b,
  LessOrEqual: (a, b) => a <= b,
};

function unary(make: (node: OnnxNode) => (z: number) => number): Operator {
  return (node, inputs) => {
    const { type, dims, data } = numbersAt(node, inputs, 0);
    return [numberValue(type, dims, Float64Array.from(data, make(node)))];
  };
}

function binary(compute: (a: number, b: number) => number, type?: NumberValue['type']): Operator {
  return (node, inputs) => {
    const [a, b] = [numbersAt(node, inputs, 0), numbersAt(node, inputs, 1)];
    if (inputs.length > 2) throw refused(node, 'it has more than two inputs');
    const dims = broadcastDims(node, [a.dims, b.dims]);
    const [placesA, placesB] = [broadcastPlaces(a.dims, dims), broadcastPlaces(b.dims, dims)];
    const data = Float64Array.from(placesA, (place, k) => compute(a.data[place]!, b.data[placesB[k]!]!));
    return [numberValue(type ?? a.type, dims, data)];
  };
}

/** Where the first input holds the second's element, else the third's: of numbers and of texts. */
const where: Operator = (node, inputs) => {
  const condition = numbersAt(node, inputs, 0);
  const [, yes, no] = inputs;
  if (yes === undefined || no === undefined) throw refused(node, 'an input is left out');
  const dims = broadcastDims(node, [condition.dims, yes.dims, no.dims]);
  const asked = broadcastPlaces(condition.dims, dims);
  const [placesYes, placesNo] = [broadcastPlaces(yes.dims, dims), broadcastPlaces(no.dims, dims)];
  const choose = <T>(a: ArrayLike<T>, b: ArrayLike<T>): T[] =>
    Array.from(asked, (place, k) => (condition.data[place] === 0 ? b[placesNo[k]!]! : a[placesYes[k]!]!));
  return [chosen(node, yes, no, dims, choose)];
};

function chosen(
  node: OnnxNode,
  yes: Value,
  no: Value,
  dims: number[],
  choose: <T>(a: ArrayLike<T>, b: ArrayLike<T>) => T[],
): Value {
  if (yes.type === 'string' && no.type === 'string') {
    return { type: 'string', dims, data: choose(yes.data, no.data) };
  }
  if (yes.type === 'string' || no.type === 'string') throw refused(node, 'it mixes texts and numbers');
  return numberValue(yes.type, dims, choose(yes.data, no.data));
}

function mapped<A, B>(table: Readonly<Record<string, A>>, make: (entry: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(table).map(([name, entry]) => [name, make(entry)]));
}

export const ELEMENTWISE: Readonly<Record<string, Operator>> = {
  ...mapped(UNARY, (compute) => unary(() => compute)),
  ...mapped(BENT_FUNCTIONS, unary),
  ...mapped(BINARY_FUNCTIONS, (compute) => binary(compute)),
  ...mapped(COMPARISONS, (holds) => binary((a, b) => Number(holds(a, b)), 'bool')),
  Not: unary(() => (z) => Number(z === 0)),
  Where: where,
};
