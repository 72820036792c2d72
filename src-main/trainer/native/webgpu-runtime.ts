import type {
  DeviceInputs,
  DeviceRuntime,
  DeviceSession,
  DeviceTensor,
} from '@shared/engine/native/device/device-runtime.ts';
import { leaveIn, type NativeTensor } from '@shared/engine/native/runtime.ts';
import { type Binding, type BindingTensor, type GpuTensor, onHost, ONLY_FATAL } from './load-runtime.ts';

/*
 * The WebGPU provider of onnxruntime-node. Numbers that stay on the device are the binding's tensors of "gpu-buffer": their
 * own way back, `getData`, ends the process, so they are read by a session whose outputs are ordinary. Nothing but `dispose`
 * gives their memory back.
 */

type Place = 'gpu-buffer' | 'cpu';

/** A tensor on the device, with the binding's own inside. */
class GpuNumbers implements DeviceTensor {
  readonly place = 'device';
  readonly tensor: GpuTensor;

  constructor(tensor: GpuTensor) {
    this.tensor = tensor;
  }

  release(): void {
    this.tensor.dispose();
  }
}

/** The runtime on the graphics device that the system names first. Sessions throw where there is none. */
export function webgpuRuntime(binding: Binding, version: string): DeviceRuntime {
  const openReading = (model: Uint8Array): DeviceSession<NativeTensor> => {
    const session = openSession(binding, model, 'cpu');
    return { run: (inputs) => session.run(inputs), close: session.close };
  };
  return {
    version,
    open(model) {
      const session = openReading(model);
      return { ...session, run: (inputs, into = {}) => leaveIn(into, session.run(inputs)) };
    },
    openReading,
    openKeeping(model) {
      const session = openSession(binding, model, 'gpu-buffer');
      return { run: (inputs) => kept(session.run(inputs)), close: session.close };
    },
  };
}

function openSession({ binding }: Binding, model: Uint8Array, place: Place) {
  const session = new binding.InferenceSession();
  session.loadModel(model.buffer, model.byteOffset, model.byteLength, {
    executionProviders: ['webgpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: ONLY_FATAL,
    preferredOutputLocation: place,
  });
  // Null asks for an output in memory of its own.
  const fetches = Object.fromEntries(session.outputMetadata.map(({ name }) => [name, null]));
  return {
    run: (inputs: DeviceInputs) => session.run(located(inputs), fetches, {}),
    close: () => {
      session.dispose();
    },
  };
}

function located(inputs: DeviceInputs): Readonly<Record<string, BindingTensor | GpuTensor>> {
  const feeds: Record<string, BindingTensor | GpuTensor> = {};
  for (const [name, tensor] of Object.entries(inputs)) {
    if (tensor instanceof GpuNumbers) feeds[name] = tensor.tensor;
    else if ('place' in tensor) throw new Error(`"${name}" is on another device.`);
    else feeds[name] = onHost(tensor);
  }
  return feeds;
}

function kept(outputs: Readonly<Record<string, NativeTensor | GpuTensor>>): Record<string, DeviceTensor> {
  const numbers: Record<string, DeviceTensor> = {};
  for (const [name, tensor] of Object.entries(outputs)) {
    if (!('location' in tensor)) throw new Error(`"${name}" did not stay on the device.`);
    numbers[name] = new GpuNumbers(tensor);
  }
  return numbers;
}
