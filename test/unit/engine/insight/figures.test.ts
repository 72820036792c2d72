import { histogramOf } from '@shared/engine/insight/histogram.ts';
import { deadShare, saturatedShare } from '@shared/engine/insight/idle-units.ts';
import { drawnWeights } from '@shared/engine/insight/drawn-weights.ts';
import { fewerEpochs, momentEpochs } from '@shared/engine/insight/moments.ts';
import { noiseScale } from '@shared/engine/insight/noise-scale.ts';
import { updateRatios } from '@shared/engine/insight/norms.ts';
import { evaluationEpochs, isEvaluationEpoch } from '@shared/engine/evaluation-schedule.ts';
import { Random } from '@shared/core/random.ts';
import { layerShapes } from '@shared/model/network.ts';
import { describe, expect, it } from 'vitest';

/** The counts that are not 0, by bin. */
function filled(values: number[]): { min: number; max: number; bins: Record<number, number> } {
  const { min, max, counts } = histogramOf(values);
  const bins = Object.fromEntries(counts.flatMap((count, bin) => (count === 0 ? [] : [[bin, count]])));
  return { min, max, bins };
}

describe('histogramOf', () => {
  it.each([
    // Bins of width 1: the largest value belongs to the last.
    [
      'counts values into 32 equal bins',
      [0, 0.5, 1, 31.5, 32],
      { min: 0, max: 32, bins: { 0: 2, 1: 1, 31: 2 } },
    ],
    ['puts equal values into the first bin', [3, 3, 3], { min: 3, max: 3, bins: { 0: 3 } }],
    ['leaves out what is not finite', [NaN, -1, Infinity, 1], { min: -1, max: 1, bins: { 0: 1, 31: 1 } }],
    ['is empty without numbers', [NaN], { min: 0, max: 0, bins: {} }],
    [
      'takes the largest numbers there are',
      [-Number.MAX_VALUE, Number.MAX_VALUE],
      { min: -Number.MAX_VALUE, max: Number.MAX_VALUE, bins: { 0: 1, 31: 1 } },
    ],
  ])('%s', (_, values, expected) => {
    expect(filled(values)).toEqual(expected);
  });
});

describe('deadShare', () => {
  it('counts ReLU units that are zero on every sample', () => {
    // Three units of two samples: off, on once, off.
    expect(deadShare(Float32Array.of(0, 0, 0, 2, 0, 0), 'relu', 3)).toBe(2 / 3);
  });
  it('is unknown of activations that are never off for good', () => {
    for (const activation of ['tanh', 'leaky-relu', 'softmax'] as const)
      expect(deadShare(Float32Array.of(0, 0), activation, 1)).toBeNull();
  });
});

describe('saturatedShare', () => {
  it.each([
    // 4·a·(1 − a) < 0.05 below a = 0.0127; 1 − a² < 0.05 above 0.9747; (1 − |a|)² < 0.05 above 0.7764.
    ['sigmoid', [0.012, 0.013, 0.5, 0.988], 0.5],
    ['tanh', [-0.98, 0.974, 0.975, 0], 0.5],
    ['softsign', [-0.78, 0.77, 0.5, 0], 0.25],
  ] as const)('counts the flat ends of %s', (activation, outputs, share) => {
    expect(saturatedShare(Float64Array.from(outputs), activation)).toBe(share);
  });
  it('is unknown of activations without two flat ends', () => {
    expect(saturatedShare(Float64Array.of(0), 'relu')).toBeNull();
  });
});

describe('updateRatios', () => {
  it('matches the worked example, layer by layer', () => {
    const shapes = layerShapes(
      {
        layers: [
          { type: 'dense', units: 1, activation: 'tanh', l1: 0, l2: 0 },
          { type: 'dropout', rate: 0.5 },
        ],
        output: { activation: 'linear', l1: 0, l2: 0 },
      },
      1,
      1,
    );
    // Hidden (3, 4) → (3, 4.5): ½ of 5. Output was all zero: nothing to compare with.
    const ratios = updateRatios(Float64Array.of(3, 4, 0, 0), Float64Array.of(3, 4.5, 1, 0), shapes);
    expect(ratios).toEqual([0.1, null, null]);
  });
});

