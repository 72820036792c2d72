import type { Activation } from '@shared/model/activations.ts';
import { activationOf, type LayerShape } from '@shared/model/network.ts';
import { countOf } from '../../edits/count-of.ts';
import { keptShare } from './layer-formula.ts';

/** What a layer computes from the values x that come to it, as TeX; f is its activation. */
export function layerTex(shape: LayerShape): string {
  const apply = (inner: string): string =>
    activationOf(shape) === 'linear' ? inner : String.raw`f\left(${inner}\right)`;
  switch (shape.type) {
    case 'dense':
      return activationOf(shape) === 'linear' ? 'a = W x + b' : 'a = f(W x + b)';
    case 'batch-normalization':
      return `a = ${apply(String.raw`\gamma \odot \frac{x - \mu_{\mathrm{batch}}}{\sqrt{\sigma^2_{\mathrm{batch}} + \varepsilon}} + \beta`)}`;
    case 'layer-normalization':
      return `a = ${apply(String.raw`\gamma \odot \frac{x - \mu_{\mathrm{row}}}{\sqrt{\sigma^2_{\mathrm{row}} + \varepsilon}} + \beta`)}`;
    case 'residual':
      return String.raw`a = x + x_{\text{${countOf(shape.over, 'layer')} before}}`;
    case 'dropout':
      return String.raw`a = \frac{m \odot x}{${keptShare(shape.rate)}}, \quad m \in \{0, 1\}`;
  }
}

/** Every activation as TeX; constants as the engine has them (engine/activations.ts). */
export const activationTex: Readonly<Record<Activation, string>> = {
  linear: 'f(z) = z',
  relu: String.raw`f(z) = \max(0, z)`,
  'leaky-relu': String.raw`f(z) = \max(0.01\,z,\; z)`,
  elu: String.raw`f(z) = \begin{cases} z & z > 0 \\ e^z - 1 & z \le 0 \end{cases}`,
  selu: String.raw`\begin{aligned} f(z) &= \lambda \begin{cases} z & z > 0 \\ \alpha\,(e^z - 1) & z \le 0 \end{cases} \\ \lambda &= 1.0507,\; \alpha = 1.67326 \end{aligned}`,
  gelu: String.raw`f(z) = \tfrac{z}{2} \left(1 + \operatorname{erf} \tfrac{z}{\sqrt{2}} \right)`,
  'gelu-tanh': String.raw`\begin{aligned} f(z) &= \tfrac{z}{2} \left(1 + \tanh u \right) \\ u &= \sqrt{\tfrac{2}{\pi}}\,(z + 0.044715\,z^3) \end{aligned}`,
  silu: String.raw`f(z) = \frac{z}{1 + e^{-z}}`,
  mish: String.raw`f(z) = z \tanh\left(\ln(1 + e^z)\right)`,
  softplus: String.raw`f(z) = \ln(1 + e^z)`,
  softsign: String.raw`f(z) = \frac{z}{1 + |z|}`,
  sigmoid: String.raw`f(z) = \frac{1}{1 + e^{-z}}`,
  tanh: String.raw`f(z) = \tanh z`,
  softmax: String.raw`f(z)_k = \frac{e^{z_k}}{\sum_j e^{z_j}}`,
};
