import { activationOf, type LayerShape } from '@shared/model/network.ts';
import {
  isSecondOrder,
  type Loss,
  type Optimizer,
  type OptimizerType,
} from '@shared/model/training-catalog.ts';
import type { StepNumber } from '@shared/nine-steps/steps.ts';
import { startsAtZ } from '@shared/nine-steps/numpy/loss-lines.ts';
import { activationTex } from '../network/layer-tex.ts';

/* The nine steps as TeX. Superscripts in brackets count layers from 1, as the lines of NumPy do. */

const tex = String.raw;

/** What of the project decides which formulas a step has. */
export interface FormulaSubject {
  readonly shapes: readonly LayerShape[];
  /** Place of the chosen layer, 0 first. */
  readonly layer: number;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
}

export function stepFormulas(step: StepNumber, subject: FormulaSubject): string[] {
  const { shapes, layer, loss, optimizer } = subject;
  const shape = shapes[layer]!;
  const k = layer + 1;
  const isLast = k === shapes.length;
  switch (step) {
    case 1:
      return [tex`\text{seed} \;\longrightarrow\; \text{the same random numbers}`];
    case 2:
      return [
        tex`x \in \mathbb{R}^{${shapes[0]!.inputs}} \;\longmapsto\; y \in \mathbb{R}^{${shapes.at(-1)!.units}}`,
      ];
    case 3:
      return [tex`n = n_{\text{train}} + n_{\text{validation}} + n_{\text{test}}`];
    case 4:
      return [
        tex`a^{[0]} = \dfrac{x - \text{shift}}{\text{scale}}`,
        tex`\text{standard:}\;\; \text{shift} = \mu_{\text{train}},\;\; \text{scale} = \sigma_{\text{train}}`,
      ];
    case 5:
      return [tex`P = \sum_k (\text{inputs}_k + 1) \cdot \text{units}_k`, countTex(shape, k)];
    case 6:
      return [...forwardTex(shape, k), ...(isLast ? [lossTex[loss]] : [])];
    case 7:
      return [
        ...(isLast ? [lossGradientTex(loss, k)] : []),
        ...backwardTex(shape, k, isLast && startsAtZ(loss)),
      ];
    case 8:
      return [updateTex[optimizer.type], ...(isSecondOrder(optimizer) ? [] : [tex`g = \nabla_{\theta} L`])];
    case 9:
      return [tex`\hat y = a^{[${shapes.length}]} \cdot \text{scale} + \text{shift}`];
  }
}

function countTex(shape: LayerShape, k: number): string {
  if (shape.parameters === 0) return tex`P_{${k}} = 0`;
  return shape.type === 'dense'
    ? tex`P_{${k}} = (${shape.inputs} + 1) \cdot ${shape.units} = ${shape.parameters}`
    : tex`P_{${k}} = 2 \cdot ${shape.units} = ${shape.parameters}`;
}

function forwardTex(shape: LayerShape, k: number): string[] {
  const activation = activationOf(shape);
  const input = `a^{[${k - 1}]}`;
  const z = `z^{[${k}]}`;
  const after =
    activation === 'linear'
      ? [tex`a^{[${k}]} = ${z}`]
      : [tex`a^{[${k}]} = f(${z})`, activationTex[activation]];
  return [tex`${z} = ${preActivationTex(shape, k, input)}`, ...after];
}

function preActivationTex(shape: LayerShape, k: number, input: string): string {
  switch (shape.type) {
    case 'dense':
      return tex`W^{[${k}]} ${input} + b^{[${k}]}`;
    case 'dropout':
      return tex`m^{[${k}]} \odot ${input}`;
    case 'residual':
      return tex`${input} + a^{[${k - 1 - shape.over}]}`;
    case 'batch-normalization':
    case 'layer-normalization':
      return tex`\gamma \odot \dfrac{${input} - \mu}{\sqrt{\sigma^2 + \varepsilon}} + \beta`;
  }
}

function backwardTex(shape: LayerShape, k: number, hasZ: boolean): string[] {
  const dZ = `dz^{[${k}]}`;
  const first = hasZ ? [] : [tex`${dZ} = da^{[${k}]} \odot f'(z^{[${k}]})`];
  const back = k === 1 ? [] : [tex`da^{[${k - 1}]} = ${inputGradientTex(shape, k, dZ)}`];
  switch (shape.type) {
    case 'dense':
      return [
        ...first,
        tex`dW^{[${k}]} = ${dZ}\, {a^{[${k - 1}]}}^{\top}, \quad db^{[${k}]} = ${dZ}`,
        ...back,
      ];
    case 'batch-normalization':
    case 'layer-normalization':
      return [...first, tex`d\gamma = ${dZ} \odot \hat x, \quad d\beta = ${dZ}`, ...back];
    default:
      return [...first, ...back];
  }
}

