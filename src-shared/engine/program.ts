import { createFloatArray, type FloatArray, type Precision } from '../core/float-array.ts';
import { Random } from '../core/random.ts';
import { type LayerParameters, type LayerShape, type Network, parameterCount } from '../model/network.ts';
import type { Loss } from '../model/training-catalog.ts';
import { activate, activateBackward } from './activations.ts';
import { denseBackwardInput, denseBackwardParameters, denseForward } from './dense.ts';
import { initializers } from './initializers.ts';
import { lossFunctions } from './losses.ts';

/** One layer's windows onto the flat arrays, and its buffers for one batch. */
interface ProgramLayer {
  readonly shape: LayerShape;
  readonly W: FloatArray;
  readonly b: FloatArray;
  readonly dW: FloatArray;
  readonly db: FloatArray;
  /** [O, capacity] each: pre-activations, activations, and ∂L/∂a, which becomes ∂L/∂z in place. */
  readonly Z: FloatArray;
  readonly A: FloatArray;
  readonly dA: FloatArray;
}

/** A network compiled for a batch size: all memory it will ever need, in flat arrays. */
export interface Program {
  /** All parameters, layer after layer, W before b: [P]. */
  readonly parameters: FloatArray;
  /** Their gradients after `backward`, in the same order. */
  readonly gradients: FloatArray;
  readonly layers: readonly ProgramLayer[];
  /** Most samples that one call may take. */
  readonly capacity: number;
}

/**
 * A network's shapes → a program for at most `capacity` samples a call, its parameters all zero.
 *
 * Shapes: `shapes` as `layerShapes` gives them, the output layer last.
 * Source: the layout of `denseForward`: W [units][inputs], activations [units][samples], samples contiguous.
 */
export function compileProgram(
  shapes: readonly LayerShape[],
  capacity: number,
  precision: Precision,
): Program {
  const parameters = createFloatArray(precision, parameterCount(shapes));
  const gradients = createFloatArray(precision, parameters.length);
  let offset = 0;
  const layers = shapes.map((shape) => {
    const weights = shape.units * shape.inputs;
    const start = offset;
    offset += shape.parameters;
    const buffer = () => createFloatArray(precision, shape.units * capacity);
    return {
      shape,
      W: parameters.subarray(start, start + weights),
      b: parameters.subarray(start + weights, offset),
      dW: gradients.subarray(start, start + weights),
      db: gradients.subarray(start + weights, offset),
      Z: buffer(),
      A: buffer(),
      dA: buffer(),
    };
  });
  return { parameters, gradients, layers, capacity };
}

/**
 * Sets the parameters that training starts from: those the network gives, else drawn from its seed (article, step 5).
 *
 * Shapes: `network.initial` holds W [O][I] and b [O] of every layer.
 * Source: the initializers' own.
 */
export function initializeParameters(program: Program, network: Network): void {
  if (network.initial !== undefined) {
    setParameters(program, network.initial);
    return;
  }
  const random = new Random(network.seed, 'initial weights');
  for (const { shape, W, b } of program.layers) {
    initializers[network.initializer](W, shape.units, shape.inputs, random);
    b.fill(0);
  }
}

/**
 * Copies nested parameters into the flat array.
 *
 * Shapes: W [O][I], b [O], one entry a layer.
 * Source: the layout of `Program.parameters`.
 */
export function setParameters(program: Program, values: readonly LayerParameters[]): void {
  program.layers.forEach(({ shape, W, b }, k) => {
    const given = values[k]!;
    given.W.forEach((row, o) => {
      W.set(row, o * shape.inputs);
    });
    b.set(given.b);
  });
}

/**
 * Parameters in the flat layout → nested, as files hold them.
 *
 * Shapes: `parameters` [P] → W [O][I], b [O] of each layer.
 * Source: the layout of `Program.parameters`.
 */
export function nestParameters(shapes: readonly LayerShape[], parameters: FloatArray): LayerParameters[] {
  let offset = 0;
  const take = (count: number): number[] => {
    offset += count;
    return Array.from(parameters.subarray(offset - count, offset));
  };
  return shapes.map(({ units, inputs }) => ({
    W: Array.from({ length: units }, () => take(inputs)),
    b: take(units),
  }));
}

/**
 * Inputs → predictions, through all layers (article, step 6).
 *
 * Shapes: X [I, N] scaled inputs; returns the output layer's own buffer, whose first O·N numbers are [O, N].
 * Source: `denseForward`, `activate`.
 */
export function forward(program: Program, X: FloatArray, N: number): FloatArray {
  let input = X;
  for (const { shape, W, b, Z, A } of program.layers) {
    denseForward(Z, input, W, b, shape.units, shape.inputs, N);
    activate(A, Z, shape.activation, shape.units * N);
    input = A;
  }
  return input;
}

/**
 * Fills `program.gradients` with ∂L/∂θ for the batch of the last `forward` (article, step 7).
 *
 * Shapes: X [I, N] the same inputs; Y [T, N] scaled targets.
 * Source: the chain rule, layer by layer from the output: Rumelhart, Hinton & Williams 1986.
 */
export function backward(program: Program, X: FloatArray, Y: FloatArray, N: number, loss: Loss): void {
  const { layers } = program;
  const output = layers.at(-1)!;
  lossFunctions[loss].gradient(output.dA, output.A, Y, output.shape.units, N);
  for (let l = layers.length - 1; l >= 0; l--) {
    const { shape, W, dW, db, Z, A, dA } = layers[l]!;
    activateBackward(dA, Z, A, shape.activation, shape.units * N);
    const before = layers[l - 1];
    denseBackwardParameters(dW, db, dA, before?.A ?? X, shape.units, shape.inputs, N);
    if (before !== undefined) denseBackwardInput(before.dA, W, dA, shape.units, shape.inputs, N);
  }
}
