import { LIMITS } from '../core/limits.ts';
import { ACTIVATIONS, type Activation } from './activations.ts';
import { choice, integer, type ValuesOf } from './fields.ts';
import type { Layer } from './layer-catalog.ts';

/** How the first weights are drawn. Formulas and sources are in engine/initializers.ts. */
export const INITIALIZERS = {
  'he-normal': 'He, normal',
  'glorot-uniform': 'Glorot, uniform',
} as const;
export type Initializer = keyof typeof INITIALIZERS;

export const networkFields = {
  initializer: choice(INITIALIZERS, 'he-normal', 'Initial weights', 'How the first weights are drawn.'),
  seed: integer(0, LIMITS.seed, 1, 'Weight seed', 'Decides the initial weights.'),
} as const;

export const outputFields = {
  activation: choice(ACTIVATIONS, 'linear', 'Output activation', 'The function applied to the answers.'),
} as const;

/** The parameters of one layer: W is [units][inputs], b is [units]. */
export interface LayerParameters {
  W: number[][];
  b: number[];
}

export type Network = ValuesOf<typeof networkFields> & {
  /** Hidden layers, from the inputs on. */
  layers: Layer[];
  output: ValuesOf<typeof outputFields>;
  /** Initial parameters of every layer, the output included; they replace the initializer. */
  initial?: LayerParameters[] | undefined;
};

/** One layer with its size known: what the engine, the picture and the counts work from. */
export interface LayerShape {
  type: Layer['type'];
  inputs: number;
  units: number;
  activation: Activation;
  parameters: number;
}

/**
 * The layers of a network, the output layer last, each with its shape and parameters (in + 1)·out (article, step 5).
 */
export function layerShapes(
  network: Pick<Network, 'layers' | 'output'>,
  inputs: number,
  outputs: number,
): LayerShape[] {
  const outputLayer: Layer = { type: 'dense', units: outputs, activation: network.output.activation };
  let width = inputs;
  return [...network.layers, outputLayer].map((layer) => {
    const shape = {
      type: layer.type,
      inputs: width,
      units: layer.units,
      activation: layer.activation,
      parameters: (width + 1) * layer.units,
    };
    width = layer.units;
    return shape;
  });
}

export function parameterCount(shapes: readonly LayerShape[]): number {
  return shapes.reduce((sum, shape) => sum + shape.parameters, 0);
}
