import type { Activation } from '../../model/activations.ts';

const define = (name: string, value: string): string => `static void ninestep_${name}(float *a, int units) {
  for (int u = 0; u < units; u++) {
    const float z = a[u];
    a[u] = ${value};
  }
}`;
const LOGISTIC = '(z >= 0 ? 1 / (1 + expf(-z)) : expf(z) / (1 + expf(z)))';
const SOFTPLUS = '(fmaxf(z, 0) + log1pf(expf(-fabsf(z))))';

/** What a layer may apply, to all of its values in place. */
export const C_FUNCTIONS: Readonly<Record<Activation, string>> = {
  linear: define('linear', 'z'),
  relu: define('relu', 'z < 0 ? 0 : z'),
  'leaky-relu': define('leaky_relu', 'z < 0 ? 0.01f * z : z'),
  elu: define('elu', 'z > 0 ? z : expm1f(z)'),
  selu: define('selu', '1.0507009873554805f * (z > 0 ? z : 1.6732632423543772f * expm1f(z))'),
  gelu: define('gelu', '0.5f * z * (1 + erff(z * 0.7071067811865476f))'),
  'gelu-tanh': define(
    'gelu_tanh',
    '0.5f * z * (1 + tanhf(0.7978845608028654f * (z + 0.044715f * z * z * z)))',
  ),
  silu: define('silu', `z * ${LOGISTIC}`),
  mish: define('mish', `z * tanhf(${SOFTPLUS})`),
  softplus: define('softplus', SOFTPLUS),
  softsign: define('softsign', 'z / (1 + fabsf(z))'),
  sigmoid: define('sigmoid', LOGISTIC),
  tanh: define('tanh', 'tanhf(z)'),
  softmax: `static void ninestep_softmax(float *a, int units) {
  float largest = a[0], sum = 0;
  for (int u = 1; u < units; u++) largest = fmaxf(largest, a[u]);
  for (int u = 0; u < units; u++) sum += a[u] = expf(a[u] - largest);
  for (int u = 0; u < units; u++) a[u] /= sum;
}`,
};