function inputGradientTex(shape: LayerShape, k: number, dZ: string): string {
  switch (shape.type) {
    case 'dense':
      return tex`{W^{[${k}]}}^{\top} ${dZ}`;
    case 'dropout':
      return tex`m^{[${k}]} \odot ${dZ}`;
    case 'residual':
      return dZ;
    case 'batch-normalization':
    case 'layer-normalization':
      return tex`\dfrac{d\hat x - \overline{d\hat x} - \hat x\, \overline{d\hat x \odot \hat x}}{\sqrt{\sigma^2 + \varepsilon}}`;
  }
}

const lossTex: Readonly<Record<Loss, string>> = {
  mse: tex`L = \tfrac{1}{N T} \sum (\hat y - y)^2`,
  'half-squared-error': tex`L = \tfrac{1}{N} \sum \tfrac12 (\hat y - y)^2`,
  mae: tex`L = \tfrac{1}{N T} \sum |\hat y - y|`,
  huber: tex`L = \tfrac{1}{N T} \sum h_\delta(\hat y - y)`,
  'binary-cross-entropy': tex`L = -\tfrac{1}{N T} \sum y \ln \hat y + (1 - y) \ln (1 - \hat y)`,
  'softmax-cross-entropy': tex`L = -\tfrac{1}{N} \sum y \ln \hat y`,
};

function lossGradientTex(loss: Loss, k: number): string {
  const by = startsAtZ(loss) ? 'z' : 'a';
  const slopes: Readonly<Record<Loss, string>> = {
    mse: tex`\tfrac{2}{N T} (\hat y - y)`,
    'half-squared-error': tex`\tfrac{1}{N} (\hat y - y)`,
    mae: tex`\tfrac{1}{N T} \operatorname{sign}(\hat y - y)`,
    huber: tex`\tfrac{1}{N T} \operatorname{clip}(\hat y - y, \pm\delta)`,
    'binary-cross-entropy': tex`\tfrac{1}{N T} (\hat y - y)`,
    'softmax-cross-entropy': tex`\tfrac{1}{N} (\hat y - y)`,
  };
  return tex`d${by}^{[${k}]} = ${slopes[loss]}`;
}

/** As in `optimizerCatalog`, typeset. */
const updateTex: Readonly<Record<OptimizerType, string>> = {
  sgd: tex`\theta \leftarrow \theta - \alpha\, g`,
  momentum: tex`v \leftarrow \mu v + g, \quad \theta \leftarrow \theta - \alpha\, v`,
  nesterov: tex`v \leftarrow \mu v + g, \quad \theta \leftarrow \theta - \alpha\,(g + \mu v)`,
  rmsprop: tex`v \leftarrow \rho v + (1 - \rho) g^2, \quad \theta \leftarrow \theta - \tfrac{\alpha\, g}{\sqrt v + \varepsilon}`,
  adagrad: tex`s \leftarrow s + g^2, \quad \theta \leftarrow \theta - \tfrac{\alpha\, g}{\sqrt s + \varepsilon}`,
  adadelta: tex`\theta \leftarrow \theta - \alpha \sqrt{\tfrac{u + \varepsilon}{v + \varepsilon}}\, g`,
  adam: tex`\theta \leftarrow \theta - \alpha\, \dfrac{\hat m}{\sqrt{\hat v} + \varepsilon}`,
  amsgrad: tex`\theta \leftarrow \theta - \alpha\, \dfrac{\hat m}{\sqrt{\max \hat v} + \varepsilon}`,
  adamw: tex`\theta \leftarrow \theta - \alpha \left(\dfrac{\hat m}{\sqrt{\hat v} + \varepsilon} + \lambda\theta\right)`,
  adamax: tex`u \leftarrow \max(\beta_2 u, |g| + \varepsilon), \quad \theta \leftarrow \theta - \alpha\, \hat m / u`,
  nadam: tex`\theta \leftarrow \theta - \dfrac{\alpha_1 g + \alpha_2 m}{\sqrt{v} + \varepsilon'}`,
  radam: tex`\theta \leftarrow \theta - \left(\alpha_1 m + \dfrac{\alpha_2 m}{\sqrt{v} + \varepsilon}\right)`,
  lbfgs: tex`\theta \leftarrow \theta - \alpha H g, \quad H = I \text{ at first}`,
  'levenberg-marquardt': tex`\theta \leftarrow \theta - (J^{\top} J + \lambda I)^{-1} J^{\top} r`,
};
