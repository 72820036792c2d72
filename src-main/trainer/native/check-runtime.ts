import type { NativeRuntime } from '@shared/engine/native/runtime.ts';
import { encodeModel } from '@shared/onnx/encode-model.ts';
import { GraphBuilder } from '@shared/onnx/graph-builder.ts';
import { modelOf } from '@shared/onnx/model-of.ts';

/** [[1, 2], [3, 4]] · [[1, 10], [100, 1000]] */
const LEFT = Float32Array.of(1, 2, 3, 4);
const RIGHT = Float32Array.of(1, 10, 100, 1000);
const PRODUCT = [201, 2010, 403, 4030];

/** Multiplies two small matrices; throws where the answer is not their product. */
export function checkRuntime(runtime: NativeRuntime): void {
  const session = runtime.open(checkModel(), { threads: 1 });
  try {
    const { C } = session.run({
      A: { type: 'float32', data: LEFT, dims: [2, 2] },
      B: { type: 'float32', data: RIGHT, dims: [2, 2] },
    });
    const answer = Array.from(C?.data ?? [], Number);
    if (answer.join() !== PRODUCT.join()) {
      throw new Error(`a product that it computes is ${answer.join(', ')} and not ${PRODUCT.join(', ')}`);
    }
  } finally {
    session.close();
  }
}

/** C = A·B of matrices [2, 2]. */
export function checkModel(): Uint8Array {
  const builder = new GraphBuilder('product');
  const inputs = ['A', 'B'].map((name) => builder.input(name, 'float', [2, 2]));
  const product = builder.add('MatMul', inputs, { name: 'C' });
  builder.output(product, 'float', [2, 2]);
  const about = { producerVersion: '', docString: '', metadata: {} };
  return encodeModel(modelOf(builder.finish(), about));
}
