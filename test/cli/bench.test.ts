import { describe, expect, it } from 'vitest';
import { ninestep } from '../helpers/cli.ts';

const QUICK = ['--repeats', '3', '--seconds', '0.01'];

async function linesOf(...args: string[]): Promise<Record<string, unknown>[]> {
  const { code, stdout } = await ninestep(['bench', ...args, ...QUICK]);
  expect(code).toBe(0);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('ninestep bench', () => {
  it.each([
    ['article', 'epochs/s', 'float32'],
    ['tabular-small', 'samples/s', 'float32'],
    ['tabular-batch', 'samples/s', 'float32'],
    ['digits', 'samples/s', 'float32'],
    ['wide', 'samples/s', 'float32'],
    ['predict-one', 'µs', 'float32'],
    ['predict-many', 'rows/s', 'float32'],
    ['predict-file', 'rows/s', 'float64'],
    ['predict-parquet', 'rows/s', 'float64'],
    ['lm-article', 's', 'float64'],
    ['lbfgs-article', 'ms', 'float64'],
    ['live-metrics', '%', 'float32'],
    ['import-100k', 's', 'float32'],
  ])(
    'measures %s in %s',
    async (workload, unit, dtype) => {
      for (const line of await linesOf('--workload', workload, '--backend', 'wasm')) {
        expect(line).toMatchObject({ workload, unit, dtype, threads: 1, repeats: 3 });
        expect(line.backend).toMatch(/^wasm-/);
        const { min, median, max } = line as { min: number; median: number; max: number };
        expect(min).toBeLessThanOrEqual(median);
        expect(median).toBeLessThanOrEqual(max);
      }
    },
    180_000,
  );

  it('tells how soon the process of a run answers, and how soon training stops', async () => {
    const lines = await linesOf('--workload', 'responsiveness');
    expect(lines).toMatchObject([
      { workload: 'event-loop-gap', unit: 'ms' },
      { workload: 'stop', unit: 'ms', end: { repeats: 3 } },
    ]);
    const [, { median, end }] = lines as [unknown, { median: number; end: { median: number } }];
    expect(median).toBeLessThan(end.median);
  }, 180_000);

  it('counts the arithmetic of training, and how much of the processor it got', async () => {
    const [line] = await linesOf('--workload', 'tabular-small');
    // 6·(30·64 + 64·32 + 32) − 2·30·64 operations a sample.
    expect(line!.gflops).toBeCloseTo(((line!.median as number) * 20_160) / 1e9, 9);
    expect(line!.cpu).toBeGreaterThan(0);
  });

  it('solves the article with every seed, given restarts', async () => {
    const [single, restarted] = await linesOf('--workload', 'lm-article');
    expect(single).toMatchObject({ restarts: 0, seeds: 10 });
    expect(single!.solved).toBeGreaterThanOrEqual(7);
    expect(restarted).toMatchObject({ restarts: 20, solved: 10 });
    const [lbfgs] = await linesOf('--workload', 'lbfgs-article');
    expect(lbfgs).toMatchObject({ seeds: 10, solved: 10 });
  }, 180_000);

  it('takes lists, and measures what threads do not share on one', async () => {
    const args = ['--workload', 'article,predict-one', '--threads', '1,2', '--dtype', 'float32,float64'];
    const lines = await linesOf(...args);
    expect(lines.map(({ workload, threads, dtype }) => [workload, threads, dtype])).toEqual([
      ['article', 1, 'float32'],
      ['article', 1, 'float64'],
      ['article', 2, 'float32'],
      ['article', 2, 'float64'],
      ['predict-one', 1, 'float32'],
      ['predict-one', 1, 'float64'],
    ]);
  });

  it('measures the backend that is asked for', async () => {
    const [reference, simd] = await linesOf('--workload', 'predict-many', '--backend', 'reference,wasm-simd');
    expect([reference!.backend, simd!.backend]).toEqual(['reference', 'wasm-simd']);
  });

  it('sets backends against each other', async () => {
    const lines = await linesOf('--workload', 'predict-one', '--backend', 'all');
    expect(lines.map(({ request }) => request)).toEqual(['wasm', 'native', 'auto']);
    for (const { request, ratios } of lines) {
      const others = ['wasm', 'native', 'auto'].filter((other) => other !== request);
      expect(Object.keys(ratios as object).toSorted()).toEqual(others.toSorted());
      for (const ratio of Object.values(ratios as object)) expect(ratio).toBeGreaterThan(0);
    }
    // Nothing to compare with: nothing of the kind.
    const [single] = await linesOf('--workload', 'predict-one', '--backend', 'wasm');
    expect(single).not.toHaveProperty('ratios');
  });

  it.each([
    [['--workload', 'fly'], '--workload does not know "fly". Known: article, tabular-small'],
    [['--backend', 'gpu'], '--backend does not know "gpu"'],
    [['--dtype', 'float16'], '--dtype does not know "float16"'],
    [['--threads', '1,0'], '--threads takes a whole number'],
    [['--repeats', '2'], '--repeats takes at least 3'],
    [['--seconds', '0'], '--seconds takes a number above 0'],
    [['--seconds', ''], '--seconds takes a number above 0'],
    [['extra'], 'Expected'],
  ])('refuses %j', async (args, part) => {
    const { code, stdout, stderr } = await ninestep(['bench', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(part);
    expect(stderr).toMatch(/^ninestep: .+ \[USAGE\]\n$/);
  });
});
