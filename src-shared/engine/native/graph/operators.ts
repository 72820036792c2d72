import { float, int, ints } from '../../../onnx/attributes.ts';
import type { GraphBuilder } from '../../../onnx/graph-builder.ts';
import { ELEMENT_TYPES } from '../../../onnx/onnx-model.ts';
import type { NumberType } from '../../../onnx/tensors.ts';

/** A value of the graph by its name, or a number that goes with every element. */
export type Operand = string | number;

/** α·A·B + β·C of `Gemm`: which of A and B are taken transposed, and C where there is one, broadcast to the product. */
export interface Product {
  readonly transA?: boolean;
  readonly transB?: boolean;
  readonly addend?: string;
  readonly beta?: number;
}

/** A slope that float32 can hold. */
const STEEP = 3e38;

/** The arithmetic of a graph in float32, spelled as it is written on paper. */
export type Operators = ReturnType<typeof operators>;

/**
 * What may be done to the values of a graph; every function adds a node and returns the name of what it computes.
 *
 * Shapes: elementwise operators broadcast as NumPy does; `matrixProduct` takes matrices; sums along an axis keep it, with
 * length 1.
 * Source: Operators.md of ONNX, opset 17. Only operators that ONNX Runtime has for float32 on every processor.
 */
export function operators(graph: GraphBuilder) {
  const value = (operand: Operand): string =>
    typeof operand === 'number' ? graph.scalar(operand, 'float') : operand;
  const unary = (opType: string) => (x: string) => graph.add(opType, [x]);
  const binary = (opType: string) => (a: Operand, b: Operand) => graph.add(opType, [value(a), value(b)]);
  const shape = (dims: readonly number[]) => graph.numbers('dims', 'int64', [dims.length], dims);
  const reduce = (opType: string) => (x: string, axis: number) =>
    graph.add(opType, [x], { attributes: [ints('axes', [axis])] });
  return {
    add: binary('Add'),
    subtract: binary('Sub'),
    multiply: binary('Mul'),
    divide: binary('Div'),
    larger: binary('Max'),
    smaller: binary('Min'),
    isGreater: binary('Greater'),
    absolute: unary('Abs'),
    exponential: unary('Exp'),
    logarithm: unary('Log'),
    negative: unary('Neg'),
    sign: unary('Sign'),
    squareRoot: unary('Sqrt'),
    tanh: unary('Tanh'),
    inverseTanh: unary('Atanh'),
    reciprocal: unary('Reciprocal'),
    errorFunction: unary('Erf'),
    relu: unary('Relu'),
    sigmoid: unary('Sigmoid'),
    /** 1 where x is above 0, else 0, in one pass: what is below 1/slope is as good as 0. */
    positive: (x: string) =>
      graph.add('HardSigmoid', [x], { attributes: [float('alpha', STEEP), float('beta', 0)] }),
    transpose: (x: string) => graph.add('Transpose', [x], { attributes: [ints('perm', [1, 0])] }),
    where: (condition: string, a: Operand, b: Operand) => graph.add('Where', [condition, value(a), value(b)]),
    clip: (x: string, lowest: Operand, highest: Operand) =>
      graph.add('Clip', [x, value(lowest), value(highest)]),
    cast: (x: string, to: NumberType) =>
      graph.add('Cast', [x], { attributes: [int('to', ELEMENT_TYPES[to])] }),
    gatherRows: (x: string, rows: string) => graph.add('Gather', [x, rows], { attributes: [int('axis', 0)] }),
    reshape: (x: string, dims: readonly number[]) => graph.add('Reshape', [x, shape(dims)]),
    meanAlong: reduce('ReduceMean'),
    normAlong: reduce('ReduceL2'),
    sumAlong: (x: string, axis: number) =>
      graph.add('ReduceSum', [x, graph.numbers('axes', 'int64', [1], [axis])]),
    sum: (x: string) => graph.add('ReduceSum', [x], { attributes: [int('keepdims', 0)] }),
    sumOfSquares: (x: string) => graph.add('ReduceSumSquare', [x], { attributes: [int('keepdims', 0)] }),
    sumOfSizes: (x: string) => graph.add('ReduceL1', [x], { attributes: [int('keepdims', 0)] }),
    softmax: (x: string, axis: number) => graph.add('Softmax', [x], { attributes: [int('axis', axis)] }),
    logSoftmax: (x: string, axis: number) =>
      graph.add('LogSoftmax', [x], { attributes: [int('axis', axis)] }),
    matrixProduct: (a: string, b: string, { transA, transB, addend, beta }: Product = {}) =>
      graph.add('Gemm', addend === undefined ? [a, b] : [a, b, addend], {
        attributes: [
          ...(transA === true ? [int('transA', 1)] : []),
          ...(transB === true ? [int('transB', 1)] : []),
          ...(beta === undefined ? [] : [float('beta', beta)]),
        ],
      }),
    /** Ones, to sum by a matrix product. */
    ones: (dims: readonly [number, number]) =>
      graph.numbers('ones', 'float', dims, new Float32Array(dims[0] * dims[1]).fill(1)),
    zeros: (dims: readonly number[]) =>
      graph.numbers(
        'zeros',
        'float',
        dims,
        new Float32Array(dims.reduce((product, length) => product * length, 1)),
      ),
    joined: (values: readonly string[]) =>
      values.length === 1 ? values[0]! : graph.add('Concat', values, { attributes: [int('axis', 0)] }),
    /** Pieces of these lengths along the first axis. */
    split: (x: string, lengths: readonly number[]) => {
      const pieces = lengths.map(() => graph.reserve('piece'));
      graph.addSeveral('Split', [x, shape(lengths)], pieces, { attributes: [int('axis', 0)] });
      return pieces;
    },
  };
}
