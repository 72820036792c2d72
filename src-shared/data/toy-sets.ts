import { Random } from '../core/random.ts';
import { cosine, sine } from '../core/trigonometry.ts';
import type { ToySet, ToySource } from '../model/table-source.ts';
import { type LevelCells, numberCells, type RawTable } from './raw-table.ts';

/** Points of classes in a plane: where a point of class `k` stands, before noise is added to both places. */
interface Shape {
  readonly classes: number;
  readonly point: (k: number, random: Random) => { x: number; y: number };
}

/** A number that depends on inputs drawn uniformly between `low` and `high`. */
interface Surface {
  readonly inputs: readonly string[];
  readonly target: string;
  readonly low: number;
  readonly high: number;
  readonly height: (inputs: readonly number[]) => number;
}

const BLOB_DEVIATION = 0.2;
const SPIRAL_TURNS = 1.75;

/** Circles, moons, blobs and Friedman's surface as in scikit-learn's `datasets`, but for the places, which are random. */
const TOYS: Record<ToySet, Shape | Surface> = {
  circles: {
    classes: 2,
    point: (k, random) => onCircle(2 * Math.PI * random.uniform(), k === 0 ? 1 : 0.5),
  },
  moons: {
    classes: 2,
    point: (k, random) => {
      const { x, y } = onCircle(Math.PI * random.uniform(), 1);
      return k === 0 ? { x, y } : { x: 1 - x, y: 0.5 - y };
    },
  },
  spirals: {
    classes: 2,
    point: (k, random) => {
      const along = random.uniform();
      return onCircle(2 * Math.PI * SPIRAL_TURNS * along + Math.PI * k, 2 * along);
    },
  },
  blobs: {
    classes: 3,
    point: (k, random) => {
      const { x, y } = onCircle((2 * Math.PI * k) / 3 + Math.PI / 2, 1);
      return { x: x + BLOB_DEVIATION * random.normal(), y: y + BLOB_DEVIATION * random.normal() };
    },
  },
  xor: {
    classes: 2,
    point: (k, random) => {
      const x = 2 * random.uniform() - 1;
      const size = random.uniform();
      // Class 0 where both have the same sign.
      return { x, y: x < 0 === (k === 0) ? -size : size };
    },
  },
  saddle: {
    inputs: ['x', 'y'],
    target: 'z',
    low: -2,
    high: 2,
    height: ([x, y]) => x! * y!,
  },
  ripple: {
    inputs: ['x', 'y'],
    target: 'z',
    low: -10,
    high: 10,
    height: ([x, y]) => {
      const r = Math.sqrt(x! * x! + y! * y!);
      return r === 0 ? 1 : sine(r) / r;
    },
  },
  /** Friedman 1991, "Multivariate adaptive regression splines", example 1: x6 to x10 have no influence. */
  friedman: {
    inputs: ['x1', 'x2', 'x3', 'x4', 'x5', 'x6', 'x7', 'x8', 'x9', 'x10'],
    target: 'y',
    low: 0,
    high: 1,
    height: ([x1, x2, x3, x4, x5]) =>
      10 * sine(Math.PI * x1! * x2!) + 20 * (x3! - 0.5) * (x3! - 0.5) + 10 * x4! + 5 * x5!,
  },
};

/**
 * Draws a toy set: columns x, y and `class` (levels A, B…, in turn, so that all are equally frequent), or the inputs
 * and the target of a surface. `noise` is the deviation of a normal error on the places of points, on the target of
 * surfaces. The same source gives the same bits.
 */
export function drawToySet(source: ToySource): RawTable {
  const toy = TOYS[source.id];
  return 'point' in toy ? drawShape(toy, source) : drawSurface(toy, source);
}

function drawShape({ classes, point }: Shape, { rows, noise, seed }: ToySource): RawTable {
  const random = new Random(seed, 'toy');
  const [x, y, codes] = [new Float64Array(rows), new Float64Array(rows), new Int32Array(rows)];
  for (let row = 0; row < rows; row++) {
    const k = row % classes;
    const place = point(k, random);
    x[row] = place.x + noise * random.normal();
    y[row] = place.y + noise * random.normal();
    codes[row] = k;
  }
  const levels = ['A', 'B', 'C'].slice(0, classes);
  const classColumn: LevelCells = { kind: 'levels', name: 'class', levels, codes };
  return { rows, columns: [numberCells('x', x), numberCells('y', y), classColumn], remarks: [] };
}

function drawSurface(surface: Surface, { rows, noise, seed }: ToySource): RawTable {
  const random = new Random(seed, 'toy');
  const inputs = surface.inputs.map(() => new Float64Array(rows));
  const target = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const place = inputs.map((column) => {
      const value = surface.low + (surface.high - surface.low) * random.uniform();
      column[row] = value;
      return value;
    });
    target[row] = surface.height(place) + noise * random.normal();
  }
  return {
    rows,
    columns: [
      ...inputs.map((values, k) => numberCells(surface.inputs[k]!, values)),
      numberCells(surface.target, target),
    ],
    remarks: [],
  };
}

function onCircle(angle: number, radius: number): { x: number; y: number } {
  return { x: radius * cosine(angle), y: radius * sine(angle) };
}
