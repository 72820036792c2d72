import { errorFunction } from '../../core/error-function.ts';
import { activationFunctions } from '../../engine/activations.ts';
import { BENT_FUNCTIONS, BINARY_FUNCTIONS } from '../../onnx/number-functions.ts';
import type { OnnxNode } from '../../onnx/onnx-model.ts';
import { attributeOf, floatOf } from '../../onnx/read-attributes.ts';

export type ScalarFunction = (x: number) => number;

const unit = (name: keyof typeof activationFunctions): (() => ScalarFunction) => {
  return () => activationFunctions[name].value;
};

/** Operators of one value, number by number. Source: Operators.md of ONNX. */
const UNARY: Readonly<Record<string, (node: OnnxNode) => ScalarFunction>> = {
  ...BENT_FUNCTIONS,
  Relu: unit('relu'),
  Sigmoid: unit('sigmoid'),
  Tanh: unit('tanh'),
  Softplus: unit('softplus'),
  Softsign: unit('softsign'),
  Mish: unit('mish'),
  Gelu: (node) =>
    activationFunctions[attributeOf(node, 'approximate')?.s === 'tanh' ? 'gelu-tanh' : 'gelu'].value,
  Swish: (node) => {
    const alpha = floatOf(node, 'alpha', 1);
    return (x) => x / (1 + Math.exp(-alpha * x));
  },
  Celu: (node) => {
    const alpha = floatOf(node, 'alpha', 1);
    return (x) => Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / alpha));
  },
  HardSigmoid: (node) => {
    const [alpha, beta] = [floatOf(node, 'alpha', 0.2), floatOf(node, 'beta', 0.5)];
    return (x) => Math.max(0, Math.min(1, alpha * x + beta));
  },
  HardSwish: () => (x) => x * Math.max(0, Math.min(1, x / 6 + 0.5)),
  ThresholdedRelu: (node) => {
    const alpha = floatOf(node, 'alpha', 1);
    return (x) => (x > alpha ? x : 0);
  },
  Erf: () => errorFunction,
  Exp: () => Math.exp,
  Log: () => Math.log,
  Sqrt: () => Math.sqrt,
  Abs: () => Math.abs,
  Neg: () => (x) => -x,
  Reciprocal: () => (x) => 1 / x,
};

export function unaryOf(node: OnnxNode): ScalarFunction | null {
  return Object.hasOwn(UNARY, node.opType) ? UNARY[node.opType]!(node) : null;
}

export function binaryOf({ opType }: OnnxNode): ((a: number, b: number) => number) | null {
  return Object.hasOwn(BINARY_FUNCTIONS, opType) ? BINARY_FUNCTIONS[opType]! : null;
}
