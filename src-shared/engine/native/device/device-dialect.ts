import { ints } from '../../../onnx/attributes.ts';
import { GraphBuilder } from '../../../onnx/graph-builder.ts';
import type { OnnxGraph, OnnxNode } from '../../../onnx/onnx-model.ts';
import { type Operators, operators } from '../graph/operators.ts';

/** Adds nodes that compute what this one does, the last of them under its name. */
type Rewriting = (graph: GraphBuilder, node: OnnxNode) => void;

/**
 * Operators that the provider of the graphics device does not have: those would be computed on the host, and every step would
 * wait for numbers to go there and back.
 */
const REWRITINGS: Readonly<Record<string, Rewriting>> = {
  // z − max − ln Σ exp(z − max)
  LogSoftmax(graph, { input, output, attribute }) {
    const axis = attribute.find(({ name }) => name === 'axis')?.i ?? -1;
    const o = operators(graph);
    const most = graph.add('ReduceMax', [input[0]!], { attributes: [ints('axes', [axis])] });
    const below = o.subtract(input[0]!, most);
    const sum = o.logarithm(o.sumAlong(o.exponential(below), axis));
    graph.add('Sub', [below, sum], { output: output[0]! });
  },
  Sign(graph, { input, output }) {
    const o = operators(graph);
    const positive = o.cast(o.isGreater(input[0]!, 0), 'float');
    const negative = o.cast(o.isGreater(0, input[0]!), 'float');
    graph.add('Sub', [positive, negative], { output: output[0]! });
  },
  Sum(graph, { input, output }) {
    const last = input.length - 1;
    if (last === 0) graph.add('Identity', input, { output: output[0]! });
    else
      graph.add('Add', [sumOf(operators(graph), input.slice(0, last)), input[last]!], { output: output[0]! });
  },
};

/**
 * The same graph in operators that the device has.
 *
 * Shapes: unchanged.
 * Source: the operators' definitions in Operators.md of ONNX, opset 17; which ones are missing was seen in version 1.30.0 of
 * ONNX Runtime, from what it says of where it places its nodes.
 */
export function deviceDialect(graph: OnnxGraph): OnnxGraph {
  const builder = new GraphBuilder(graph.name);
  for (const name of namesIn(graph)) builder.reserve(name);
  for (const node of graph.node) {
    const rewrite = REWRITINGS[node.opType];
    if (rewrite === undefined) {
      builder.addSeveral(node.opType, node.input, node.output, {
        attributes: node.attribute,
        domain: node.domain,
      });
    } else rewrite(builder, node);
  }
  const written = builder.finish();
  return { ...graph, node: written.node, initializer: [...graph.initializer, ...written.initializer] };
}

function sumOf(o: Operators, values: readonly string[]): string {
  return values.reduce((sum, value) => o.add(sum, value));
}

function namesIn(graph: OnnxGraph): Set<string> {
  return new Set([
    ...graph.input.map(({ name }) => name),
    ...graph.initializer.map(({ name }) => name),
    ...graph.node.flatMap(({ output }) => output),
  ]);
}
