import { activationFunctions } from '../engine/activations.ts';
import type { Activation } from '../model/activations.ts';
import type { ModelLayer } from '../model/model-file.ts';

/** What a model computes, a line a step, in words that a reader can turn into code. */
export function equationInWords(layers: readonly ModelLayer[]): string[] {
  return [
    'x = (raw input − shift) / scale, for each input',
    ...layers.map((layer, k) => `${output(k + 1)} = ${layerInWords(layer, k)}`),
    `raw output = ${output(layers.length)} · scale + shift, for each output`,
  ];
}

/** The values that go into layer k + 1, and come out of layer k: x, a1, a2, … */
function output(k: number): string {
  return k === 0 ? 'x' : `a${String(k)}`;
}

function layerInWords(layer: ModelLayer, k: number): string {
  const input = output(k);
  const name = `layer ${String(k + 1)}`;
  switch (layer.type) {
    case 'dense': {
      const [units, inputs] = layer.shape;
      const sizes = `W ${String(units)}×${String(inputs)}, b ${String(units)}`;
      return `f(W·${input} + b) with ${name}: ${sizes}, ${formulaOf(layer.activation)}`;
    }
    case 'batch-normalization':
      return `f(γ·(${input} − mean) / √(variance + ε) + β), unit by unit, with ${name}: ${normalization(layer)}`;
    case 'layer-normalization':
      return (
        `f(γ·(${input} − mean) / √(variance + ε) + β) with ${name}: ${normalization(layer)}, ` +
        `mean and variance of the row’s own ${input}`
      );
    case 'residual':
      return `${input} + ${output(k - layer.over)} (${name})`;
    case 'dropout':
      return `${input} (${name}: dropout, at work only in training)`;
  }
}

function normalization(layer: { gamma: readonly number[]; epsilon: number; activation: Activation }): string {
  return `γ ${String(layer.gamma.length)}, β ${String(layer.gamma.length)}, ε = ${String(layer.epsilon)}, ${formulaOf(layer.activation)}`;
}

function formulaOf(activation: Activation): string {
  return activation === 'softmax' ? 'f(z) = eᶻ / Σ eᶻ' : activationFunctions[activation].formula;
}
