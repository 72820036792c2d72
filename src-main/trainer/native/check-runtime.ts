import type { NativeRuntime, NativeTensor, NativeTensors } from '@shared/engine/native/runtime.ts';
import { encodeModel } from '@shared/onnx/encode-model.ts';
import { GraphBuilder } from '@shared/onnx/graph-builder.ts';
import { modelOf } from '@shared/onnx/model-of.ts';

/** [[1, 2], [3, 4]] · [[1, 10], [100, 1000]] */
const LEFT = Float32Array.of(1, 2, 3, 4);
const RIGHT = Float32Array.of(1, 10, 100, 1000);
const PRODUCT = [201, 2010, 403, 4030];

/** Multiplies two small matrices, also into memory that is given; throws where the answer is not their product. */
export function checkRuntime(runtime: NativeRuntime): void {
  const session = runtime.open(checkModel(), { threads: 1 });
  const inputs: NativeTensors = {
    A: { type: 'float32', data: LEFT, dims: [2, 2] },
    B: { type: 'float32', data: RIGHT, dims: [2, 2] },
  };
  const data = new Float32Array(PRODUCT.length);
  try {
    expectProduct(session.run(inputs).C?.data);
    session.run(inputs, { C: { type: 'float32', data, dims: [2, 2] } });
    expectProduct(data);
  } finally {
    session.close();
  }
}

function expectProduct(found: NativeTensor['data'] | undefined): void {
  const answer = Array.from(found ?? [], Number);
  if (answer.join() === PRODUCT.join()) return;
  throw new Error(`a product that it computes is ${answer.join(', ')} and not ${PRODUCT.join(', ')}`);
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
