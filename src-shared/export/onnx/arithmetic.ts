import { int, ints } from '../../onnx/attributes.ts';
import type { GraphBuilder } from '../../onnx/graph-builder.ts';
import { ELEMENT_TYPES } from '../../onnx/onnx-model.ts';
import type { NumberType } from '../../onnx/tensors.ts';

/* What the parts of a graph have in common. Values are rows of numbers: shape [N, …], in float64 unless it is said. */

/** A number for each column. */
export function row(
  graph: GraphBuilder,
  name: string,
  values: ArrayLike<number>,
  type: NumberType = 'double',
): string {
  return graph.numbers(name, type, [values.length], values);
}

export function cast(graph: GraphBuilder, value: string, to: NumberType, name: string): string {
  return graph.add('Cast', [value], { name, attributes: [int('to', ELEMENT_TYPES[to])] });
}

/** Some columns of a value of `width` columns, in the order asked for; the value itself where those are all, as they are. */
export function columns(
  graph: GraphBuilder,
  value: string,
  width: number,
  places: readonly number[],
  name: string,
): string {
  if (places.length === width && places.every((place, k) => place === k)) return value;
  const indices = row(graph, `${name}_places`, places, 'int64');
  return graph.add('Gather', [value, indices], { name, attributes: [int('axis', 1)] });
}

/** Values side by side. */
export function sideBySide(graph: GraphBuilder, values: readonly string[], name: string): string {
  if (values.length === 1) return values[0]!;
  return graph.add('Concat', values, { name, attributes: [int('axis', 1)] });
}

/** The largest of each row: shape [N, 1]. */
export function largestOfRow(graph: GraphBuilder, value: string, name: string): string {
  return graph.add('ReduceMax', [value], { name, attributes: [ints('axes', [1])] });
}

/**
 * sign(x) · ln(1 + |x|). ONNX has no log1p, so as Goldberg, "What every computer scientist should know about
 * floating-point arithmetic" (1991), theorem 4: with u = 1 + a, ln(1 + a) = ln(u) · a / (u − 1), and a where u is 1.
 */
export function signedLog(graph: GraphBuilder, x: string): string {
  const one = graph.scalar(1);
  const size = graph.add('Abs', [x], { name: 'log_size' });
  const more = graph.add('Add', [size, one], { name: 'log_1_plus' });
  const correction = graph.add('Div', [size, graph.add('Sub', [more, one])]);
  const log = graph.add('Mul', [graph.add('Log', [more]), correction]);
  const exact = graph.add('Where', [graph.add('Equal', [more, one]), size, log], { name: 'log1p' });
  return graph.add('Mul', [graph.add('Sign', [x]), exact], { name: 'signed_log' });
}

/**
 * sign(x) · (e^|x| − 1), the inverse of `signedLog`. ONNX has no expm1: with u = eᵃ it is (u − 1) · a / ln(u) for small a
 * (W. Kahan, after Higham, "Accuracy and Stability of Numerical Algorithms" (2002), 1.14.1), and a where u is 1.
 */
export function signedExponential(graph: GraphBuilder, x: string): string {
  const one = graph.scalar(1);
  const size = graph.add('Abs', [x], { name: 'exp_size' });
  const power = graph.add('Exp', [size], { name: 'exp' });
  const difference = graph.add('Sub', [power, one], { name: 'exp_minus_1' });
  const correction = graph.add('Div', [size, graph.add('Log', [power])]);
  const small = graph.add('Where', [
    graph.add('Equal', [power, one]),
    size,
    graph.add('Mul', [difference, correction]),
  ]);
  const exact = graph.add('Where', [graph.add('Less', [size, one]), small, difference], { name: 'expm1' });
  return graph.add('Mul', [graph.add('Sign', [x]), exact], { name: 'signed_exp' });
}