describe('noiseScale', () => {
  it('matches the worked example', () => {
    // 2 groups of 3 rows, s = 10, ‖ḡ‖² = 8: ‖G‖² = (6·8 − 3·10)/3 = 6, tr(Σ) = 2/(1/3 − 1/6) = 12.
    expect(noiseScale(10, 8, 2, 3)).toBeCloseTo(2, 12);
  });
  it('is infinite where no gradient stands out, and 0 where all groups agree', () => {
    expect(noiseScale(10, 5, 2, 3)).toBe(Infinity);
    expect(noiseScale(5, 5, 2, 3)).toBe(0);
    expect(noiseScale(NaN, 5, 2, 3)).toBeNaN();
  });
  it('finds the noise of gradients that are drawn', () => {
    // 200 numbers each with mean ½ and variance 4: tr(Σ)/‖G‖² = 800/50 = 16.
    const random = new Random(1, 'gradients');
    const [P, groups, rows] = [200, 8, 32];
    const sums = new Float64Array(P);
    let squares = 0;
    for (let g = 0; g < groups; g++) {
      const own = Float64Array.from({ length: P }, () => {
        let sum = 0;
        for (let n = 0; n < rows; n++) sum += 0.5 + 2 * random.normal();
        return sum / rows;
      });
      own.forEach((value, k) => (sums[k] = sums[k]! + value / groups));
      squares += own.reduce((sum, value) => sum + value * value, 0) / groups;
    }
    const ofAll = sums.reduce((sum, value) => sum + value * value, 0);
    expect(noiseScale(squares, ofAll, groups, rows)).toBeGreaterThan(13);
    expect(noiseScale(squares, ofAll, groups, rows)).toBeLessThan(19);
  });
});

describe('drawnWeights', () => {
  const W = Float32Array.of(1, 2, 3, -8, 5, 6, 7, 8);
  it('gives every weight where there are few', () => {
    const drawn = drawnWeights(W, 2, 4, 8);
    expect(drawn).toEqual({ rows: 2, columns: 4, values: W, largest: 8 });
  });
  it('gives the means of blocks where there are many', () => {
    expect(drawnWeights(W, 2, 4, 2)).toMatchObject({
      rows: 1,
      columns: 2,
      values: Float32Array.of(3.5, 2.5),
    });
  });
  it.each([
    [1, 1_000_000],
    [1_000_000, 1],
    [512, 512],
    [7, 3_001],
    [16_384, 16_384],
  ])('never gives more than asked for, and no empty block: %i by %i', (O, I) => {
    const most = 1_000;
    const { rows, columns, values } = drawnWeights(new Float32Array(Math.min(O * I, 2 ** 24)), O, I, most);
    expect(values.length).toBe(rows * columns);
    expect(rows * columns).toBeLessThanOrEqual(most);
    expect(rows).toBeLessThanOrEqual(O);
    expect(columns).toBeLessThanOrEqual(I);
    if (O * I < 2 ** 24) expect(values.every((value) => value === 0)).toBe(true);
  });
});

describe('fewerEpochs', () => {
  it.each([2, 3, 12, 50, 99])('gives %i of others, the first and the last among them', (most) => {
    for (const epochs of [300, 5_000, 100_000]) {
      const all = momentEpochs({ epochs }, 200);
      const fewer = fewerEpochs(all, most);
      expect(fewer.filter((epoch) => !all.includes(epoch))).toEqual([]);
      expect(fewer.length).toBeLessThanOrEqual(most);
      expect([fewer[0], fewer.at(-1)]).toEqual([0, epochs]);
    }
    expect(fewerEpochs([], most)).toEqual([]);
  });
});

describe('momentEpochs', () => {
  it.each([0, 1, 2, 5, 99, 100, 101, 1_000, 12_345, 10_000_000])(
    'are some of the evaluations of %i epochs, the first and the last among them',
    (epochs) => {
      for (const most of [2, 3, 10, 100, 200]) {
        const moments = momentEpochs({ epochs }, most);
        expect(moments.length).toBeLessThanOrEqual(most);
        expect([moments[0], moments.at(-1)]).toEqual([0, epochs]);
        expect(moments).toEqual([...new Set(moments)].sort((a, b) => a - b));
        expect(moments.slice(1).every((epoch) => isEvaluationEpoch(epoch, { epochs }))).toBe(true);
      }
    },
  );
  it('are none where there is no room for two', () => {
    expect(momentEpochs({ epochs: 10 }, 1)).toEqual([]);
  });
  it('leave an early end its share: a run of a million epochs that ends after a thousand has dozens', () => {
    const early = momentEpochs({ epochs: 1_000_000 }, 200).filter((epoch) => epoch <= 1_000);
    expect(early.length).toBeGreaterThan(30);
  });
});

describe('evaluationEpochs', () => {
  it.each([0, 1, 7, 100, 150, 1_000, 4_321])('are all that are evaluated of %i epochs', (epochs) => {
    const all = Array.from({ length: epochs }, (_, k) => k + 1);
    expect(evaluationEpochs({ epochs })).toEqual(all.filter((epoch) => isEvaluationEpoch(epoch, { epochs })));
  });
});
