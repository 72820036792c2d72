import { equationInWords } from '@shared/export/equation.ts';
import { describe, expect, it } from 'vitest';

describe('equationInWords', () => {
  it('tells every step of the 2-4-3 network in order', () => {
    expect(
      equationInWords([
        { activation: 'relu', shape: [4, 2] },
        { activation: 'linear', shape: [3, 4] },
      ]),
    ).toEqual([
      'x = (raw input − shift) / scale, for each input',
      'a1 = f(W·x + b) with layer 1: W 4×2, b 4, f(z) = max(0, z)',
      'a2 = f(W·a1 + b) with layer 2: W 3×4, b 3, f(z) = z',
      'raw output = a2 · scale + shift, for each output',
    ]);
  });
});
