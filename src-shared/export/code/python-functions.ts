import type { Activation } from '../../model/activations.ts';

const define = (name: string, value: string): string => `def ${name}(Z):\n    return ${value}`;
const LOGISTIC = 'np.exp(-np.logaddexp(0, -Z))';

/** What a layer may apply, as Python functions of an array of shape (units, rows). */
export const PYTHON_FUNCTIONS: Readonly<Record<Activation, string>> = {
  linear: define('linear', 'Z'),
  relu: define('relu', 'np.maximum(Z, 0)'),
  'leaky-relu': define('leaky_relu', 'np.where(Z < 0, 0.01 * Z, Z)'),
  elu: define('elu', 'np.where(Z > 0, Z, np.expm1(np.minimum(Z, 0)))'),
  selu: define(
    'selu',
    '1.0507009873554805 * np.where(Z > 0, Z, 1.6732632423543772 * np.expm1(np.minimum(Z, 0)))',
  ),
  gelu: define('gelu', '0.5 * Z * (1 + np.vectorize(math.erf)(Z * math.sqrt(0.5)))'),
  'gelu-tanh': define('gelu_tanh', '0.5 * Z * (1 + np.tanh(0.7978845608028654 * (Z + 0.044715 * Z**3)))'),
  silu: define('silu', `Z * ${LOGISTIC}`),
  mish: define('mish', 'Z * np.tanh(np.logaddexp(0, Z))'),
  softplus: define('softplus', 'np.logaddexp(0, Z)'),
  softsign: define('softsign', 'Z / (1 + np.abs(Z))'),
  sigmoid: define('sigmoid', LOGISTIC),
  tanh: define('tanh', 'np.tanh(Z)'),
  softmax: 'def softmax(Z):\n    E = np.exp(Z - Z.max(axis=0))\n    return E / E.sum(axis=0)',
};
