import type { FloatArray } from '../core/float-array.ts';
import type { LayerShape } from '../model/network.ts';
import {
  batchNormalize,
  batchNormalizeBackward,
  normalizeByStatistics,
  updateStatistics,
} from './layers/batch-normalization.ts';
import { denseBackwardInput, denseBackwardParameters, denseForward } from './layers/dense.ts';
import { dropoutBackward, dropoutFactors, dropoutForward } from './layers/dropout.ts';
import { layerNormalize, layerNormalizeBackward } from './layers/layer-normalization.ts';
import { scaleAndShift, scaleAndShiftBackward } from './layers/normalization.ts';
import { addPenaltyGradient, penaltyOf } from './layers/penalties.ts';
import { addTo, residualForward } from './layers/residual.ts';

/** Values that go from layer to layer, and the loss's gradient by them, which nobody asks for at the inputs. */
export interface Signal {
  readonly A: FloatArray;
  readonly dA: FloatArray | null;
}

/** Training draws dropout masks for its step and normalises by the batch; inference does neither. */
export type Pass =
  | { readonly kind: 'training'; readonly seed: number; readonly step: number }
  | { readonly kind: 'inference' };

/** What a layer is given to work with. */
export interface LayerMemory {
  /** Place among the layers, 0 first. */
  readonly index: number;
  readonly input: Signal;
  /** What a residual connection adds; for other layers their input. */
  readonly source: Signal;
  /** Windows onto the flat arrays: this layer's own. */
  readonly parameters: FloatArray;
  readonly gradients: FloatArray;
  readonly statistics: FloatArray;
  /** Pre-activations Z and the gradient by them. [units, capacity] each. */
  readonly Z: FloatArray;
  readonly dZ: FloatArray;
  /** More numbers, for as long as the layer lives. */
  readonly allocate: (length: number) => FloatArray;
  readonly capacity: number;
}

/** A layer's arithmetic without its activation: N samples a call. */
export interface LayerSteps {
  /** The input → Z. */
  forward(N: number, pass: Pass): void;
  /** dZ → this layer's gradients, and added to the gradient of its input. */
  backward(N: number): void;
  /** Takes the batch of the last training pass into what the layer keeps running. */
  updateStatistics?(N: number): void;
  /** What its weights cost, and the gradient of that, added. */
  penalty?(): number;
  addPenaltyGradient?(): void;
}

/**
 * One layer, compiled.
 *
 * Shapes: as in `LayerMemory`.
 * Source: the modules of `layers/`.
 */
export function compileLayer(shape: LayerShape, memory: LayerMemory): LayerSteps {
  switch (shape.type) {
    case 'dense':
      return dense(shape, memory);
    case 'dropout':
      return dropout(shape, memory);
    case 'batch-normalization':
      return batchNormalization(shape, memory);
    case 'layer-normalization':
      return layerNormalization(shape, memory);
    case 'residual':
      return residual(shape, memory);
  }
}

type ShapeOf<T extends LayerShape['type']> = Extract<LayerShape, { type: T }>;

function dense(shape: ShapeOf<'dense'>, memory: LayerMemory): LayerSteps {
  const { units: O, inputs: I } = shape;
  const { input, Z, dZ } = memory;
  const [W, b] = splitAt(memory.parameters, O * I);
  const [dW, db] = splitAt(memory.gradients, O * I);
  return {
    forward(N) {
      denseForward(Z, input.A, W, b, O, I, N);
    },
    backward(N) {
      denseBackwardParameters(dW, db, dZ, input.A, O, I, N);
      if (input.dA !== null) denseBackwardInput(input.dA, W, dZ, O, I, N);
    },
    penalty: () => penaltyOf(W, shape),
    addPenaltyGradient() {
      addPenaltyGradient(dW, W, shape);
    },
  };
}

function dropout({ units, rate }: ShapeOf<'dropout'>, memory: LayerMemory): LayerSteps {
  const { input, Z, dZ, index } = memory;
  const M = memory.allocate(units * memory.capacity);
  return {
    forward(N, pass) {
      if (pass.kind === 'training')
        dropoutFactors(M, rate, { seed: pass.seed, step: pass.step, layer: index }, units, N);
      else M.fill(1);
      dropoutForward(Z, M, input.A, units * N);
    },
    backward(N) {
      if (input.dA !== null) dropoutBackward(input.dA, M, dZ, units * N);
    },
  };
}

function batchNormalization(shape: ShapeOf<'batch-normalization'>, memory: LayerMemory): LayerSteps {
  const { units: U, epsilon } = shape;
  const { input, Z, dZ, statistics } = memory;
  const [gamma, beta] = splitAt(memory.parameters, U);
  const [dGamma, dBeta] = splitAt(memory.gradients, U);
  const Xhat = memory.allocate(U * memory.capacity);
  const dXhat = memory.allocate(U * memory.capacity);
  const inverses = memory.allocate(U);
  const batchMoments = memory.allocate(2 * U);
  return {
    forward(N, pass) {
      if (pass.kind === 'training') batchNormalize(Xhat, inverses, batchMoments, input.A, epsilon, U, N);
      else normalizeByStatistics(Xhat, input.A, statistics, epsilon, U, N);
      scaleAndShift(Z, Xhat, gamma, beta, U, N);
    },
    backward(N) {
      scaleAndShiftBackward(dGamma, dBeta, dXhat, dZ, Xhat, gamma, U, N);
      if (input.dA !== null) batchNormalizeBackward(input.dA, dXhat, Xhat, inverses, U, N);
    },
    updateStatistics(N) {
      updateStatistics(statistics, batchMoments, shape, U, N);
    },
  };
}

function layerNormalization(shape: ShapeOf<'layer-normalization'>, memory: LayerMemory): LayerSteps {
  const { units: U, epsilon } = shape;
  const { input, Z, dZ } = memory;
  const [gamma, beta] = splitAt(memory.parameters, U);
  const [dGamma, dBeta] = splitAt(memory.gradients, U);
  const Xhat = memory.allocate(U * memory.capacity);
  const dXhat = memory.allocate(U * memory.capacity);
  const inverses = memory.allocate(memory.capacity);
  return {
    forward(N) {
      layerNormalize(Xhat, inverses, input.A, epsilon, U, N);
      scaleAndShift(Z, Xhat, gamma, beta, U, N);
    },
    backward(N) {
      scaleAndShiftBackward(dGamma, dBeta, dXhat, dZ, Xhat, gamma, U, N);
      if (input.dA !== null) layerNormalizeBackward(input.dA, dXhat, Xhat, inverses, U, N);
    },
  };
}

function residual({ units }: ShapeOf<'residual'>, memory: LayerMemory): LayerSteps {
  const { input, source, Z, dZ } = memory;
  return {
    forward(N) {
      residualForward(Z, input.A, source.A, units * N);
    },
    backward(N) {
      for (const { dA } of [input, source]) if (dA !== null) addTo(dA, dZ, units * N);
    },
  };
}

function splitAt(values: FloatArray, length: number): [FloatArray, FloatArray] {
  return [values.subarray(0, length), values.subarray(length)];
}
