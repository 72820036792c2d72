import type { NativeRuntime, NativeTensor } from '../runtime.ts';

/*
 * What runs graphs on a graphics device. Numbers stay there from run to run, since the way to it and back is long; the host
 * brings a runtime, see src-main/trainer/native/webgpu-runtime.ts.
 */

/** Numbers on the device. Only sessions of the runtime they come from can read them. */
export interface DeviceTensor {
  readonly place: 'device';
  /** Gives their memory back: nobody else does. They must not be used afterwards. */
  release(): void;
}

/** What goes into a graph: from the device as it stands there, from the host by being sent. */
export type DeviceInputs = Readonly<Record<string, NativeTensor | DeviceTensor>>;
export type DeviceTensors = Readonly<Record<string, DeviceTensor>>;

/** A graph made ready to be run on the device. `Output`: where its outputs are. */
export interface DeviceSession<Output extends NativeTensor | DeviceTensor> {
  /** Throws what the runtime says of inputs that it refuses. Of outputs that stay on the device it does not wait. */
  run(inputs: DeviceInputs): Readonly<Record<string, Output>>;
  /** Gives back memory. The session must not be used afterwards, and nothing of it may still be held. */
  close(): void;
}

/** Its own `open` computes on the device, too, with everything sent to it and back. */
export interface DeviceRuntime extends NativeRuntime {
  /** Leaves every output on the device. Throws what the runtime says of a model that it refuses. */
  openKeeping(model: Uint8Array): DeviceSession<DeviceTensor>;
  /** Brings every output back. */
  openReading(model: Uint8Array): DeviceSession<NativeTensor>;
}

/**
 * Releases what is held.
 *
 * Shapes: any. Source: none.
 */
export function releaseAll(tensors: DeviceTensors): void {
  for (const tensor of Object.values(tensors)) tensor.release();
}
