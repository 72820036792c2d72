import { type LayerShape, parameterCount } from '../../model/network.ts';
import type { Machine, MachineSetup } from '../machine.ts';
import { updateRule } from '../optimizers/optimizer.ts';
import { statisticsCount, statisticsOf } from '../parameters.ts';
import type { StateWindow, Window } from './graph/graph-plan.ts';
import type { NativeTensor, NativeTensors } from './runtime.ts';

/** A native machine's numbers, as `Machine` has them, in memory that is not shared: all that training changes, and gradients. */
export interface NativeState {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  readonly slots: readonly Float32Array[];
  readonly statistics: Float32Array;
}

/** What training changes, in any machine. */
type TrainedNumbers = Pick<Machine, 'parameters' | 'slots' | 'statistics'>;

/**
 * Parameters, gradients and slots of a machine before training: zeros.
 *
 * Shapes: as in `Machine`.
 * Source: as the reference machine begins.
 */
export function newParameters({ shapes, optimizer }: MachineSetup): Omit<NativeState, 'statistics'> {
  const P = parameterCount(shapes);
  const slots = optimizer === null ? 0 : updateRule(optimizer.type).slots;
  return {
    parameters: new Float32Array(P),
    gradients: new Float32Array(P),
    slots: Array.from({ length: slots }, () => new Float32Array(P)),
  };
}

/**
 * Running statistics before training: means of 0 and variances of 1.
 *
 * Shapes: as in `Machine`.
 * Source: as the reference machine begins.
 */
export function newStatistics(shapes: readonly LayerShape[]): Float32Array {
  const statistics = new Float32Array(statisticsCount(shapes));
  let offset = 0;
  for (const shape of shapes) {
    const length = statisticsOf(shape);
    statistics.fill(1, offset + length / 2, offset + length);
    offset += length;
  }
  return statistics;
}

/**
 * The state as inputs of a graph: windows onto the live numbers, which stay valid as long as they live.
 *
 * Shapes: as the windows say.
 * Source: none, this is bookkeeping.
 */
export function stateTensors(state: NativeState, windows: readonly Window[]): NativeTensors {
  const tensorOf = (window: Window): NativeTensor => {
    const { offset, length, dims } = window;
    const data = arrayOf(state, window).subarray(offset, offset + length);
    return { type: 'float32', data, dims };
  };
  return Object.fromEntries(windows.map((window) => [window.name, tensorOf(window)]));
}

/**
 * Puts a graph's new state where the old one was.
 *
 * Shapes: as the windows say.
 * Source: none, this is bookkeeping.
 */
export function takeState(state: NativeState, windows: readonly StateWindow[], outputs: NativeTensors): void {
  for (const window of windows) arrayOf(state, window).set(numbersOf(outputs, window.next), window.offset);
}

/**
 * An output's numbers. Throws where the graph has no such output in float32, which is a bug.
 *
 * Shapes: as the graph says.
 * Source: none, this is bookkeeping.
 */
export function numbersOf(outputs: NativeTensors, name: string): Float32Array {
  const tensor = outputs[name];
  if (tensor?.type !== 'float32') throw new Error(`The graph has no output "${name}" in float32.`);
  return tensor.data;
}

/**
 * Copies the numbers that decide how training goes on from one machine to another.
 *
 * Shapes: both alike.
 * Source: none, this is bookkeeping.
 */
export function copyState(to: TrainedNumbers, from: TrainedNumbers): void {
  to.parameters.set(from.parameters);
  to.statistics.set(from.statistics);
  to.slots.forEach((slot, k) => {
    slot.set(from.slots[k]!);
  });
}

/**
 * Whether all are numbers: then so is their sum, as it is taken in float64, which no sum of numbers in float32 overflows.
 *
 * Shapes: any length.
 * Source: ∞ and NaN stay what they are in every sum, or become NaN.
 */
export function areFinite(values: Float32Array): boolean {
  const { length } = values;
  let sum = 0;
  for (let k = 0; k < length; k++) sum += values[k]!;
  return Number.isFinite(sum);
}

function arrayOf(state: NativeState, { array, slot }: Window): Float32Array {
  return array === 'slots' ? state.slots[slot]! : state[array];
}
