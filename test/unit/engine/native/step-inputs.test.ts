import { dropoutFactors } from '@shared/engine/layers/dropout.ts';
import { MaskMaker, mostSteps, orderTensor } from '@shared/engine/native/step-inputs.ts';
import { describe, expect, it } from 'vitest';

const SEED = 9;
const LAYERS = [
  { name: 'first', layer: 1, units: 5, rate: 0.3 },
  { name: 'second', layer: 4, units: 3, rate: 0.75 },
];

describe('masks of dropout', () => {
  it('keep what the masks of every other backend keep, step by step', () => {
    const N = 7;
    const masks = new MaskMaker(SEED).masks(LAYERS, { firstStep: 40, steps: 3, N });
    for (const { name, layer, units, rate } of LAYERS) {
      const expected = [40, 41, 42].flatMap((step) => {
        const factors = new Float64Array(units * N);
        dropoutFactors(factors, rate, { seed: SEED, step, layer }, units, N);
        return Array.from(factors, (factor) => (factor > 0 ? 1 : 0));
      });
      expect(masks[name]).toEqual({
        type: 'uint8',
        data: Uint8Array.from(expected),
        dims: [3, units, N],
      });
    }
  });

  it('of one step have no dimension for steps', () => {
    const { first } = new MaskMaker(SEED).masks(LAYERS, { firstStep: 0, steps: null, N: 2 });
    expect(first?.dims).toEqual([5, 2]);
  });

  it('are of the size that is asked for, also after larger ones', () => {
    const maker = new MaskMaker(SEED);
    maker.masks(LAYERS, { firstStep: 0, steps: 8, N: 7 });
    const again = maker.masks(LAYERS, { firstStep: 3, steps: 1, N: 7 });
    expect(again).toEqual(new MaskMaker(SEED).masks(LAYERS, { firstStep: 3, steps: 1, N: 7 }));
  });
});

describe('the steps of one run', () => {
  it('are any number without masks', () => {
    expect(mostSteps([], 4_096)).toBe(Infinity);
  });

  it('are as many as have masks of 8 MB together, at least one', () => {
    const mask = (units: number) => ({ name: 'mask', layer: 0, units, rate: 0.5 });
    expect(mostSteps([mask(512), mask(512)], 128)).toBe(64);
    expect(mostSteps([mask(10_000)], 4_096)).toBe(1);
  });

  it('take their rows from a window onto the order', () => {
    const order = Uint32Array.of(5, 3, 1, 0, 2, 4);
    const tensor = orderTensor(order, 2, { steps: 2, N: 2 });
    expect(tensor).toEqual({ type: 'int32', data: Int32Array.of(1, 0, 2, 4), dims: [2, 2] });
    expect(tensor.data.buffer).toBe(order.buffer);
  });
});
