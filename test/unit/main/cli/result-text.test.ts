import { describe, expect, it } from 'vitest';
import { benchText } from '../../../../src-main/cli/bench-text.ts';
import { gradientsText, rateText } from '../../../../src-main/cli/engine-tools-text.ts';
import { exportedText } from '../../../../src-main/cli/exported-text.ts';
import { pageText, tableOf } from '../../../../src-main/cli/inspect/inspection.ts';
import { verifiedText } from '../../../../src-main/cli/verified-text.ts';

describe('results as a person reads them', () => {
  it('says what an export wrote, and what its proof said', () => {
    const files = [
      { name: 'iris.mjs', bytes: 13_100 },
      { name: 'iris.d.mts', bytes: 2_300 },
    ];
    const result = { fileName: 'iris.mjs', files, goldenCases: 19, largestDifference: 0, notRun: null };
    expect(exportedText(result)).toBe(
      'iris.mjs was written and read back\n\n' +
        'file   iris.mjs, 13.1 KB\nfile   iris.d.mts, 2.3 KB\nproof  19 golden cases, largest difference 0\n',
    );
    const why = 'cc was not found on this machine.';
    expect(exportedText({ ...result, largestDifference: null, notRun: why })).toContain(`proof  ${why}\n`);
  });

  it('says what was found to be in order, each number by its name', () => {
    const text = verifiedText({
      file: 'run',
      ...{ status: 'finished', points: 1_201, model: { goldenCases: 19, largestDifference: 0.1234567 } },
    });
    expect(text).toBe(
      'run is in order\n\n' +
        'status                     finished\n' +
        'points                     1,201\n' +
        'model, golden cases        19\n' +
        'model, largest difference  0.1235\n',
    );
  });

  it('says of gradients which layer is how wrong', () => {
    const text = gradientsText({
      backend: 'reference',
      passed: false,
      maxRelativeError: 0.5,
      tolerance: 1e-6,
      rows: 16,
      layers: [{ layer: 0, type: 'dense', checked: 48, kinks: 1, maxRelativeError: 0.5, worst: null }],
    });
    expect(text).toContain('A gradient is wrong\n');
    expect(text).toContain('0 dense        48      1            0.5\n');
  });

  it('says the learning rate, and the loss along at most a dozen others', () => {
    const curve = Array.from({ length: 100 }, (_, k) => ({ rate: k + 1, loss: k, smoothed: k }));
    const text = rateText({ backend: 'wasm-simd', suggestion: 0.01, curve });
    expect(text).toMatch(/^A learning rate of 0\.01\n/);
    expect(text.trim().split('\n').length).toBeLessThan(18);
    expect(rateText({ backend: 'wasm-simd', suggestion: null, curve })).toMatch(/^No rate to suggest\n/);
  });

  it('says a measurement in a line', () => {
    const line = {
      ...({
        workload: 'article',
        request: 'auto',
        backend: 'wasm-simd',
        threads: 2,
        dtype: 'float32',
      } as const),
      ...({ unit: 'epochs/s', median: 5_000, min: 4_900, max: 5_100, repeats: 5 } as const),
    };
    expect(benchText(line)).toMatch(
      /^article +wasm-simd +float32 +2 threads +5,000 epochs\/s \(4,900 to 5,100, 5 times\)\n$/,
    );
    expect(benchText({ ...line, gflops: 45, ratios: { native: 0.5, wasm: 1.25 } })).toMatch(
      /^article +auto: wasm-simd .+ 5,000 epochs\/s, 45 GFLOP\/s \(.+\) {2}0\.50 × native {2}1\.25 × wasm\n$/,
    );
  });

  it('shows the first of very many lines, and how many more there are', () => {
    const rows = Array.from({ length: 1_300 }, (_, k) => [`x${String(k)}`, 'Number']);
    const text = pageText({ title: 'wide', facts: [], tables: [tableOf(['column', 'type'], rows)] });
    expect(text).toContain('… and 1,100 more\n');
    expect(text).not.toContain('x200');
  });

  it('leaves out a table without rows', () => {
    expect(pageText({ title: 'none', facts: [['a', 'b']], tables: [tableOf(['column'], [])] })).toBe(
      'none\n\na  b\n',
    );
  });
});
