import { encodeModel } from '../../../onnx/encode-model.ts';
import { GraphBuilder, type Length } from '../../../onnx/graph-builder.ts';
import { nativeModel } from '../graph/native-model.ts';

/** A float32 tensor by its name and its dims. */
export interface Copied {
  readonly name: string;
  readonly dims: readonly Length[];
}

/**
 * Copies tensors to where a session's outputs are: the only way to the device and back that the runtime has.
 *
 * Shapes: outputs have the dims of inputs; they are called as `copyOf` says.
 * Source: 1·x = x, in every bit. A multiplication, since a runtime may take an identity for nothing to do.
 */
export function copyModel(tensors: readonly Copied[]): Uint8Array {
  const graph = new GraphBuilder('copies');
  for (const { name, dims } of tensors) {
    const input = graph.input(name, 'float', dims);
    const copy = graph.add('Mul', [input, graph.scalar(1, 'float')], { name: copyOf(name) });
    graph.output(copy, 'float', dims);
  }
  return encodeModel(nativeModel(graph.finish()));
}

/**
 * The name of a copy.
 *
 * Shapes: none. Source: none.
 */
export function copyOf(name: string): string {
  return `copy of ${name}`;
}
