import { LIMITS } from '../core/limits.ts';
import { type Activation, OUTPUT_ACTIVATIONS } from './activations.ts';
import { choice, integer, real, type ValuesOf } from './fields.ts';
import { type Layer, type LayerOf, penaltyFields } from './layer-catalog.ts';

/** How the first weights are drawn. Formulas and sources are in engine/initializers.ts. */
export const INITIALIZERS = {
  'he-normal': 'He, normal',
  'he-uniform': 'He, uniform',
  'glorot-normal': 'Glorot, normal',
  'glorot-uniform': 'Glorot, uniform',
  'lecun-normal': 'LeCun, normal',
  'lecun-uniform': 'LeCun, uniform',
  orthogonal: 'Orthogonal',
  zeros: 'Zeros',
  constant: 'Constant',
  article: 'The article’s',
} as const;
export type Initializer = keyof typeof INITIALIZERS;

export const networkFields = {
  initializer: choice(INITIALIZERS, 'he-normal', 'Initial weights', 'How the first weights are drawn.'),
  initialConstant: real(
    -1_000,
    1_000,
    0.1,
    'Constant',
    'Every weight, where the initial weights are constant.',
  ),
  seed: integer(0, LIMITS.seed, 1, 'Weight seed', 'Decides the initial weights.'),
} as const;

export const outputFields = {
  activation: choice(
    OUTPUT_ACTIVATIONS,
    'linear',
    'Output activation',
    'The function applied to the answers.',
  ),
  ...penaltyFields,
} as const;

/** The parameters of one dense layer: W is [units][inputs], b is [units]. */
export interface LayerParameters {
  W: number[][];
  b: number[];
}

/** Scale and shift of one normalisation, each [units]; of a batch normalisation also the running statistics. */
export interface NormalizationStart {
  gamma: number[];
  beta: number[];
  mean?: number[] | undefined;
  variance?: number[] | undefined;
}

export type Network = ValuesOf<typeof networkFields> & {
  /** Hidden layers, from the inputs on. */
  layers: Layer[];
  output: ValuesOf<typeof outputFields>;
  /** Initial parameters of every dense layer, the output included; they replace the initializer. */
  initial?: LayerParameters[] | undefined;
  /** Beside `initial`: where every normalisation begins. Left out, they begin with scale 1, shift 0 and statistics of nothing. */
  initialNormalizations?: NormalizationStart[] | undefined;
};

interface Size {
  /** Values that come in, and values that go out, of one row. */
  inputs: number;
  units: number;
  /** Numbers that training changes. */
  parameters: number;
}

/** A dense layer with its size known; of these the output alone may have softmax. */
export type DenseShape = Omit<LayerOf<'dense'>, 'activation'> & Size & { activation: Activation };

/** One layer with its settings and its size known: what the engine, the picture and the counts work from. */
export type LayerShape = DenseShape | (Exclude<Layer, { type: 'dense' }> & Size);

/**
 * The layers of a network, the output layer last, each with its shape and parameters: dense (in + 1)·out (article,
 * step 5), normalisation a scale and a shift for every unit.
 */
export function layerShapes(
  network: Pick<Network, 'layers' | 'output'>,
  inputs: number,
  outputs: number,
): LayerShape[] {
  const shapes: LayerShape[] = [];
  let width = inputs;
  for (const layer of network.layers) {
    const shape = shapeOf(layer, width);
    shapes.push(shape);
    width = shape.units;
  }
  return [...shapes, denseShape({ type: 'dense', units: outputs, ...network.output }, width)];
}

function shapeOf(layer: Layer, width: number): LayerShape {
  switch (layer.type) {
    case 'dense':
      return denseShape(layer, width);
    case 'batch-normalization':
    case 'layer-normalization':
      return { ...layer, inputs: width, units: width, parameters: 2 * width };
    case 'dropout':
    case 'residual':
      return { ...layer, inputs: width, units: width, parameters: 0 };
  }
}

function denseShape(layer: Omit<DenseShape, 'inputs' | 'parameters'>, width: number): DenseShape {
  return { ...layer, inputs: width, parameters: (width + 1) * layer.units };
}

/** The function applied after a layer's own arithmetic; a layer without one is linear. */
export function activationOf(shape: LayerShape): Activation {
  return 'activation' in shape ? shape.activation : 'linear';
}

export function parameterCount(shapes: readonly LayerShape[]): number {
  return shapes.reduce((sum, shape) => sum + shape.parameters, 0);
}

/** Values that all layers together give for a row. */
export function unitsOf(shapes: readonly LayerShape[]): number {
  return shapes.reduce((sum, { units }) => sum + units, 0);
}
