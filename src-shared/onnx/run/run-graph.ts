import type { OnnxGraph, OnnxNode } from '../onnx-model.ts';
import { COLUMN_OPERATORS } from './column-operators.ts';
import { ELEMENTWISE } from './elementwise.ts';
import { ROW_OPERATORS } from './row-operators.ts';
import { type Operator, refused, type Value, valueOf } from './value.ts';

const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  Object.entries({ ...ELEMENTWISE, ...ROW_OPERATORS, ...COLUMN_OPERATORS }),
);

/**
 * Runs a graph on tables, [N, C] for each input by its name: plain loops, to be read and to prove what was written where no
 * ONNX runtime is at hand. It knows the operators of fully connected networks and of what Ninestep writes around them.
 * Throws INVALID_VALUE naming the node for any other.
 */
export function runGraph(graph: OnnxGraph, inputs: ReadonlyMap<string, Value>): Map<string, Value> {
  const values = new Map(inputs);
  for (const tensor of graph.initializer) values.set(tensor.name, valueOf(tensor));
  for (const node of graph.node) {
    const results = operatorOf(node)(
      node,
      node.input.map((name) => values.get(name)),
    );
    node.output.forEach((name, k) => {
      const result = results[k];
      if (result !== undefined) values.set(name, result);
    });
  }
  return new Map(
    graph.output.flatMap(({ name }) => {
      const value = values.get(name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function operatorOf(node: OnnxNode): Operator {
  const name = node.domain === '' ? node.opType : `${node.domain}.${node.opType}`;
  const operator = OPERATORS.get(name);
  if (operator === undefined) throw refused(node, 'it is none of the operators that Ninestep runs');
  return operator;
}
