import type { OnnxNode } from './onnx-model.ts';
import { floatOf } from './read-attributes.ts';

/* What operators do to numbers, one by one, for running graphs and for reading them alike. Source: Operators.md of ONNX. */

/** Activations with a slope or a height: a node → what it does. */
export const BENT_FUNCTIONS: Readonly<Record<string, (node: OnnxNode) => (x: number) => number>> = {
  LeakyRelu: (node) => {
    const alpha = floatOf(node, 'alpha', 0.01);
    return (x) => (x < 0 ? alpha * x : x);
  },
  Elu: (node) => {
    const alpha = floatOf(node, 'alpha', 1);
    return (x) => (x < 0 ? alpha * Math.expm1(x) : x);
  },
  Selu: (node) => {
    const alpha = floatOf(node, 'alpha', 1.6732632423543772);
    const gamma = floatOf(node, 'gamma', 1.0507009873554805);
    return (x) => gamma * (x <= 0 ? alpha * Math.expm1(x) : x);
  },
};

/** Operators of two values. */
export const BINARY_FUNCTIONS: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Pow: (a, b) => a ** b,
  Max: Math.max,
  Min: Math.min,
};
