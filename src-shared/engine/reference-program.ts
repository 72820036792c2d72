import { createFloatArray, type FloatArray, type Precision } from '../core/float-array.ts';
import { activationOf, type LayerShape, parameterCount } from '../model/network.ts';
import { activate, activateBackward } from './activations.ts';
import { lossFunctions, lossGradient, trainingLoss } from './losses.ts';
import type { LossSettings } from './machine.ts';
import { parameterOffsets, statisticsCount, statisticsOf } from './parameters.ts';
import { compileLayer, type LayerSteps, type Pass, type Signal } from './reference-layers.ts';

/** One layer with its buffers for a batch, [units, capacity] each. */
interface ProgramLayer extends LayerSteps {
  readonly shape: LayerShape;
  /** Pre-activations, activations, and ∂L/∂a, which becomes ∂L/∂z in place. */
  readonly Z: FloatArray;
  readonly A: FloatArray;
  readonly dA: FloatArray;
}

/** A network compiled for a batch size: all memory it will ever need, in flat arrays. */
export interface Program {
  /** As in `Machine`. */
  readonly parameters: FloatArray;
  readonly gradients: FloatArray;
  readonly statistics: FloatArray;
  readonly layers: readonly ProgramLayer[];
  /** What goes in, scaled: [I, capacity]. */
  readonly X: FloatArray;
  /** Most samples that one call may take. */
  readonly capacity: number;
}

/** What a batch should have given: Y [T, N]; weights [N], or null where all samples count the same. */
export interface Targets {
  readonly Y: FloatArray;
  readonly weights: FloatArray | null;
}

/**
 * A network's shapes → a program for at most `capacity` samples a call. Parameters are zero, running variances 1.
 *
 * Shapes: `shapes` as `layerShapes` gives them, the output layer last.
 * Source: the layout of `denseForward`: W [units][inputs], activations [units][samples], samples contiguous.
 */
export function compileProgram(
  shapes: readonly LayerShape[],
  capacity: number,
  precision: Precision,
): Program {
  const allocate = (length: number) => createFloatArray(precision, length);
  const parameters = allocate(parameterCount(shapes));
  const gradients = allocate(parameters.length);
  const statistics = allocate(statisticsCount(shapes));
  const offsets = parameterOffsets(shapes);
  const X = allocate(shapes[0]!.inputs * capacity);
  const layers: ProgramLayer[] = [];
  /** What goes into layer l. */
  const signal = (l: number): Signal => (l === 0 ? { A: X, dA: null } : layers[l - 1]!);
  let statisticsOffset = 0;
  shapes.forEach((shape, index) => {
    const ownStatistics = statistics.subarray(statisticsOffset, statisticsOffset + statisticsOf(shape));
    ownStatistics.fill(1, shape.units);
    statisticsOffset += ownStatistics.length;
    const window = (all: FloatArray) => all.subarray(offsets[index], offsets[index]! + shape.parameters);
    const buffer = () => allocate(shape.units * capacity);
    const [Z, A, dA] = [buffer(), buffer(), buffer()];
    const steps = compileLayer(shape, {
      index,
      input: signal(index),
      source: signal(shape.type === 'residual' ? index - shape.over : index),
      parameters: window(parameters),
      gradients: window(gradients),
      statistics: ownStatistics,
      Z,
      dZ: dA,
      allocate,
      capacity,
    });
    layers.push({ ...steps, shape, Z, A, dA });
  });
  return { parameters, gradients, statistics, layers, X, capacity };
}

/**
 * Inputs in `program.X` → predictions, through all layers (article, step 6).
 *
 * Shapes: X [I, N]; returns the output layer's own buffer, whose first T·N numbers are [T, N].
 * Source: the modules of `layers/`; `activate`.
 */
export function forward(program: Program, N: number, pass: Pass): FloatArray {
  for (const layer of program.layers) {
    layer.forward(N, pass);
    activate(layer.A, layer.Z, activationOf(layer.shape), layer.shape.units, N);
  }
  return program.layers.at(-1)!.A;
}

/**
 * The loss of the batch of the last `forward`, without penalties.
 *
 * Shapes: as in `Targets`.
 * Source: `trainingLoss`.
 */
export function batchLoss(
  { layers }: Program,
  { Y, weights }: Targets,
  N: number,
  settings: LossSettings,
): number {
  const { A, Z, shape } = layers.at(-1)!;
  return trainingLoss(settings, A, Z, Y, weights, shape.units, N);
}

/**
 * What the weights of all layers cost.
 *
 * Shapes: none. Source: `penaltyOf`.
 */
export function penalties({ layers }: Program): number {
  return layers.reduce((sum, layer) => sum + (layer.penalty?.() ?? 0), 0);
}

/**
 * Fills `program.gradients` with ∂L/∂θ for the batch of the last `forward`, penalties included (article, step 7).
 * `watch` is shown each layer's ∂L/∂a [units, N] before it becomes ∂L/∂z, if the loss does not give that at once.
 *
 * Shapes: as in `Targets`.
 * Source: the chain rule, layer by layer from the output: Rumelhart, Hinton & Williams 1986.
 */
export function backward(
  program: Program,
  { Y, weights }: Targets,
  N: number,
  settings: LossSettings,
  watch?: (layer: number, dA: FloatArray) => void,
): void {
  clearOutputGradients(program, N);
  const { A, dA, shape } = program.layers.at(-1)!;
  lossGradient(dA, settings, A, Y, weights, shape.units, N);
  propagate(program, N, lossFunctions[settings.loss].isByLogit, watch);
  for (const layer of program.layers) layer.addPenaltyGradient?.();
}

/**
 * Fills `program.gradients` with ∂ŷₜ/∂θ, summed over the samples of the last `forward`.
 *
 * Shapes: t is the target, from 0.
 * Source: as `backward`.
 */
export function backwardFromTarget(program: Program, t: number, N: number): void {
  clearOutputGradients(program, N);
  program.layers.at(-1)!.dA.fill(1, t * N, (t + 1) * N);
  propagate(program, N, false);
}

/** Every layer adds to the gradient of what went into it, so all begin at zero. */
function clearOutputGradients({ layers }: Program, N: number): void {
  for (const { dA, shape } of layers) dA.fill(0, 0, shape.units * N);
}

/** From the output layer's dA (its dZ, if `startsAtLogits`) to all gradients. */
function propagate(
  { layers }: Program,
  N: number,
  startsAtLogits: boolean,
  watch?: (layer: number, dA: FloatArray) => void,
): void {
  for (let l = layers.length - 1; l >= 0; l--) {
    const layer = layers[l]!;
    if (l < layers.length - 1 || !startsAtLogits) {
      watch?.(l, layer.dA);
      activateBackward(layer.dA, layer.Z, layer.A, activationOf(layer.shape), layer.shape.units, N);
    }
    layer.backward(N);
  }
}

/**
 * Takes the batch of the last training pass into the running statistics.
 *
 * Shapes: N rows in the batch.
 * Source: `updateStatistics`.
 */
export function updateRunningStatistics({ layers }: Program, N: number): void {
  for (const layer of layers) layer.updateStatistics?.(N);
}
