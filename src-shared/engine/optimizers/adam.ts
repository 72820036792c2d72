import { createFloatArray, type FloatArray, type Precision } from '../../core/float-array.ts';

/** What Adam remembers between steps: m and v are flat, [P]. */
export interface AdamState {
  readonly m: FloatArray;
  readonly v: FloatArray;
  step: number;
}

export interface AdamSettings {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
}

/**
 * The state before the first step: all zeros.
 *
 * Shapes: `length` is P, the number of parameters.
 * Source: Kingma & Ba 2015, alg. 1.
 */
export function createAdamState(length: number, precision: Precision): AdamState {
  return { m: createFloatArray(precision, length), v: createFloatArray(precision, length), step: 0 };
}

/**
 * One Adam step, in place:   θ ← θ − α·m̂ / (√v̂ + ε)
 *
 * Shapes: parameters θ, gradients g, m and v are flat, [P].
 * Source: Kingma & Ba 2015, alg. 1, with ε outside the root, as there.
 */
export function adamStep(
  parameters: FloatArray,
  gradients: FloatArray,
  state: AdamState,
  c: AdamSettings,
): void {
  const { m, v } = state;
  state.step += 1;
  const mCorrection = 1 - c.beta1 ** state.step;
  const vCorrection = 1 - c.beta2 ** state.step;
  for (let k = 0; k < parameters.length; k++) {
    const g = gradients[k]!;
    const mean = c.beta1 * m[k]! + (1 - c.beta1) * g;
    const square = c.beta2 * v[k]! + (1 - c.beta2) * g * g;
    m[k] = mean;
    v[k] = square;
    parameters[k] =
      parameters[k]! -
      (c.learningRate * (mean / mCorrection)) / (Math.sqrt(square / vCorrection) + c.epsilon);
  }
}
