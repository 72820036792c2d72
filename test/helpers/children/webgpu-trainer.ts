/**
 * Trains small networks on the graphics device and on the reference, and tells by how much they differ. A process of its own,
 * since drivers are found by what stands in the environment when it starts, and may end it.
 */
import { Random } from '@shared/core/random.ts';
import type { Backend, Machine } from '@shared/engine/machine.ts';
import { nativeBackend } from '@shared/engine/native/native-machine.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { join } from 'node:path';
import { lookForDevice } from '../../../src-main/trainer/native/graphics-device.ts';
import { coefficientsOf, drawParameters, machineSetup } from '../machine-cases.ts';
import { largestRelativeError } from '../numbers.ts';
import {
  DEVICE_BATCH,
  DEVICE_CASES,
  DEVICE_STEPS,
  type DeviceAnswer,
  type DeviceCase,
} from '../webgpu-cases.ts';

const SEED = 7;

function machineOf(backend: Backend, { machine, optimizer }: DeviceCase): Machine {
  const setup = machineSetup({ ...machine, precision: 'float32', seed: SEED });
  const made = backend.createMachine({ ...setup, optimizer, batchRows: DEVICE_BATCH });
  made.parameters.set(drawParameters(setup, new Random(SEED, 'parameters')));
  return made;
}

/** Makes the steps of one epoch in calls of at most `most`, and says how many were made. */
function train(machine: Machine, { optimizer }: DeviceCase, most: number): number {
  let made = 0;
  while (made < DEVICE_STEPS) {
    const steps = Math.min(most, DEVICE_STEPS - made);
    const coefficients = coefficientsOf(optimizer, made, steps);
    const done = machine.train({ firstStep: made, firstRow: made * DEVICE_BATCH, steps, coefficients });
    made += done.steps;
    if (done.steps < steps) break;
  }
  return made;
}

const stateOf = ({ parameters, statistics, slots }: Machine) => [parameters, statistics, ...slots];

function answerOf(backend: Backend, one: DeviceCase): DeviceAnswer {
  const [own, truth] = [machineOf(backend, one), machineOf(referenceBackend, one)];
  const steps = train(own, one, Infinity);
  train(truth, one, Infinity);
  const answer = {
    name: one.name,
    steps,
    parameters: largestRelativeError(own.parameters, truth.parameters),
    statistics: largestRelativeError(own.statistics, truth.statistics),
    predictions: largestRelativeError(
      own.predict('train', 0, DEVICE_BATCH),
      truth.predict('train', 0, DEVICE_BATCH),
    ),
  };
  for (const machine of [own, truth]) machine.close();
  return answer;
}

/** Whether steps leave the same bits in one call and in many, on one machine. */
function isSameInManyCalls(backend: Backend, one: DeviceCase): boolean {
  const machine = machineOf(backend, one);
  const copyOf = () => stateOf(machine).map((values) => Array.from(values));
  const before = copyOf();
  const left = [Infinity, 7].map((most) => {
    stateOf(machine).forEach((values, k) => {
      values.set(before[k]!);
    });
    train(machine, one, most);
    return JSON.stringify(copyOf());
  });
  machine.close();
  return left[0] === left[1];
}

const [from = '', folder = ''] = process.argv.slice(2);
const device = lookForDevice({
  from,
  libraryMark: join(folder, 'native.json'),
  deviceMark: join(folder, 'webgpu.json'),
});
if (device.kind === 'absent') process.stdout.write(JSON.stringify(device));
else {
  const backend = nativeBackend({
    runtime: device.runtime,
    threads: 1,
    companion: referenceBackend,
    update: null,
  });
  const answers = DEVICE_CASES.map((one) => answerOf(backend, one));
  const hasSameBits = isSameInManyCalls(backend, DEVICE_CASES.at(-1)!);
  process.stdout.write(JSON.stringify({ kind: 'found', answers, hasSameBits }));
}
