import { Random } from '@shared/core/random.ts';
import type { Machine, MachineSetup } from '@shared/engine/machine.ts';
import type { DeviceRuntime, DeviceTensor } from '@shared/engine/native/device/device-runtime.ts';
import { LOG_STEPS } from '@shared/engine/native/device/figure-log.ts';
import { scanParts } from '@shared/engine/native/device/scan-parts.ts';
import { steppedRuntime } from '@shared/engine/native/device/stepped-runtime.ts';
import { predictionGraph } from '@shared/engine/native/graph/prediction-graph.ts';
import { nativeBackend } from '@shared/engine/native/native-machine.ts';
import { leaveIn, type NativeRuntime, type NativeTensor } from '@shared/engine/native/runtime.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import type { FirstOrderOptimizer } from '@shared/model/training-catalog.ts';
import { decodeModel } from '@shared/onnx/decode-model.ts';
import { describe, expect, it } from 'vitest';
import { coefficientsOf, dense, drawParameters, machineSetup } from '../../../../helpers/machine-cases.ts';
import { RUNTIME } from '../../../../helpers/native-graphs.ts';
import { largestRelativeError } from '../../../../helpers/numbers.ts';

const SEED = 5;
const BATCH = 4;
const ROWS = 2 * LOG_STEPS * BATCH + 8 * BATCH + 3;
const STEPS = Math.floor(ROWS / BATCH);
const MOMENTUM: FirstOrderOptimizer = {
  type: 'momentum',
  learningRate: 0.02,
  momentum: 0.8,
  weightDecay: 0.01,
};
/** The same formulas in float32, some of them in other words. */
const REWRITTEN = 1e-5;

const setup: MachineSetup = {
  ...machineSetup({
    layers: [
      dense(6, 'relu', 0.001),
      { type: 'batch-normalization', momentum: 0.1, epsilon: 1e-5, activation: 'tanh' },
      { type: 'dropout', rate: 0.3 },
    ],
    loss: 'softmax-cross-entropy',
    sizes: { I: 3, T: 3, N: ROWS },
    isWeighted: true,
    precision: 'float32',
    seed: SEED,
  }),
  optimizer: MOMENTUM,
  batchRows: BATCH,
};

it('leaves a graph without a loop as it is', () => {
  expect(scanParts(decodeModel(predictionGraph(setup.shapes, 'answers').model))).toBeNull();
});

describe.skipIf(RUNTIME === null)('steps made one by one on a device', () => {
  it('leave what they leave in a loop, over more of them than the log holds', () => {
    const looped = trained(RUNTIME!, STEPS);
    const stepped = trained(onDevice().runtime, STEPS);
    expect(stepped.done.steps).toBe(STEPS);
    expect(stepped.done.lossSum / looped.done.lossSum).toBeCloseTo(1, 5);
    stateOf(stepped.machine).forEach((values, k) => {
      expect(largestRelativeError(values, stateOf(looped.machine)[k]!)).toBeLessThan(REWRITTEN);
    });
  });

  it('have the same bits in however many calls', () => {
    const { runtime } = onDevice();
    const whole = trained(runtime, STEPS);
    const cut = trained(runtime, STEPS, 11);
    expect(stateOf(cut.machine)).toEqual(stateOf(whole.machine));
    expect(cut.done).toEqual(whole.done);
  });

  it.each([0, 3, LOG_STEPS, LOG_STEPS + 2])('are kept up to one that fails, here step %i', (good) => {
    const { runtime } = onDevice();
    const failed = trained(runtime, STEPS, STEPS, good);
    const expected = trained(runtime, good);
    expect(failed.done).toEqual(expected.done);
    expect(stateOf(failed.machine)).toEqual(stateOf(expected.machine));
  });

  it('hold nothing on the device when the machine is closed', () => {
    const device = onDevice();
    const { machine } = trained(device.runtime, STEPS, 11, 20);
    machine.predict('train', 0, 5);
    expect(device.held()).toBeGreaterThan(0);
    machine.close();
    expect(device.held()).toBe(0);
    expect(device.open()).toBe(0);
  });
});

function trained(runtime: NativeRuntime, steps: number, most = steps, bad = -1) {
  const machine = nativeBackend({
    runtime,
    threads: 1,
    companion: referenceBackend,
    update: null,
  }).createMachine(setup);
  machine.parameters.set(drawParameters(setup, new Random(SEED, 'parameters')));
  const coefficients = coefficientsOf(MOMENTUM, 0, steps);
  const K = coefficients.length / steps;
  if (bad >= 0) coefficients[bad * K] = Infinity;
  let done = { steps: 0, lossSum: 0, articleLossSum: 0 };
  while (done.steps < steps) {
    const asked = Math.min(most, steps - done.steps);
    const call = machine.train({
      firstStep: done.steps,
      firstRow: done.steps * BATCH,
      steps: asked,
      coefficients: coefficients.subarray(done.steps * K),
      sums: { loss: done.lossSum, articleLoss: done.articleLossSum },
    });
    done = { ...call, steps: done.steps + call.steps };
    if (call.steps < asked) break;
  }
  return { machine, done };
}

const stateOf = ({ parameters, statistics, slots }: Machine) => [parameters, statistics, ...slots];

/** The processor as a device that counts what is held and what is open. */
function onDevice() {
  const held = new Set<DeviceTensor>();
  let opened = 0;
  const openReading: DeviceRuntime['openReading'] = (model) => {
    const session = RUNTIME!.open(model, { threads: 1 });
    opened += 1;
    return {
      run: (inputs) =>
        session.run(Object.fromEntries(Object.entries(inputs).map(([k, v]) => [k, numbersIn(v)]))),
      close() {
        opened -= 1;
        session.close();
      },
    };
  };
  const keep = (tensor: NativeTensor): DeviceTensor => {
    const kept = { place: 'device' as const, tensor, release: () => expect(held.delete(kept)).toBe(true) };
    held.add(kept);
    return kept;
  };
  function numbersIn(value: NativeTensor | DeviceTensor): NativeTensor {
    if (!('place' in value)) return value;
    expect(held).toContain(value);
    return (value as DeviceTensor & { tensor: NativeTensor }).tensor;
  }
  const device: DeviceRuntime = {
    version: RUNTIME!.version,
    open(model) {
      const session = openReading(model);
      return { ...session, run: (inputs, into = {}) => leaveIn(into, session.run(inputs)) };
    },
    openReading,
    openKeeping(model) {
      const session = openReading(model);
      return {
        ...session,
        run: (inputs) =>
          Object.fromEntries(
            Object.entries(session.run(inputs)).map(([name, tensor]) => [name, keep(tensor)]),
          ),
      };
    },
  };
  return {
    runtime: steppedRuntime({ device, host: RUNTIME! }),
    held: () => held.size,
    open: () => opened,
  };
}
