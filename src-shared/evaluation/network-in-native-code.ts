import type { NativeRuntime } from '../engine/native/runtime.ts';
import { modelShapes } from '../export/model-network.ts';
import { isExactAsGraph, NETWORK_NAMES, networkModel } from '../export/onnx/network-model.ts';
import type { ModelFile } from '../model/model-file.ts';
import type { ScaledNetwork } from './scaled-network.ts';

/** In one call: values that go in, and multiply-adds of the network. */
const VALUES_AT_ONCE = 2 ** 18;
const WORK_AT_ONCE = 2 ** 27;
/** Below so many rows a product of matrices no longer is one. */
const FEWEST_ROWS = 16;
/** The graph holds the weights: of larger networks it would take gigabytes while it is opened. */
const MOST_PARAMETERS = 2e7;

/** Whether native code answers for a model as exactly as all else does. */
export function canAnswerNatively(model: ModelFile): boolean {
  return model.parameters <= MOST_PARAMETERS && isExactAsGraph(model);
}

/** A network as products of matrices in a native library, on one thread. Throws what that says where it refuses. */
export function networkInNativeCode(model: ModelFile, runtime: NativeRuntime): ScaledNetwork {
  const { inputs } = modelShapes(model)[0]!;
  const session = runtime.open(networkModel(model, inputs), { threads: 1 });
  const rowsAtOnce = Math.floor(Math.min(VALUES_AT_ONCE / inputs, WORK_AT_ONCE / model.parameters));
  return {
    rowsAtOnce: Math.max(FEWEST_ROWS, rowsAtOnce),
    predictRows(data, rows) {
      const features = { type: 'float64', data, dims: [rows, inputs] } as const;
      const answers = session.run({ [NETWORK_NAMES.features]: features })[NETWORK_NAMES.answers];
      if (answers?.type !== 'float64') throw new Error('The native library gave no numbers.');
      return answers.data;
    },
    close: () => {
      session.close();
    },
  };
}
