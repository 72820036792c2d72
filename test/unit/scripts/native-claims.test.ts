import { describe, expect, it } from 'vitest';
import {
  choiceClaims,
  claimTable,
  memoryClaims,
  responseClaims,
  speedClaims,
} from '../../../scripts/lib/native-claims.mjs';

const result = (tool: string, backend: string, workload: string, rounds: number[]) => ({
  ...{ tool, backend, workload, rounds, version: `${tool} 1`, threads: 1, unit: 'samples/s' },
  ...{ median: rounds[0]!, min: rounds[0]!, max: rounds[0]! },
});
const line = (workload: string, median: number, more = {}) => ({
  ...{ workload, unit: 'ms', median, min: median, max: median, backend: 'native' },
  ...more,
});

/** Only what is held or broken. */
const kept = (claims: ReturnType<typeof choiceClaims>) => claims.map(({ what, holds }) => [what, holds]);

describe('the promises of the native backend', () => {
  it('are of its speed, alone and against the peers', () => {
    const claims = speedClaims([
      result('ninestep', 'native', 'digits', [270_000]),
      result('torch', '', 'digits', [230_000]),
      result('numpy', '', 'digits', [265_000]),
      result('ninestep', 'native', 'wide', [30_000]),
    ]);
    expect(kept(claims)).toEqual([
      ['native on tabular-batch', false],
      ['native on digits, one thread', true],
      ['native on digits against torch 1', false],
      ['native on digits against numpy 1', true],
      ['native on wide, one thread', false],
    ]);
  });

  it('are of the choice: at least 0.95 of the better', () => {
    const lines = [
      line('wide', 1, { request: 'native', ratios: { auto: 0.5 } }),
      line('wide', 1, { request: 'auto', ratios: { native: 0.96, wasm: 3 } }),
      line('article', 1, { request: 'auto', ratios: { native: 9, wasm: 0.94 } }),
    ];
    expect(kept(choiceClaims(lines))).toEqual([
      ['auto (native) on wide against the better', true],
      ['auto (native) on article against the better', false],
    ]);
  });

  it('are of answers, of which the slowest counts', () => {
    const lines = [line('event-loop-gap', 5, { max: 61 }), line('stop', 149)];
    expect(responseClaims(lines).map(({ holds }) => holds)).toEqual([false, true]);
  });

  it('are of memory, as it was forecast', () => {
    const lines = [
      line('a', 1_000, { forecastMegabytes: 1_200 }),
      line('a', 1_000, { forecastMegabytes: 790 }),
      line('a', 1_000),
    ];
    expect(memoryClaims(lines).map(({ measured, holds }) => [measured, holds])).toEqual([
      ['20.0 %', true],
      ['-21.0 %', false],
      ['NaN %', false],
    ]);
  });

  it('are told in a table', () => {
    expect(claimTable([{ what: 'a', wanted: 'b', measured: 'c', holds: false }])).toBe(
      '| what | promised | measured | kept |\n| --- | --- | --- | --- |\n| a | b | c | NO |\n',
    );
  });
});
