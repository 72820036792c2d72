import { activationOf } from '../../../model/network.ts';
import { ACTIVATION_NODES } from './activations.ts';
import type { PassedLayer } from './forward.ts';
import type { Operators } from './operators.ts';

/**
 * From the gradient by the output layer's answers, or by its pre-activations, to those of all parameters.
 *
 * Shapes: `gradient` lies as the output layer's answers do; returns one list a layer, with the parameters' dims.
 * Source: `backward` of the reference: the chain rule, layer by layer from the output.
 */
export function backwardNodes(
  o: Operators,
  layers: readonly PassedLayer[],
  gradient: string,
  startsAtLogits: boolean,
): string[][] {
  const output = layers.length - 1;
  /** ∂L/∂A of each layer, as far as the layers after it have added to it. */
  const sums = new Map([[output, gradient]]);
  const addTo = (layer: number, dA: string | null) => {
    if (dA === null || layer < 0) return;
    const before = sums.get(layer);
    sums.set(layer, before === undefined ? dA : o.add(before, dA));
  };
  const gradients: string[][] = [];
  for (let l = output; l >= 0; l--) {
    const { shape, Z, A, backward } = layers[l]!;
    const { backward: throughActivation } = ACTIVATION_NODES[activationOf(shape)];
    const dA = sums.get(l)!;
    const dZ = l === output && startsAtLogits ? dA : throughActivation(o, dA, Z.value, A.value);
    const back = backward(dZ, l > 0);
    gradients[l] = [...back.gradients];
    addTo(l - 1, back.dInput);
    if (shape.type === 'residual') addTo(l - shape.over - 1, dZ);
  }
  return gradients;
}
