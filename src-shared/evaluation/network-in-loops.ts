import { createForward } from '../export/forward.ts';
import { modelShapes } from '../export/model-network.ts';
import type { ModelFile } from '../model/model-file.ts';
import type { ScaledNetwork } from './scaled-network.ts';

/** Multiply-adds of the network in one call. */
const WORK_AT_ONCE = 2 ** 22;
const MOST_ROWS = 1_024;

/** A network in plain loops: every row has the bits that it has alone, in `createPredictor`. */
export function networkInLoops(model: ModelFile): ScaledNetwork {
  const { inputs } = modelShapes(model)[0]!;
  const forward = createForward(model.layers, inputs);
  return {
    answering: 'loops',
    rowsAtOnce: Math.min(MOST_ROWS, Math.ceil(WORK_AT_ONCE / model.parameters)),
    predictRows(data, rows) {
      const answers = new Float64Array(model.outputs.length * rows);
      for (let n = 0; n < rows; n++) {
        const values = forward(data.subarray(n * inputs, (n + 1) * inputs));
        for (let t = 0; t < values.length; t++) answers[t * rows + n] = values[t]!;
      }
      return answers;
    },
    close: () => undefined,
  };
}
