import { describe, expect, it } from 'vitest';
import { failureText, isToBeMended, outcomeLine, summarize } from '../../../scripts/lib/test-report.mjs';

const outcome = { name: 'unit', passed: 3, failed: 0, durationMs: 1500, output: '' };

describe('summarize', () => {
  it('adds up and ends well', () => {
    expect(summarize([outcome, { ...outcome, passed: 1 }])).toEqual({
      line: '4 passed, 0 failed',
      exitCode: 0,
    });
  });

  it('ends badly after one failure among many', () => {
    expect(summarize([outcome, { ...outcome, failed: 1 }])).toEqual({
      line: '6 passed, 1 failed',
      exitCode: 1,
    });
  });

  it('does not take an empty run for a success', () => {
    expect(summarize([])).toEqual({ line: '0 passed, 1 failed', exitCode: 1 });
  });
});

describe('outcomeLine', () => {
  it('shows counts of a runner, and skipped tests when there are any', () => {
    expect(outcomeLine({ ...outcome, skipped: 2 })).toMatch(
      /^ {2}ok {4}unit +1\.5 s {2}3 passed, 0 failed, 2 skipped$/,
    );
  });

  it('shows only the mark of a single check', () => {
    expect(outcomeLine({ ...outcome, name: 'lint', passed: 0, failed: 1 })).toMatch(
      /^ {2}FAIL {2}lint +1\.5 s$/,
    );
  });
});

describe('a test that passed only at its second try', () => {
  const again = { ...outcome, secondTry: ['a box zooms'] };

  it('is named below its runner, which has not failed', () => {
    expect(outcomeLine(again)).toMatch(/^ {2}ok .+\n +failed, then passed: a box zooms$/);
    expect(summarize([again])).toEqual({ line: '3 passed, 0 failed', exitCode: 0 });
  });

  it('is to be mended', () => {
    expect([again, outcome, { ...outcome, failed: 1 }].map(isToBeMended)).toEqual([true, false, true]);
  });
});

describe('failureText', () => {
  it('leaves out tests that passed', () => {
    const output = '  ✓   1 one (1s)\n  ✘   2 two (2s)\n ✓ three';
    expect(failureText({ ...outcome, output })).toBe('\n──── unit ────\n  ✘   2 two (2s)\n');
  });

  it('keeps the beginning and the end of long output', () => {
    const output = Array.from({ length: 1000 }, (_, k) => `line ${k}`).join('\n');
    const text = failureText({ ...outcome, output });
    expect(text).toContain('line 0\n');
    expect(text).toContain('line 999\n');
    expect(text).toContain('… 760 lines left out …');
  });
});
