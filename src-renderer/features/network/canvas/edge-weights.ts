import { initialParameters, parameterOffsets } from '@shared/engine/parameters.ts';
import type { NetworkFrame } from '@shared/ipc/insight-contract.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { type LayerShape, parameterCount } from '@shared/model/network.ts';
import type { Picture } from './layout.ts';

/** Networks of more parameters are drawn without their initial weights: drawing those would be felt at every edit. */
const MOST_DRAWN_PARAMETERS = 60_000;

/** Weights of one dense layer, or means of blocks of them: [rows, columns], units by inputs. */
export interface WeightMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
}

/** By layer, the output last; null: it has none, or they are not known. */
export type NetworkWeights = readonly (WeightMatrix | null)[];

/**
 * The weights that training would start from, given or drawn from the network's own seed. Null where the settings do not
 * go together, so that there are none, or where the network is large.
 */
export function initialWeights(experiment: Experiment, shapes: readonly LayerShape[]): NetworkWeights | null {
  const { network, training } = experiment;
  const dense = shapes.filter(({ type }) => type === 'dense');
  const fits = network.initial === undefined || network.initial.length === dense.length;
  if (!fits || parameterCount(shapes) > MOST_DRAWN_PARAMETERS) return null;
  const parameters = initialParameters(shapes, network, training.precision);
  const offsets = parameterOffsets(shapes);
  return shapes.map((shape, k) => {
    if (shape.type !== 'dense') return null;
    const { units: rows, inputs: columns } = shape;
    return { rows, columns, values: parameters.subarray(offsets[k], offsets[k]! + rows * columns) };
  });
}

/** The weights of a network that is looked at; null where they are not of a network of this shape. */
export function frameWeights(frame: NetworkFrame, shapes: readonly LayerShape[]): NetworkWeights | null {
  if (frame.weights === null) return null;
  const found: (WeightMatrix | null)[] = shapes.map(() => null);
  for (const { layer, rows, columns, values } of frame.weights) {
    const shape = shapes[layer];
    const fits = shape?.type === 'dense' && rows <= shape.units && columns <= shape.inputs;
    if (!fits || values.length !== rows * columns) return null;
    found[layer] = { rows, columns, values };
  }
  return found;
}

/**
 * How strong each drawn connection is, −1 to 1, by layer: [ports of its column, ports of the column before]. The largest
 * drawn one of a layer is 1 or −1. A line between parts of blocks stands for the strongest weight of those parts.
 */
export function connectionStrengths(picture: Picture, weights: NetworkWeights): (Float32Array | null)[] {
  return weights.map((matrix, layer) => {
    const from = picture.columns[layer]?.ports.length ?? 0;
    const to = picture.columns[layer + 1]?.ports.length ?? 0;
    return matrix === null ? null : scaledToOne(strongest(matrix, to, from));
  });
}

/** The value of the largest size in each of `to` × `from` equal parts of a matrix. */
function strongest({ rows, columns, values }: WeightMatrix, to: number, from: number): Float32Array {
  const found = new Float32Array(to * from);
  for (let row = 0; row < rows; row++) {
    const target = Math.floor((row * to) / rows) * from;
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column]!;
      const place = target + Math.floor((column * from) / columns);
      if (Math.abs(value) > Math.abs(found[place]!)) found[place] = value;
    }
  }
  return found;
}

/** Weights that have become infinite or no number count as 0: they have no place on a scale. */
function scaledToOne(values: Float32Array): Float32Array {
  let largest = 0;
  for (const value of values) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return values.map((value) => (Number.isFinite(value) && largest > 0 ? value / largest : 0));
}
