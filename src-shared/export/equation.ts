import { activationFunctions } from '../engine/activations.ts';
import type { Activation } from '../model/activations.ts';

interface EquationLayer {
  readonly activation: Activation;
  readonly shape: readonly [number, number];
}

/** What a model computes, a line a step, in words that a reader can turn into code. */
export function equationInWords(layers: readonly EquationLayer[]): string[] {
  const steps = layers.map((layer, k) => {
    const source = k === 0 ? 'x' : `a${String(k)}`;
    const [units, inputs] = layer.shape;
    return (
      `a${String(k + 1)} = f(W·${source} + b) with layer ${String(k + 1)}: W ${String(units)}×${String(inputs)}, ` +
      `b ${String(units)}, ${activationFunctions[layer.activation].formula}`
    );
  });
  return [
    'x = (raw input − shift) / scale, for each input',
    ...steps,
    `raw output = a${String(layers.length)} · scale + shift, for each output`,
  ];
}
