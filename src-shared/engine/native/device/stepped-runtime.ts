import { decodeModel } from '../../../onnx/decode-model.ts';
import { encodeModel } from '../../../onnx/encode-model.ts';
import type { NativeRuntime } from '../runtime.ts';
import { deviceDialect } from './device-dialect.ts';
import { scanParts } from './scan-parts.ts';
import { type SteppedHost, SteppedSession } from './stepped-session.ts';

/**
 * A runtime for the native machine that computes on a graphics device: what loops there is made step by step, everything
 * else goes to the device as it is.
 *
 * Shapes: as the graphs say.
 * Source: none; see `SteppedSession`.
 */
export function steppedRuntime(host: SteppedHost): NativeRuntime {
  return {
    version: host.device.version,
    open(bytes, options) {
      const model = decodeModel(bytes);
      const parts = scanParts(model);
      if (parts !== null) return new SteppedSession(parts, host);
      return host.device.open(encodeModel({ ...model, graph: deviceDialect(model.graph) }), options);
    },
  };
}
