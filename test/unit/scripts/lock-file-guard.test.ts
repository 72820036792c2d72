import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findLockProblems } from '../../../scripts/lib/lock-file-guard.mjs';

const binaries = { '@tool/linux': '1.0.0', '@tool/mac': '1.0.0' };

describe('findLockProblems', () => {
  it('accepts a lock in which every optional dependency has its entry', () => {
    const packages = {
      '': {},
      'node_modules/tool': { optionalDependencies: binaries },
      'node_modules/@tool/linux': {},
      'node_modules/@tool/mac': {},
    };
    expect(findLockProblems({ packages })).toEqual([]);
  });

  it('names an optional dependency that the registry did not have', () => {
    const packages = {
      '': {},
      'node_modules/tool': { optionalDependencies: binaries },
      'node_modules/@tool/linux': {},
    };
    const problems = findLockProblems({ packages });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('node_modules/tool has the optional dependency @tool/mac');
  });

  it.each([
    ['inside the package itself', 'node_modules/a/node_modules/tool/node_modules/@tool/mac'],
    ['beside the package', 'node_modules/a/node_modules/@tool/mac'],
    ['at the top', 'node_modules/@tool/mac'],
  ])('finds an entry %s', (_where, entry) => {
    const tool = { optionalDependencies: { '@tool/mac': '1.0.0' } };
    const packages = { '': {}, 'node_modules/a/node_modules/tool': tool, [entry]: {} };
    expect(findLockProblems({ packages })).toEqual([]);
  });

  it('does not take an entry that belongs to another package', () => {
    const tool = { optionalDependencies: { '@tool/mac': '1.0.0' } };
    const packages = { '': {}, 'node_modules/tool': tool, 'node_modules/b/node_modules/@tool/mac': {} };
    expect(findLockProblems({ packages })).toHaveLength(1);
  });

  it('checks the optional dependencies of the project itself', () => {
    const packages = { '': { optionalDependencies: { fast: '1.0.0' } }, 'node_modules/x': {} };
    expect(findLockProblems({ packages })).toHaveLength(1);
  });

  it('refuses an address of a registry or a repository', () => {
    const packages = { '': {}, 'node_modules/a': { resolved: 'https://registry.example/a.tgz' } };
    expect(findLockProblems({ packages })).toHaveLength(1);
  });

  it.each([[{}], [{ packages: {} }]])('refuses an empty lock: %j', (lock) => {
    expect(findLockProblems(lock)).toHaveLength(1);
  });

  it("accepts this project's lock", () => {
    const path = resolve(import.meta.dirname, '../../../package-lock.json');
    const lock = JSON.parse(readFileSync(path, 'utf8')) as Parameters<typeof findLockProblems>[0];
    expect(findLockProblems(lock)).toEqual([]);
  });
});
