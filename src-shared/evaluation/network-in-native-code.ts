import type { NativeRuntime } from '../engine/native/runtime.ts';
import { modelShapes } from '../export/model-network.ts';
import { unitsOf } from '../model/network.ts';
import { isExactAsGraph, NETWORK_NAMES, networkModel } from '../export/onnx/network-model.ts';
import type { ModelFile } from '../model/model-file.ts';
import type { ScaledNetwork } from './scaled-network.ts';

/** In one call: values that go in and that layers give, some of which are held several times, and multiply-adds. */
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
  const shapes = modelShapes(model);
  const { inputs } = shapes[0]!;
  const session = runtime.open(networkModel(model, inputs), { threads: 1 });
  const values = inputs + unitsOf(shapes);
  const rowsAtOnce = Math.floor(Math.min(VALUES_AT_ONCE / values, WORK_AT_ONCE / model.parameters));
  return {
    answering: 'native',
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
