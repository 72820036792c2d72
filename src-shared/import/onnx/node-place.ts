import { quote } from '../../core/text.ts';
import type { OnnxNode } from '../../onnx/onnx-model.ts';

/** How messages name a node: what it does, and what it is called. */
export function placeOf(node: OnnxNode): string {
  const called = node.name === '' ? (node.output[0] ?? '') : node.name;
  // A file may hold any operator; those that are known are one plain word.
  const operator = /^\w{1,40}$/.test(node.opType) ? node.opType : quote(node.opType);
  return `node ${quote(called)} (${operator})`;
}
