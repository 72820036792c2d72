import { LIMITS } from '@shared/core/limits.ts';
import { parseJson } from '@shared/schema/safe-json.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaignSize, SEED } from '../../helpers/campaign.ts';
import { thrownBy } from '../../helpers/thrown.ts';

const WHAT = 'The file';

function refusal(text: string) {
  return thrownBy(() => parseJson(text, WHAT));
}

describe('parseJson', () => {
  it(`gives what JSON.parse gives (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 10 }), fc.boolean(), (text, isPretty) => {
        fc.pre(!text.includes('__proto__'));
        const written = isPretty
          ? JSON.stringify(JSON.parse(text), null, 2)
          : JSON.stringify(JSON.parse(text));
        expect(parseJson(written, WHAT)).toEqual(JSON.parse(text));
      }),
      { seed: SEED, numRuns: campaignSize(500, 50_000) },
    );
  });

  it('takes a byte order mark, brackets and colons in texts, and spaces wherever JSON has them', () => {
    expect(parseJson('\uFEFF { "a" : "}{][\\":," ,\r\n\t"b":[ "a" , "a" ] } ', WHAT)).toEqual({
      a: '}{][":,',
      b: ['a', 'a'],
    });
  });

  it('takes the same name in different objects', () => {
    const text = '{"a": {"a": [{"a": 1}, {"a": 2}]}, "b": "a"}';
    expect(parseJson(text, WHAT)).toEqual(JSON.parse(text));
  });

  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('takes %s in each other as deep as the limit, and no deeper', (_what, open, close) => {
    const nested = (depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;
    expect(parseJson(nested(LIMITS.jsonDepth), WHAT)).toBeTypeOf('object');
    expect(refusal(nested(LIMITS.jsonDepth + 1)).code).toBe('TOO_DEEP');
  });

  it.each([
    ['lists', '['.repeat(1_000_000)],
    ['closed lists', `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`],
    ['objects', '{"a":'.repeat(1_000_000)],
  ])('refuses a million %s in each other at once', (_what, text) => {
    const error = refusal(text);
    expect(error.code).toBe('TOO_DEEP');
    expect(error.message).toContain(`deeper than ${String(LIMITS.jsonDepth)} levels at line 1, column`);
  });

  it('counts only brackets outside of texts', () => {
    expect(parseJson(JSON.stringify('['.repeat(100)), WHAT)).toBe('['.repeat(100));
    expect(parseJson('["\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["]', WHAT)).toHaveLength(1);
  });

  it.each([
    ['plainly', '{"a": 1, "a": 2}'],
    ['with an escaped spelling', '{"a": 1, "\\u0061": 2}'],
    ['in a nested object', '{"x": [{"y": {"a": 1, "b": 2, "a": 3}}]}'],
    ['after a nested object', '{"a": {"b": 1}, "a": 2}'],
    ['as the empty name', '{"": 1, "": 2}'],
    ['with spaces before the colon', '{"a" : 1, "a"\n: 2}'],
    ['as the name of a method', '{"toString": 1, "toString": 2}'],
  ])('refuses a name given twice: %s', (_how, text) => {
    const error = refusal(text);
    expect(error.code).toBe('DUPLICATE_KEY');
    expect(error.message).toMatch(/twice in one object, at line \d, column \d+/);
  });

  it.each(['{"__proto__": {}}', '{"a": {"\\u005f_proto__": 1}}', '[{"__proto__": null}]'])(
    'refuses the name __proto__: %s',
    (text) => {
      expect(refusal(text)).toMatchObject({ code: 'UNKNOWN_FIELD', at: '__proto__' });
    },
  );

  it('lets no name change the prototype of an object', () => {
    const value = parseJson('{"constructor": {"prototype": 1}, "toString": 2}', WHAT) as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['constructor', 'toString']);
  });

  it.each(['', ' ', '\n\n', '\uFEFF'])('says that %j is empty', (text) => {
    const error = refusal(text);
    expect(error.code).toBe('FILE_NOT_JSON');
    expect(error.message).toBe('The file is empty. It should hold JSON.');
  });

  it.each([
    ['{"a": NaN}', 'line 1, column 7', 'unexpected "NaN}"'],
    ['{"a": Infinity}', 'line 1, column 7', 'unexpected "Infinity}"'],
    ['{"a": -Infinity}', 'line 1, column 8', 'unexpected "Infinity}"'],
    ['{"a": 01}', 'line 1, column 8', 'unexpected "1}"'],
    ['{"a": .5}', 'line 1, column 7', 'unexpected ".5}"'],
    ['{"a": 0x10}', 'line 1, column 8', 'unexpected "x10}"'],
    ["{'a': 1}", 'line 1, column 2', 'unexpected'],
    ['{a: 1}', 'line 1, column 2', 'unexpected "a: 1}"'],
    ['{"a" 1}', 'line 1, column 6', 'unexpected "1}"'],
    ['{"a": 1,}', 'line 1, column 9', 'unexpected "}"'],
    ['[1,]', 'line 1, column 4', 'unexpected "]"'],
    ['[1,,2]', 'line 1, column 4', 'unexpected ",2]"'],
    ['[1, 2', 'line 1, column 6', 'the end comes too early'],
    ['{"a": [1, 2', 'line 1, column 12', 'the end comes too early'],
    ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3', 'unexpected "\\"b\\": 2'],
    ['[1] 2', 'line 1, column 5', 'unexpected "2"'],
    ['// comment\n{}', 'line 1, column 1', 'unexpected'],
    ['undefined', 'line 1, column 1', 'unexpected "undefined"'],
    ['a;b\n1;2\n', 'line 1, column 1', 'unexpected "a;b'],
    ['\u0000\u0001', 'line 1, column 1', 'unexpected "\\u0000\\u0001"'],
  ])('says where and why %j is no JSON', (text, place, found) => {
    const error = refusal(text);
    expect(error.code).toBe('FILE_NOT_JSON');
    expect(error.message).toContain(`${WHAT} is not valid JSON at ${place}: ${found}`);
  });

  it('says in one short clean line what is wrong with binary rubbish', () => {
    const rubbish = Array.from({ length: 5_000 }, (_, k) => String.fromCharCode((k * 7919) % 256)).join('');
    const { message } = refusal(rubbish);
    expect(message).not.toMatch(/\p{Cc}/u);
    expect(message.length).toBeLessThan(300);
  });
});
