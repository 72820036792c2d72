import { numbersOf } from '../native-state.ts';
import {
  leaveIn,
  type NativeRuntime,
  type NativeSession,
  type NativeTensor,
  type NativeTensors,
} from '../runtime.ts';
import { copyModel, copyOf } from './copy-model.ts';
import { type DeviceInputs, type DeviceRuntime, type DeviceTensors, releaseAll } from './device-runtime.ts';
import { FigureLog, LOG_AFTER, LOG_BEFORE, LOG_STEPS } from './figure-log.ts';
import type { ScanParts } from './scan-parts.ts';

/** Where a stepped session runs. */
export interface SteppedHost {
  readonly device: DeviceRuntime;
  /** Runs what follows the steps, which is little. */
  readonly host: NativeRuntime;
}

/**
 * Runs a graph with a `Scan` on a device, which has no loops: one run a step, and what a step leaves for the next stays
 * there. Inputs that all steps share are sent once for as long as the same arrays are given, whose numbers must not change.
 *
 * Shapes: as the graph says.
 * Source: docs/adr/0042.
 */
export class SteppedSession implements NativeSession {
  private readonly parts: ScanParts;
  private readonly sessions: ReturnType<typeof openSessions>;
  /** What all steps share, and which arrays it came from. */
  private sent: { readonly arrays: readonly unknown[]; readonly tensors: DeviceTensors } | null = null;

  constructor(parts: ScanParts, host: SteppedHost) {
    this.parts = parts;
    this.sessions = openSessions(parts, host);
  }

  run(inputs: NativeTensors, into: NativeTensors = {}): NativeTensors {
    const { carried, figures } = this.parts;
    const steps = inputs[this.parts.sliced[0]!.whole]!.dims[0]!;
    const shared = this.sharedOnDevice(inputs);
    const log = new FigureLog(figures.length, steps);
    let before: DeviceInputs = {
      ...Object.fromEntries(carried.map(({ first, before: name }) => [name, inputs[first]!])),
      [LOG_BEFORE]: log.empty(),
    };
    let held: DeviceTensors = {};
    try {
      for (let k = 0; k < steps && log.isFinite(); k++) {
        const left = this.sessions.step.run({ ...shared, ...before, ...this.slices(inputs, k) });
        releaseAll(held);
        held = left;
        before = {
          ...Object.fromEntries(carried.map(({ before: name, after }) => [name, left[after]!])),
          [LOG_BEFORE]: left[LOG_AFTER]!,
        };
        if ((k + 1) % LOG_STEPS === 0 || k + 1 === steps) this.readLog(log, left, k + 1);
      }
      return leaveIn(into, this.outputs(held, log));
    } finally {
      releaseAll(held);
    }
  }

  close(): void {
    if (this.sent !== null) releaseAll(this.sent.tensors);
    this.sent = null;
    for (const session of Object.values(this.sessions)) session.close();
  }

  private sharedOnDevice(inputs: NativeTensors): DeviceTensors {
    const own = this.parts.shared.map(({ name }) => inputs[name]!);
    const arrays = own.map(({ data }) => data);
    if (this.sent?.arrays.every((array, k) => array === arrays[k]) !== true) {
      if (this.sent !== null) releaseAll(this.sent.tensors);
      this.sent = null;
      const names = this.parts.shared.map(({ name }) => name);
      const copies = this.sessions.sending.run(Object.fromEntries(names.map((name, k) => [name, own[k]!])));
      this.sent = { arrays, tensors: Object.fromEntries(names.map((name) => [name, copies[copyOf(name)]!])) };
    }
    return this.sent.tensors;
  }

  /** What step k alone takes. */
  private slices(inputs: NativeTensors, k: number): NativeTensors {
    return Object.fromEntries(
      this.parts.sliced.map(({ whole, slice, dims }) => [slice, sliceOf(inputs[whole]!, dims, k)]),
    );
  }

  private readLog(log: FigureLog, { [LOG_AFTER]: rows }: DeviceTensors, steps: number): void {
    const read = this.sessions.readingLog.run({ [LOG_AFTER]: rows! });
    log.take(numbersOf(read, copyOf(LOG_AFTER)), steps);
  }

  /** Everything back on the host, by the names of the whole graph. */
  private outputs(held: DeviceTensors, log: FigureLog): NativeTensors {
    const { carried, figures } = this.parts;
    const names = carried.map(({ after }) => after);
    const state = this.sessions.readingState.run(
      Object.fromEntries(names.map((name) => [name, held[name]!])),
    );
    const outputs: NativeTensors = {
      ...Object.fromEntries(carried.map(({ last, after }) => [last, state[copyOf(after)]!])),
      ...Object.fromEntries(figures.map((name, k) => [name, log.figure(k)])),
    };
    const rest = Object.fromEntries(this.parts.afterInputs.map((name) => [name, outputs[name]!]));
    return { ...outputs, ...this.sessions.after.run(rest) };
  }
}

function openSessions(parts: ScanParts, { device, host }: SteppedHost) {
  const { step, shared, carried, figures, after } = parts;
  return {
    step: device.openKeeping(step),
    sending: device.openKeeping(copyModel(shared)),
    readingState: device.openReading(copyModel(carried.map(({ after: name, dims }) => ({ name, dims })))),
    readingLog: device.openReading(copyModel([{ name: LOG_AFTER, dims: [LOG_STEPS, figures.length] }])),
    after: host.open(after, { threads: 1 }),
  };
}

/** Slice k along the first dimension, which every slice has the others of. */
function sliceOf(tensor: NativeTensor, dims: readonly number[], k: number): NativeTensor {
  const length = dims.reduce((product, of) => product * of, 1);
  const data = tensor.data.subarray(k * length, (k + 1) * length);
  return { type: tensor.type, data, dims } as NativeTensor;
}
