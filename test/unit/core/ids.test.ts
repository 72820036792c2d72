import { ID_PATTERNS, type IdKind, makeId } from '@shared/core/ids.ts';
import { describe, expect, it } from 'vitest';

const KINDS = Object.keys(ID_PATTERNS) as IdKind[];

describe('makeId', () => {
  it.each(KINDS)('makes a %s id of every byte that matches its own pattern', (kind) => {
    for (let byte = 0; byte < 256; byte++) {
      expect(makeId(kind, (count) => new Uint8Array(count).fill(byte))).toMatch(ID_PATTERNS[kind]);
    }
  });

  it('makes different ids of different bytes', () => {
    const ids = [0, 1, 2].map((last) =>
      makeId('run', () => Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, last)),
    );
    expect(new Set(ids).size).toBe(3);
  });
});

describe('ID_PATTERNS', () => {
  it.each([
    'run_..',
    'run_../../etc/pas',
    'run_ABCDEFGHIJKL',
    'run_123456789012\n',
    ' run_123456789012',
    'exp_123456789012',
  ])('refuse %j as a run', (id) => {
    expect(ID_PATTERNS.run.test(id)).toBe(false);
  });
});
