import type { OnnxAttribute, OnnxNode } from './onnx-model.ts';

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
