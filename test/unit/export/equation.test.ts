import { equationInWords } from '@shared/export/equation.ts';
import type { ModelInput, ModelLayer, ModelLevelsInput, Transform } from '@shared/model/model-file.ts';
import { describe, expect, it } from 'vitest';

const dense = (activation: 'relu' | 'linear' | 'softmax', units: number, inputs: number): ModelLayer => ({
  type: 'dense',
  activation,
  shape: [units, inputs],
  dtype: 'float64',
  W: [],
  b: [],
});
const normalization = {
  activation: 'relu',
  dtype: 'float64',
  epsilon: 1e-5,
  gamma: [1, 1],
  beta: [0, 0],
} as const;

const transform: Transform = { kind: 'standard', shift: 1, scale: 2 };
const range = { min: 0, max: 1, mean: 0.5 };
const number: ModelInput = { name: 'a', transform, range };

describe('equationInWords', () => {
  it('tells every step of the 2-4-3 network in order', () => {
    expect(equationInWords([number, number], [dense('relu', 4, 2), dense('linear', 3, 4)])).toEqual([
      'x = (raw input − shift) / scale, for each input',
      'a1 = f(W·x + b) with layer 1: W 4×2, b 4, f(z) = max(0, z)',
      'a2 = f(W·a1 + b) with layer 2: W 3×4, b 3, f(z) = z',
      'raw output = a2 · scale + shift, for each output',
    ]);
  });

  it('has a sentence for every kind of input that there is, and for no other', () => {
    const levels: ModelLevelsInput = {
      type: 'category',
      name: 'c',
      levels: ['p', 'q'],
      counts: [1, 1],
      encoding: 'one-hot',
      transform: { kind: 'none', shift: 0, scale: 1 },
    };
    const missing = { fill: 0, indicator: true };
    const date: ModelInput = {
      type: 'date',
      name: 'd',
      format: 'iso',
      parts: 'time',
      transform,
      range,
      missing,
    };
    const words = (...inputs: ModelInput[]) => equationInWords(inputs, []).slice(0, -1);
    expect(words({ ...number, transform: { kind: 'log', shift: 0, scale: 1 } })).toEqual([
      'x = (sign(raw) · ln(1 + |raw|) − shift) / scale, for inputs scaled by logarithm',
    ]);
    expect(words(levels)).toEqual([
      'x = 1 for the level of the row, 0 for the other levels, for one-hot inputs; 0 for levels without training rows',
    ]);
    const ordinal: ModelLevelsInput = { ...levels, encoding: 'ordinal' };
    expect(words(ordinal)).toEqual([
      'x = (raw input − shift) / scale, for each input',
      'the raw input of a column with levels is the place of its level, 0 first',
    ]);
    expect(words(date)).toEqual([
      'x = (raw input − shift) / scale, for each input',
      'the raw input of a date is its days since 1970-01-01; sine and cosine of 2π · place follow for each cycle',
      'fill stands in for a missing raw input (null: 0 for every level); with an indicator, 1 or 0 follows',
    ]);
  });

  it('has a sentence for every kind of layer', () => {
    const layers: ModelLayer[] = [
      {
        type: 'batch-normalization',
        ...normalization,
        gamma: [1, 1],
        beta: [0, 0],
        mean: [0, 0],
        variance: [1, 1],
      },
      { type: 'dropout', rate: 0.5 },
      { type: 'layer-normalization', ...normalization, gamma: [1, 1], beta: [0, 0] },
      { type: 'residual', over: 3 },
      { type: 'residual', over: 1 },
      dense('softmax', 2, 2),
    ];
    expect(equationInWords([number], layers).slice(1, -1)).toEqual([
      'a1 = f(γ·(x − mean) / √(variance + ε) + β), unit by unit, with layer 1: γ 2, β 2, ε = 0.00001, f(z) = max(0, z)',
      'a2 = a1 (layer 2: dropout, at work only in training)',
      'a3 = f(γ·(a2 − mean) / √(variance + ε) + β) with layer 3: γ 2, β 2, ε = 0.00001, f(z) = max(0, z), mean and variance of the row’s own a2',
      'a4 = a3 + x (layer 4)',
      'a5 = a4 + a3 (layer 5)',
      'a6 = f(W·a5 + b) with layer 6: W 2×2, b 2, f(z) = eᶻ / Σ eᶻ',
    ]);
  });
});
