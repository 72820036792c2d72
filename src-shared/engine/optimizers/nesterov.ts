import { momentumWriter } from './momentum.ts';
import type { OptimizerRule } from './update-rule.ts';

/**
 * Nesterov momentum:   d = g + λ·θ,   v ← μ·v + d,   θ ← θ − α·(d + μ·v)
 *
 * Shapes: θ, g [P]; one slot, v.
 * Coefficients: α learning rate, λ weight decay, μ momentum.
 * Source: Nesterov 1983, in the form of Sutskever et al. 2013 that takes the gradient where the parameters are.
 */
export const nesterov: OptimizerRule<'nesterov'> = {
  slots: 1,
  coefficientCount: 3,
  update: (parameters, gradients, slots, coefficients, offset) => {
    const alpha = coefficients[offset]!;
    const lambda = coefficients[offset + 1]!;
    const mu = coefficients[offset + 2]!;
    const velocity = slots[0]!;
    for (let k = 0; k < parameters.length; k++) {
      const theta = parameters[k]!;
      const d = gradients[k]! + lambda * theta;
      const v = mu * velocity[k]! + d;
      velocity[k] = v;
      parameters[k] = theta - alpha * (d + mu * v);
    }
  },
  writer: momentumWriter,
};
