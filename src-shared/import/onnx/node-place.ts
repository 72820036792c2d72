import type { OnnxNode } from '../../onnx/onnx-model.ts';

/** How messages name a node: what it does, and what it is called. */
export function placeOf(node: OnnxNode): string {
  const called = node.name === '' ? (node.output[0] ?? '') : node.name;
  return `node ${JSON.stringify(called.slice(0, 60))} (${node.opType.slice(0, 40)})`;
}
