import { canonicalJson, formatJson, LongText } from '@shared/core/json-text.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaignSize, SEED } from '../../helpers/campaign.ts';

/** JSON has no minus zero: `JSON.stringify` itself writes it as 0. */
const json = fc.jsonValue({ maxDepth: 5 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const options = { seed: SEED, numRuns: campaignSize(500, 20_000) };

describe.each([
  ['formatJson', formatJson],
  ['canonicalJson', canonicalJson],
])(`%s (seed ${SEED})`, (_name, write) => {
  it('is undone by JSON.parse', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(write(value))).toEqual(value);
      }),
      options,
    );
  });

  it.each([NaN, Infinity, -Infinity])('throws on %d, wherever it stands', (value) => {
    expect(() => write(value)).toThrow(RangeError);
    expect(() => write({ a: [{ b: [1, value] }] })).toThrow(RangeError);
  });

  it('leaves out fields that are undefined', () => {
    expect(JSON.parse(write({ a: 1, b: undefined }))).toEqual({ a: 1 });
  });

  it('makes a long text from its pieces each time it is written', () => {
    const text = new LongText(() => ['ab', '', 'c']);
    for (let k = 0; k < 2; k++)
      expect(JSON.parse(write({ a: [text], b: text }))).toEqual({ a: ['abc'], b: 'abc' });
  });

  it('keeps a field called __proto__ as a field', () => {
    const text = write(JSON.parse('{"__proto__": 1}'));
    expect(text).toContain('"__proto__"');
  });
});

describe('formatJson', () => {
  it('puts a list of numbers on one line and everything else on lines of its own', () => {
    expect(formatJson({ a: [1, 2.5], b: { c: [] }, d: [[1], [2]], e: {} })).toBe(
      [
        '{',
        '  "a": [1, 2.5],',
        '  "b": {',
        '    "c": []',
        '  },',
        '  "d": [',
        '    [1],',
        '    [2]',
        '  ],',
        '  "e": {}',
        '}',
        '',
      ].join('\n'),
    );
  });
});

describe(`canonicalJson (seed ${SEED})`, () => {
  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(withKeysReversed(value))).toBe(canonicalJson(value));
      }),
      options,
    );
  });

  it('depends on the order of a list', () => {
    expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
  });

  it('spells a value without spaces', () => {
    expect(canonicalJson({ b: [1, 'x y'], a: null })).toBe('{"a":null,"b":[1,"x y"]}');
  });
});

function withKeysReversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withKeysReversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, withKeysReversed(item)] as const);
  return Object.fromEntries(entries.reverse());
}
