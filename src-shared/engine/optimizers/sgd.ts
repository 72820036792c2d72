import type { OptimizerRule } from './update-rule.ts';

/**
 * Gradient descent:   θ ← θ − α·(g + λ·θ)
 *
 * Shapes: θ, g [P]; no slots.
 * Coefficients: α learning rate, λ weight decay.
 * Source: the article, step 8 (λ = 0); Robbins & Monro 1951 for mini-batches.
 */
export const sgd: OptimizerRule<'sgd'> = {
  slots: 0,
  coefficientCount: 2,
  update: (parameters, gradients, _slots, coefficients, offset) => {
    const alpha = coefficients[offset]!;
    const lambda = coefficients[offset + 1]!;
    for (let k = 0; k < parameters.length; k++) {
      const theta = parameters[k]!;
      parameters[k] = theta - alpha * (gradients[k]! + lambda * theta);
    }
  },
  writer: (settings) => (_step, learningRate, out, offset) => {
    out[offset] = learningRate;
    out[offset + 1] = settings.weightDecay;
  },
};
