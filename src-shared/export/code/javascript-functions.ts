import { LARGE, MIDDLE, ONE_BY_ROOT_PI, SMALL } from '../../core/error-function.ts';
import type { Activation } from '../../model/activations.ts';
import type { ModelFile } from '../../model/model-file.ts';
import { activationsOf } from './code-model.ts';

const LOGISTIC = '(z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)))';
const SOFTPLUS = 'Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))';

/** Each takes all values of a layer, as softmax must. */
const FUNCTIONS: Readonly<Record<Activation, string>> = {
  linear: '(values) => values',
  relu: '(values) => values.map((z) => Math.max(0, z))',
  'leaky-relu': '(values) => values.map((z) => (z < 0 ? 0.01 * z : z))',
  elu: '(values) => values.map((z) => (z > 0 ? z : Math.expm1(z)))',
  selu: '(values) => values.map((z) => 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * Math.expm1(z)))',
  gelu: '(values) => values.map((z) => 0.5 * z * (1 + erf(z * Math.SQRT1_2)))',
  'gelu-tanh':
    '(values) => values.map((z) => 0.5 * z * (1 + Math.tanh(0.7978845608028654 * (z + 0.044715 * z ** 3))))',
  silu: `(values) => values.map((z) => z * ${LOGISTIC})`,
  mish: `(values) => values.map((z) => z * Math.tanh(${SOFTPLUS}))`,
  softplus: `(values) => values.map((z) => ${SOFTPLUS})`,
  softsign: '(values) => values.map((z) => z / (1 + Math.abs(z)))',
  sigmoid: `(values) => values.map((z) => ${LOGISTIC})`,
  tanh: '(values) => values.map((z) => Math.tanh(z))',
  softmax: `(values) => {
    const largest = Math.max(...values);
    const powers = values.map((z) => Math.exp(z - largest));
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  }`,
};

/** The functions that the layers of a model apply, by name. */
export function javascriptFunctions(model: ModelFile): string {
  const used = activationsOf(model);
  const lines = (['linear', ...used] as const).map((name) => `  '${name}': ${FUNCTIONS[name]},`);
  const table = `const FUNCTIONS = {\n${lines.join('\n')}\n};`;
  return used.includes('gelu') ? `${table}\n\n${ERROR_FUNCTION}` : table;
}

const ERROR_FUNCTION = `/** W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969). */
function erf(x) {
  const size = Math.abs(x);
  if (size <= 0.46875) return x * ratio(${JSON.stringify(SMALL.over)}, ${JSON.stringify(SMALL.under)}, x * x);
  const y = 1 / (size * size);
  const factor =
    size <= 4
      ? ratio(${JSON.stringify(MIDDLE.over)}, ${JSON.stringify(MIDDLE.under)}, size)
      : (${String(ONE_BY_ROOT_PI)} - y * ratio(${JSON.stringify(LARGE.over)}, ${JSON.stringify(LARGE.under)}, y)) / size;
  const rest = Math.exp(-size * size) * factor;
  return x < 0 ? rest - 1 : 1 - rest;
}

function ratio(over, under, x) {
  const polynomial = (coefficients) => coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
  return polynomial(over) / polynomial(under);
}`;
