import type { OnnxAttribute, OnnxNode } from '../../onnx/onnx-model.ts';

export function attributeOf(node: OnnxNode, name: string): OnnxAttribute | undefined {
  return node.attribute.find((own) => own.name === name);
}

/** A number that an operator may leave out. */
export function floatOf(node: OnnxNode, name: string, fallback: number): number {
  return attributeOf(node, name)?.f ?? fallback;
}

export function intOf(node: OnnxNode, name: string, fallback: number): number {
  return attributeOf(node, name)?.i ?? fallback;
}

/** How messages name a node: what it does, and what it is called. */
export function placeOf(node: OnnxNode): string {
  const called = node.name === '' ? (node.output[0] ?? '') : node.name;
  return `node ${JSON.stringify(called.slice(0, 60))} (${node.opType.slice(0, 40)})`;
}
