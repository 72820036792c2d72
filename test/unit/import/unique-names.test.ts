import { LIMITS } from '@shared/core/limits.ts';
import { uniqueNames } from '@shared/import/unique-names.ts';
import { describe, expect, it } from 'vitest';

describe('uniqueNames', () => {
  it('gives names as the columns of a table have them', () => {
    expect(uniqueNames(['a', ' b ', 'a', '', 'c\nd\u2028e', '\u0000', '__proto__'])).toEqual([
      'a',
      'b',
      'a (2)',
      'x4',
      'c d e',
      'x6',
      '__proto__',
    ]);
  });

  it('leaves room for a number behind a long one', () => {
    const long = 'x'.repeat(LIMITS.nameLength + 1);
    const names = uniqueNames([long, long]);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(LIMITS.nameLength);
  });
});
