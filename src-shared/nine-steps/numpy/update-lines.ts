import { coefficientWriter, updateRule } from '../../engine/optimizers/optimizer.ts';
import type { LayerShape } from '../../model/network.ts';
import {
  type Clipping,
  type FirstOrderOptimizer,
  isSecondOrder,
  type Training,
} from '../../model/training-catalog.ts';
import type { UpdateTrace } from '../../model/nine-steps.ts';
import { parameterNames } from './layer-lines.ts';

type OptimizerOf<T extends FirstOrderOptimizer['type']> = Extract<FirstOrderOptimizer, { type: T }>;

/** All parameters θ and gradients g as one vector each. */
export function flatLines(shapes: readonly LayerShape[]): string[] {
  const names = shapes.flatMap((shape, layer) => parameterNames(shape, layer + 1));
  const joined = (prefix: string) =>
    `np.concatenate([P.ravel() for P in (${names.map((name) => `${prefix}${name},`).join(' ')})])`;
  return [`theta = ${joined('')}`, `g = ${joined('d')}`];
}

/** θ and g → θ after the first step of training, when the optimizer remembers nothing yet. */
export function updateLines(
  { optimizer, clipping }: Pick<Training, 'optimizer' | 'clipping'>,
  { rate, damping }: Pick<UpdateTrace, 'rate' | 'damping'>,
): string[] {
  if (!isSecondOrder(optimizer)) {
    return [...clippingLines(clipping), ...firstOrderLines(optimizer, rate ?? optimizer.learningRate)];
  }
  if (optimizer.type === 'lbfgs') return [`theta = theta - ${rate ?? 'alpha'} * g`];
  return [
    `lam = ${damping ?? 'damping * np.diag(J.T @ J).max()'}`,
    'theta = theta - np.linalg.solve(J.T @ J + lam * np.eye(theta.size), J.T @ r)',
  ];
}

function clippingLines(clipping: Clipping | undefined): string[] {
  if (clipping === undefined) return [];
  const { by, limit } = clipping;
  return by === 'value'
    ? [`g = np.clip(g, ${-limit}, ${limit})`]
    : [`g = g * min(1, ${limit} / (np.linalg.norm(g) + 1e-6))`];
}

/** How each method moves θ by g in its first step. Formulas and sources: engine/optimizers. */
function firstOrderLines(optimizer: FirstOrderOptimizer, rate: number): string[] {
  switch (optimizer.type) {
    case 'sgd':
      return [`theta = theta - ${rate} * ${decayed(optimizer.weightDecay)}`];
    case 'momentum':
      return [
        `v = 0 * theta`,
        `v = ${optimizer.momentum} * v + ${decayed(optimizer.weightDecay)}`,
        `theta = theta - ${rate} * v`,
      ];
    case 'nesterov':
      return [
        `v = 0 * theta`,
        `d = ${decayed(optimizer.weightDecay)}`,
        `v = ${optimizer.momentum} * v + d`,
        `theta = theta - ${rate} * (d + ${optimizer.momentum} * v)`,
      ];
    case 'rmsprop':
      return [
        `v = 0 * theta`,
        `v = ${optimizer.rho} * v + (1 - ${optimizer.rho}) * g**2`,
        `theta = theta - ${rate} * g / (np.sqrt(v) + ${optimizer.epsilon})`,
      ];
    case 'adagrad':
      return [
        `s = 0 * theta`,
        `s = s + g**2`,
        `theta = theta - ${rate} * g / (np.sqrt(s) + ${optimizer.epsilon})`,
      ];
    case 'adadelta':
      return [
        `v, u = 0 * theta, 0 * theta`,
        `v = ${optimizer.rho} * v + (1 - ${optimizer.rho}) * g**2`,
        `delta = np.sqrt(u + ${optimizer.epsilon}) / np.sqrt(v + ${optimizer.epsilon}) * g`,
        `theta = theta - ${rate} * delta`,
      ];
    default:
      return adamFamilyLines(optimizer, rate);
  }
}

function decayed(weightDecay: number): string {
  return weightDecay === 0 ? 'g' : `(g + ${weightDecay} * theta)`;
}

type AdamFamily = OptimizerOf<'adam' | 'amsgrad' | 'adamw' | 'adamax' | 'nadam' | 'radam'>;

function adamFamilyLines(optimizer: AdamFamily, rate: number): string[] {
  const { beta1, beta2, epsilon } = optimizer;
  const means = [
    `m, v, t = 0 * theta, 0 * theta, 1`,
    `m = ${beta1} * m + (1 - ${beta1}) * g`,
    `v = ${beta2} * v + (1 - ${beta2}) * g**2`,
  ];
  const corrected = [`m_hat = m / (1 - ${beta1}**t)`, `v_hat = v / (1 - ${beta2}**t)`];
  switch (optimizer.type) {
    case 'adam':
    // The largest v so far is, in the first step, v itself.
    case 'amsgrad':
      return [...means, ...corrected, `theta = theta - ${rate} * m_hat / (np.sqrt(v_hat) + ${epsilon})`];
    case 'adamw':
      return [
        ...means,
        ...corrected,
        `theta = theta - ${rate} * (m_hat / (np.sqrt(v_hat) + ${epsilon}) + ${optimizer.weightDecay} * theta)`,
      ];
    case 'adamax':
      return [
        `m, u, t = 0 * theta, 0 * theta, 1`,
        `m = ${beta1} * m + (1 - ${beta1}) * g`,
        `u = np.maximum(${beta2} * u, np.abs(g) + ${epsilon})`,
        `theta = theta - ${rate} * m / (1 - ${beta1}**t) / u`,
      ];
    case 'nadam':
    case 'radam':
      return [...means, mixedLine(optimizer, rate)];
  }
}

/** Methods whose first step mixes g, m and m/√v with factors that warm up: the factors are the engine's own. */
function mixedLine(optimizer: OptimizerOf<'nadam' | 'radam'>, rate: number): string {
  const c = new Float64Array(updateRule(optimizer.type).coefficientCount);
  coefficientWriter(optimizer, 0)(1, rate, c, 0);
  const [first, second, epsilon] = [c[0]!, c[1]!, c[6]!];
  return optimizer.type === 'nadam'
    ? `theta = theta - (${first} * g + ${second} * m) / (np.sqrt(v) + ${epsilon})`
    : `theta = theta - (${first} * m + ${second} * m / (np.sqrt(v) + ${epsilon}))`;
}
