import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suggestFileName } from '../../../../src-main/ipc/export-name.ts';

describe('suggestFileName', () => {
  it.each([
    ['The article, solved', 'The article, solved.json'],
    ['Größe (2)', 'Größe (2).json'],
    ['../../etc/passwd', 'etc passwd.json'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a b c d e f g h i j.json'],
    ['CON', 'model.json'],
    ['lpt1', 'model.json'],
    ['...', 'model.json'],
    ['\u0000\n', 'model.json'],
    ['name. . .', 'name.json'],
    ['x'.repeat(200), `${'x'.repeat(80)}.json`],
  ])('makes of %j the name %j', (runName, expected) => {
    expect(suggestFileName(runName, 'json')).toBe(expected);
  });

  it('never gives a path, a hidden file or an empty name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (runName) => {
        expect(suggestFileName(runName, 'json')).toMatch(
          /^[\p{L}\p{N}()+=,_-][\p{L}\p{N} ()+=,_.-]*\.json$/u,
        );
      }),
      { seed: Number(process.env.SEED ?? 42) },
    );
  });
});
