import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest, findRunProblems } from '../../../scripts/lib/test-counts.mjs';

describe('countVitest', () => {
  it('counts each test once', () => {
    const assertionResults = ['passed', 'passed', 'failed', 'skipped', 'todo'].map((status) => ({ status }));
    const report = { testResults: [{ name: '/p/a.test.ts', status: 'failed', assertionResults }] };
    expect(countVitest(report)).toEqual({
      passed: 2,
      failed: 1,
      skipped: 2,
      files: ['/p/a.test.ts'],
      secondTry: [],
    });
  });

  it('counts a file that breaks while it is loaded as a failure', () => {
    const report = { testResults: [{ name: '/p/a.test.ts', status: 'failed', assertionResults: [] }] };
    expect(countVitest(report)).toEqual({
      passed: 0,
      failed: 1,
      skipped: 0,
      files: ['/p/a.test.ts'],
      secondTry: [],
    });
  });

  it('counts a file whose hook fails after passing tests as a failure', () => {
    const assertionResults = [{ status: 'passed' }];
    const report = { testResults: [{ name: '/p/a.test.ts', status: 'failed', assertionResults }] };
    expect(countVitest(report)).toMatchObject({ passed: 1, failed: 1 });
  });

  it('does not take a file of skipped tests for one that ran', () => {
    const report = {
      testResults: [{ name: '/p/a.test.ts', status: 'passed', assertionResults: [{ status: 'skipped' }] }],
    };
    expect(countVitest(report)).toMatchObject({ skipped: 1, files: [] });
  });
});

describe('countPlaywright', () => {
  const config = { rootDir: '/p/test/e2e' };
  const spec = (status: string, title = 'a test') => ({ title, tests: [{ status }] });

  it('counts tests of nested groups', () => {
    const inner = { file: 'a.e2e.ts', specs: [spec('unexpected'), spec('skipped')] };
    const suites = [{ file: 'a.e2e.ts', specs: [spec('expected')], suites: [inner] }];
    expect(countPlaywright({ config, suites, errors: [] })).toEqual({
      passed: 1,
      failed: 1,
      skipped: 1,
      files: ['/p/test/e2e/a.e2e.ts'],
      secondTry: [],
    });
  });

  it('names a test that passed at its second try', () => {
    const suites = [{ file: 'a.e2e.ts', specs: [spec('flaky', 'a box zooms'), spec('expected')] }];
    expect(countPlaywright({ config, suites, errors: [] })).toMatchObject({
      passed: 2,
      failed: 0,
      secondTry: ['a box zooms'],
    });
  });

  it('counts what it does not know as failed', () => {
    const suites = [{ file: 'a.e2e.ts', specs: [spec('interrupted')] }];
    expect(countPlaywright({ config, suites, errors: [] })).toMatchObject({ passed: 0, failed: 1 });
  });

  it('counts errors outside of tests, such as a file that does not load', () => {
    expect(countPlaywright({ config, suites: [], errors: [{}] })).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe('findRunProblems', () => {
  const counts = { passed: 2, failed: 0, skipped: 0, files: ['test/a.test.ts'], secondTry: [] };
  const good = { code: 0, timedOut: false, counts, expectedFiles: ['test/a.test.ts'] };

  it('finds none in a good run', () => {
    expect(findRunProblems(good)).toEqual([]);
  });

  it('adds none to a run whose tests failed: they are counted already', () => {
    expect(findRunProblems({ ...good, code: 1, counts: { ...counts, failed: 1 } })).toEqual([]);
  });

  it.each([
    ['a runner that crashed before its report', { ...good, code: 1, counts: undefined }],
    ['a report that is missing although the exit code is 0', { ...good, counts: undefined }],
    ['a runner that was killed by a signal after its report', { ...good, code: null }],
    ['an exit code that no failed test explains', { ...good, code: 1 }],
    ['a runner that hung', { ...good, code: null, timedOut: true }],
    ['a run without tests', { ...good, counts: { ...counts, passed: 0, files: [] }, expectedFiles: [] }],
    ['a run in which all is skipped', { ...good, counts: { ...counts, passed: 0, skipped: 9, files: [] } }],
    ['a test file that was overlooked', { ...good, expectedFiles: ['test/a.test.ts', 'test/lost.test.ts'] }],
  ])('finds one in %s', (_title, run) => {
    expect(findRunProblems(run)).toHaveLength(1);
  });
});
