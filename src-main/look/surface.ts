import { createFloatArray, type FloatArray, type Precision } from '@shared/core/float-array.ts';
import { AppError } from '@shared/core/errors.ts';
import { quote } from '@shared/core/text.ts';
import { createEncoder } from '@shared/data/encode.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import type { LookedAtMachine } from '@shared/engine/machine.ts';
import { createCellReader } from '@shared/export/read-cell.ts';
import type { NetworkFrame, SurfaceRequest } from '@shared/ipc/insight-contract.ts';
import { answersTo, outputCount } from './encoded-rows.ts';

type Surface = NonNullable<NetworkFrame['surface']>;

/**
 * What a network answers over a grid of two inputs, the others held. Throws INVALID_VALUE where there are no such inputs, or a
 * held value is none of its column's.
 */
export function surfaceOf(
  machine: LookedAtMachine,
  data: PreparedData,
  request: SurfaceRequest,
  precision: Precision,
): Surface {
  const grid = new Grid(data, request, precision);
  const outputs = outputCount(data);
  const values = new Float32Array(request.size ** 2 * outputs);
  for (let first = 0; first < request.size ** 2; first += machine.predictCapacity) {
    const count = Math.min(machine.predictCapacity, request.size ** 2 - first);
    values.set(answersTo(machine, data, grid.rows(first, count), count), first * outputs);
  }
  return { request, outputs, values };
}

/** Encoded rows of the places of a grid, x fastest. */
class Grid {
  private readonly size: number;
  /** The row of all places but for x and y: [I]. */
  private readonly held: FloatArray;
  private readonly x: Axis;
  private readonly y: Axis;

  constructor(
    data: PreparedData,
    { x, y, xRange, yRange, size, rest }: SurfaceRequest,
    precision: Precision,
  ) {
    if (x === y || rest.length !== data.inputs.length) {
      throw new AppError(
        'INVALID_VALUE',
        'A surface needs two different inputs, and a value for each input.',
        {
          at: 'look.surface',
        },
      );
    }
    this.size = size;
    this.x = axisOf(data, x, xRange, size);
    this.y = axisOf(data, y, yRange, size);
    const held: number[] = [];
    data.inputs.forEach(({ name, fitted }, c) => {
      const value = name === x ? xRange[0] : name === y ? yRange[0] : createCellReader(fitted)(rest[c]!);
      held.push(...encoded(fitted, value));
    });
    this.held = createFloatArray(precision, held.length);
    this.held.set(held);
  }

  rows(first: number, count: number): FloatArray {
    const { held, size, x, y } = this;
    const rows =
      held instanceof Float32Array
        ? new Float32Array(count * held.length)
        : new Float64Array(count * held.length);
    for (let n = 0; n < count; n++) {
      const at = n * held.length;
      rows.set(held, at);
      rows.set(x.values[(first + n) % size]!, at + x.feature);
      rows.set(y.values[Math.floor((first + n) / size)]!, at + y.feature);
    }
    return rows;
  }
}

interface Axis {
  /** Where the column's features begin. */
  readonly feature: number;
  /** Encoded, at each place. */
  readonly values: readonly (readonly number[])[];
}

function axisOf(data: PreparedData, name: string, [from, to]: readonly [number, number], size: number): Axis {
  const column = data.inputs.findIndex((input) => input.name === name);
  const { fitted } = data.inputs[column] ?? {};
  if (fitted === undefined || 'levels' in fitted) {
    throw new AppError(
      'INVALID_VALUE',
      `There is no input ${quote(name)} of numbers to draw a surface over.`,
      {
        at: 'look.surface',
      },
    );
  }
  const before = data.inputs.slice(0, column);
  return {
    feature: before.reduce((sum, input) => sum + createEncoder(input.fitted).features, 0),
    values: Array.from({ length: size }, (_, k) => encoded(fitted, from + ((to - from) * k) / (size - 1))),
  };
}

function encoded(input: Parameters<typeof createEncoder>[0], value: number): number[] {
  const features: number[] = [];
  createEncoder(input).encode(value, (feature) => features.push(feature));
  return features;
}
