import { activationFunctions } from '../engine/activations.ts';
import type { Activation } from '../model/activations.ts';
import type { ModelInput } from '../model/model-file.ts';
import type { ComputingLayer } from './forward.ts';

/** What a model computes, a line a step, in words that a reader can turn into code. */
export function equationInWords(inputs: readonly ModelInput[], layers: readonly ComputingLayer[]): string[] {
  return [
    ...inputsInWords(inputs),
    ...layers.map((layer, k) => `${output(k + 1)} = ${layerInWords(layer, k)}`),
    `raw output = ${output(layers.length)} · scale + shift, for each output`,
  ];
}

/** Only the kinds of input that there are. */
function inputsInWords(inputs: readonly ModelInput[]): string[] {
  const has = (test: (input: ModelInput) => boolean) => inputs.some(test);
  const isLog = (input: ModelInput) => input.transform.kind === 'log';
  const isOneHot = (input: ModelInput) => 'levels' in input && input.encoding === 'one-hot';
  const lines = [
    [has((input) => !isLog(input) && !isOneHot(input)), 'x = (raw input − shift) / scale, for each input'],
    [has(isLog), 'x = (sign(raw) · ln(1 + |raw|) − shift) / scale, for inputs scaled by logarithm'],
    [
      has(isOneHot),
      'x = 1 for the level of the row, 0 for the other levels, for one-hot inputs; 0 for levels without training rows',
    ],
    [
      has((input) => 'levels' in input && !isOneHot(input)),
      'the raw input of a column with levels is the place of its level, 0 first',
    ],
    [
      has((input) => input.type === 'date'),
      'the raw input of a date is its days since 1970-01-01; sine and cosine of 2π · place follow for each cycle',
    ],
    [
      has((input) => input.missing !== undefined),
      'fill stands in for a missing raw input (null: 0 for every level); with an indicator, 1 or 0 follows',
    ],
  ] as const;
  return lines.flatMap(([applies, line]) => (applies ? [line] : []));
}

/** The values that go into layer k + 1, and come out of layer k: x, a1, a2, … */
function output(k: number): string {
  return k === 0 ? 'x' : `a${String(k)}`;
}

function layerInWords(layer: ComputingLayer, k: number): string {
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

function normalization(layer: { gamma: ArrayLike<number>; epsilon: number; activation: Activation }): string {
  return `γ ${String(layer.gamma.length)}, β ${String(layer.gamma.length)}, ε = ${String(layer.epsilon)}, ${formulaOf(layer.activation)}`;
}

function formulaOf(activation: Activation): string {
  return activation === 'softmax' ? 'f(z) = eᶻ / Σ eᶻ' : activationFunctions[activation].formula;
}
