import type { NativeRuntime } from '@shared/engine/native/runtime.ts';
import { encodeModel } from '@shared/onnx/encode-model.ts';
import { GraphBuilder } from '@shared/onnx/graph-builder.ts';
import { modelOf } from '@shared/onnx/model-of.ts';

/** Width of the matrices: 34 MFLOP a product. */
const WIDTH = 256;
/** Some 3 GFLOP/s: one core of a processor does tenfold, a device with the way there and back more than twice that. */
const LONGEST_MS = 10;
const TIMES = 2;

/** Whether a device is so slow that a processor must be emulating it. */
export function isEmulated(device: NativeRuntime): boolean {
  const session = device.open(productModel(), { threads: 1 });
  try {
    const matrix = { type: 'float32', data: new Float32Array(WIDTH * WIDTH), dims: [WIDTH, WIDTH] } as const;
    const timeOfProduct = () => {
      const startedAt = performance.now();
      session.run({ A: matrix });
      return performance.now() - startedAt;
    };
    // The first one gets everything ready.
    timeOfProduct();
    return Math.min(...Array.from({ length: TIMES }, timeOfProduct)) > LONGEST_MS;
  } finally {
    session.close();
  }
}

/** The sum of all elements of A·A: nothing large comes back. */
function productModel(): Uint8Array {
  const builder = new GraphBuilder('square');
  const A = builder.input('A', 'float', [WIDTH, WIDTH]);
  const sum = builder.add('ReduceSum', [builder.add('MatMul', [A, A])], { name: 'sum' });
  builder.output(sum, 'float', [1, 1]);
  const about = { producerVersion: '', docString: '', metadata: {} };
  return encodeModel(modelOf(builder.finish(), about));
}
