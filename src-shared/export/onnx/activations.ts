import { float, int } from '../../onnx/attributes.ts';
import type { GraphBuilder } from '../../onnx/graph-builder.ts';
import type { Precision } from '../../core/float-array.ts';
import type { Activation } from '../../model/activations.ts';
import { cast } from './arithmetic.ts';

/** A value z → f(z), of the same shape. */
type OnnxActivation = (graph: GraphBuilder, z: string) => string;

const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;
const LEAK = 0.01;

/** One node of ONNX's own. */
function operator(opType: string, ...attributes: ReturnType<typeof float>[]): OnnxActivation {
  return (graph, z) => graph.add(opType, [z], { attributes });
}

/** Operators that the runtimes have for numbers of both lengths, and formulas of such. */
function formulas(type: 'float' | 'double'): Readonly<Record<Activation, OnnxActivation>> {
  const constant = (graph: GraphBuilder, value: number): string => graph.scalar(value, type);
  const times = (graph: GraphBuilder, a: string, b: string): string => graph.add('Mul', [a, b]);
  const scaledBy = (graph: GraphBuilder, z: string, factor: number): string =>
    times(graph, z, constant(graph, factor));
  const plusOne = (graph: GraphBuilder, z: string): string => graph.add('Add', [z, constant(graph, 1)]);

  /** eᶻ − 1 up to 0, and 0 beyond, where the exponential might be too large. */
  const bend = (graph: GraphBuilder, z: string): string => {
    const lower = graph.add('Min', [z, constant(graph, 0)]);
    return graph.add('Sub', [graph.add('Exp', [lower]), constant(graph, 1)]);
  };
  const elu: OnnxActivation = (graph, z) => graph.add('Add', [graph.add('Relu', [z]), bend(graph, z)]);
  const softplus: OnnxActivation = (graph, z) => {
    const fall = graph.add('Exp', [graph.add('Neg', [graph.add('Abs', [z])])]);
    return graph.add('Add', [graph.add('Relu', [z]), graph.add('Log', [plusOne(graph, fall)])], {
      name: 'softplus',
    });
  };
  return {
    linear: (_graph, z) => z,
    relu: operator('Relu'),
    'leaky-relu': (graph, z) => graph.add('Max', [z, scaledBy(graph, z, LEAK)], { name: 'leakyrelu' }),
    elu,
    selu: (graph, z) => {
      const bent = scaledBy(graph, bend(graph, z), SELU_ALPHA);
      return scaledBy(graph, graph.add('Add', [graph.add('Relu', [z]), bent]), SELU_SCALE);
    },
    gelu: (graph, z) => {
      const share = plusOne(graph, errorFunction(graph, scaledBy(graph, z, Math.SQRT1_2), type));
      return scaledBy(graph, times(graph, z, share), 0.5);
    },
    'gelu-tanh': (graph, z) => {
      const cube = times(graph, times(graph, z, z), z);
      const sum = graph.add('Add', [z, scaledBy(graph, cube, 0.044715)]);
      const share = plusOne(graph, graph.add('Tanh', [scaledBy(graph, sum, 0.7978845608028654)]));
      return scaledBy(graph, times(graph, z, share), 0.5);
    },
    // Not z · Sigmoid(z), which ONNX Runtime puts together to an operator that it has for float32 alone.
    silu: (graph, z) => graph.add('Div', [z, plusOne(graph, graph.add('Exp', [graph.add('Neg', [z])]))]),
    mish: (graph, z) => times(graph, z, graph.add('Tanh', [softplus(graph, z)])),
    softplus,
    softsign: (graph, z) =>
      graph.add('Div', [z, plusOne(graph, graph.add('Abs', [z]))], { name: 'softsign' }),
    sigmoid: operator('Sigmoid'),
    tanh: operator('Tanh'),
    softmax: operator('Softmax', int('axis', 1)),
  };
}

/** Runtimes know it for float32 alone: good to about 1e-7. */
function errorFunction(graph: GraphBuilder, z: string, type: 'float' | 'double'): string {
  if (type === 'float') return graph.add('Erf', [z]);
  const short = graph.add('Erf', [cast(graph, z, 'float', 'erf_input')]);
  return cast(graph, short, 'double', 'erf_output');
}

/**
 * Every activation in operators of opset 17 that ONNX Runtime has for numbers of that length: what has an operator of its
 * own in float32 is a formula of others in float64. Formulas are those of engine/activations.ts.
 */
export const ONNX_ACTIVATIONS: Readonly<Record<Precision, Readonly<Record<Activation, OnnxActivation>>>> = {
  float32: {
    ...formulas('float'),
    silu: (graph, z) => graph.add('Mul', [z, graph.add('Sigmoid', [z])]),
    'leaky-relu': operator('LeakyRelu', float('alpha', LEAK)),
    elu: operator('Elu'),
    selu: operator('Selu', float('alpha', SELU_ALPHA), float('gamma', SELU_SCALE)),
    softplus: operator('Softplus'),
    softsign: operator('Softsign'),
  },
  float64: formulas('double'),
};
