import { dropoutMask } from '../layers/dropout.ts';
import type { MaskInput } from './graph/graph-plan.ts';
import type { NativeTensor, NativeTensors } from './runtime.ts';

/** Bytes that the masks of one call may take; of a wide network that is a few steps. */
const MASK_BYTES = 8 * 2 ** 20;

/**
 * How many steps of N rows one call of a graph may make, so that what goes in for each step stays small.
 *
 * Shapes: none. Source: none.
 */
export function mostSteps(masks: readonly MaskInput[], N: number): number {
  const bytes = masks.reduce((sum, { units }) => sum + units * N, 0);
  return bytes === 0 ? Infinity : Math.max(1, Math.floor(MASK_BYTES / bytes));
}

/**
 * Which rows each step takes: a window onto the order, in which they stand one after the other.
 *
 * Shapes: order [rows]; the tensor [steps, N], or [N] where `steps` is null.
 * Source: none, this is bookkeeping.
 */
export function orderTensor(
  order: Uint32Array,
  firstRow: number,
  { steps, N }: { steps: number | null; N: number },
): NativeTensor {
  // No row's number is near 2³¹, where the two kinds of whole numbers would differ.
  const data = new Int32Array(order.buffer, order.byteOffset + 4 * firstRow, (steps ?? 1) * N);
  return { type: 'int32', data, dims: steps === null ? [N] : [steps, N] };
}

/**
 * Makes the masks of dropout, in memory that it uses again and again.
 *
 * Shapes: as in `MaskInput`.
 * Source: `dropoutMask`.
 */
export class MaskMaker {
  private readonly seed: number;
  private readonly memory = new Map<string, Uint8Array>();

  constructor(seed: number) {
    this.seed = seed;
  }

  /**
   * The masks of steps that follow one another, the same that every backend makes. They are valid until the next call.
   *
   * Shapes: as in `MaskInput`: [steps, units, N], or [units, N] where `steps` is null.
   * Source: `dropoutMask`.
   */
  masks(
    inputs: readonly MaskInput[],
    { firstStep, steps, N }: { firstStep: number; steps: number | null; N: number },
  ): NativeTensors {
    const tensorOf = ({ name, layer, rate, units }: MaskInput): NativeTensor => {
      const size = units * N;
      const count = steps ?? 1;
      const data = this.memoryFor(name, count * size);
      for (let k = 0; k < count; k++) {
        const own = data.subarray(k * size, (k + 1) * size);
        dropoutMask(own, rate, { seed: this.seed, step: firstStep + k, layer }, units, N);
      }
      return { type: 'uint8', data, dims: steps === null ? [units, N] : [steps, units, N] };
    };
    return Object.fromEntries(inputs.map((input) => [input.name, tensorOf(input)]));
  }

  private memoryFor(name: string, length: number): Uint8Array {
    const known = this.memory.get(name);
    if (known !== undefined && known.length >= length) return known.subarray(0, length);
    const made = new Uint8Array(length);
    this.memory.set(name, made);
    return made;
  }
}
