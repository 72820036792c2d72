import { compileFormula } from '@shared/data/formula.ts';
import { LIMITS } from '@shared/core/limits.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaignSize, SEED } from '../../helpers/campaign.ts';
import { thrownBy } from '../../helpers/thrown.ts';

const AT = 'data.source.targets.y';

/** The value of a formula at a = 3, b = -2. */
function value(text: string): number {
  return compileFormula(text, ['a', 'b'], AT)([3, -2]);
}

describe('compileFormula', () => {
  it.each([
    ['a', 3],
    ['b', -2],
    ['a + b', 1],
    ['a - b', 5],
    ['a * b', -6],
    ['a / b', -1.5],
    ['7 % a', 1],
    ['a ** 2', 9],
    ['-a', -3],
    ['+a', 3],
    ['--a', 3],
    ['a--b', 1],
    ['1.5e2', 150],
    ['.5', 0.5],
    ['pi', Math.PI],
    ['e', Math.E],
    ['abs(b)', 2],
    ['sqrt(a * 3)', 3],
    ['exp(0)', 1],
    ['log(e)', 1],
    ['sin(0)', 0],
    ['cos(0)', 1],
    ['tan(0)', 0],
    ['tanh(0)', 0],
    ['floor(-1.5)', -2],
    ['round(1.4)', 1],
    ['sign(b)', -1],
    ['min(a, b)', -2],
    ['max(a, b, 10)', 10],
    ['max(a)', 3],
    ['pow(a, 2)', 9],
    ['abs(min(a, b) * 2) + 1', 5],
    ['a > b', 1],
    ['a < b', 0],
    ['a >= 3', 1],
    ['a <= 2', 0],
    ['a == 3', 1],
    ['a != 3', 0],
    ['a > 0 && b > 0', 0],
    ['a > 0 || b > 0', 1],
    ['a > b ? 10 : 20', 10],
    ['a < b ? 10 : 20', 20],
    ['b ? 1 : 0', 1],
    ['a - 3 ? 1 : 0', 0],
    ['a > 5 ? 1 : a > 2 ? 2 : 3', 2],
    ['a ** 2 + b ** 2 < 14 ? 1 : 0', 1],
    ['(a > b) + (a > 0)', 2],
  ])('computes %s', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it.each([
    ['2 + 3 * 4', 14],
    ['(2 + 3) * 4', 20],
    ['10 - 4 - 3', 3],
    ['24 / 4 / 2', 3],
    ['2 * 3 ** 2', 18],
    ['2 ** 3 ** 2', 512],
    ['(2 ** 3) ** 2', 64],
    ['2 ** -1', 0.5],
    ['-2 * 3', -6],
    ['2 + 7 % 4', 5],
    ['(-a) ** 2', 9],
    ['-(a ** 2)', -9],
    ['1 - a ** 2', -8],
    ['2 ** -a', 0.125],
    ['-a * 2 ** a', -24],
  ])('binds as in mathematics: %s', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it.each([
    'log(b) > 0',
    '1 < log(b)',
    'log(b) == log(b)',
    'log(b) && 0',
    'a || log(b)',
    'log(b) ? 1 : 0',
    'log(b) > 0 ? 1 : 0',
  ])('gives no answer to %s, whose side is no number', (text) => {
    expect(value(text)).toBeNaN();
  });

  it('looks at the chosen side of a condition only', () => {
    expect(value('a > 0 ? 1 : log(b)')).toBe(1);
  });

  it.each(['-a ** 2', '- a**2', '1 - -a ** 2', '-(a) ** 2', '+a ** 2', '2 ** -a ** 2'])(
    'refuses %s, which mathematics reads as −(a²) and some programs as (−a)²',
    (text) => {
      const error = thrownBy(() => value(text));
      expect(error.code).toBe('FORMULA_INVALID');
      expect(error.message).toContain('(-a) ** 2 or -(a ** 2)');
    },
  );

  it('prefers an input to a constant of the same name', () => {
    expect(compileFormula('e', ['e'], AT)([5])).toBe(5);
  });

  it('takes inputs called like functions or like properties of objects', () => {
    const names = ['abs', 'toString', 'constructor', 'hasOwnProperty'];
    expect(
      compileFormula('abs(abs) + toString + constructor * hasOwnProperty', names, AT)([-1, 2, 3, 4]),
    ).toBe(15);
  });

  it.each([
    ['c', 'There is no input called "c". Known: a, b.'],
    ['toString', 'There is no input called "toString"'],
    ['constructor', 'There is no input called "constructor"'],
    ['__proto__', 'There is no input called "__proto__"'],
    ['valueOf()', 'There is no function "valueOf"'],
    ['constructor(1)', 'There is no function "constructor"'],
    ['eval(1)', 'There is no function "eval"'],
    ['abs(1)(2)', 'called by its plain name'],
    ['a.constructor', 'Only numbers'],
    ['a["b"]', 'Only numbers'],
    ['a.b(1)', 'called by its plain name'],
    ['this', 'Only numbers'],
    ['[1, 2]', 'Only numbers'],
    ['a ? b', 'cannot be read'],
    ['a ? : b', 'cannot be read'],
    ['a; b', 'Only numbers'],
    ['a b', 'Only numbers'],
    ['(a, b)', 'Only numbers'],
    ['', 'Only numbers'],
    [' ', 'Only numbers'],
    ['()', 'Only numbers'],
    ['true', 'true is not a number'],
    ['null', 'null is not a number'],
    ['"text"', '"text" is not a number'],
    ['a = 1', 'cannot be read'],
    ['a === b', 'The operator "===" is not known'],
    ['a << b', 'The operator "<<" is not known'],
    ['a & b', 'The operator "&" is not known'],
    ['a ? c : 1', 'There is no input called "c"'],
    ['a ?? b', 'Only numbers|not known'],
    ['!a', 'The operator "!" is not known'],
    ['~a', 'The operator "~" is not known'],
    ['a ^ 2', 'Powers are written a \\*\\* b'],
    ['a ++', 'cannot be read'],
    ['a +', 'cannot be read'],
    ['* a', 'cannot be read'],
    ['(a', 'cannot be read'],
    ['a)', 'cannot be read'],
    ['2 a', 'Only numbers|cannot be read'],
    ['2a', 'cannot be read'],
    ['0x10', 'cannot be read'],
    ['1.2.3', 'cannot be read'],
    ['1e', 'cannot be read'],
    ['"open', 'cannot be read'],
    ['a // b', 'cannot be read'],
    ['`a`', 'cannot be read'],
    ['a \u0000 b', 'cannot be read'],
    ['abs()', 'abs takes 1 argument'],
    ['abs(a, b)', 'abs takes 1 argument'],
    ['pow(a)', 'pow takes 2 argument'],
    ['min()', 'min takes at least 1 argument'],
    ['min(a,)', 'cannot be read'],
    ['min(a,,b)', 'cannot be read'],
  ])('refuses %j, saying why and where', (text, why) => {
    const error = thrownBy(() => compileFormula(text, ['a', 'b'], AT));
    expect(error).toMatchObject({ code: 'FORMULA_INVALID', at: AT });
    expect(error.message).toMatch(new RegExp(why));
    expect(error.message.startsWith(`${AT}: `)).toBe(true);
  });

  it.each(["'open\nquote", "'\u009b2J", 'a \u001b b'])(
    'says in one clean line what is wrong with %j',
    (text) => {
      expect(thrownBy(() => compileFormula(text, ['a'], AT)).message).not.toMatch(/\p{Cc}/u);
    },
  );

  it.each([
    ['opening brackets', (n: number) => '('.repeat(n)],
    ['brackets around a', (n: number) => `${'('.repeat(n / 2)}a${')'.repeat(n / 2)}`],
    ['minus signs', (n: number) => `${'-'.repeat(n - 1)}a`],
    ['functions in functions', (n: number) => `${'abs('.repeat(n / 5)}a${')'.repeat(n / 5)}`],
    ['powers of powers', (n: number) => `a${'**a'.repeat(n / 3)}`],
    ['sums of sums', (n: number) => `a${'+a'.repeat(n / 2 - 1)}`],
    ['digits', (n: number) => '1'.repeat(n)],
    ['list brackets', (n: number) => '['.repeat(n)],
    ['quotation marks', (n: number) => '"'.repeat(n)],
    ['question marks', (n: number) => 'a?'.repeat(n / 2)],
  ])('survives as many %s as a formula may have characters', (_what, make) => {
    const text = make(LIMITS.formulaLength);
    try {
      expect(compileFormula(text, ['a'], AT)([1])).toBeTypeOf('number');
    } catch (error) {
      expect(error).toMatchObject({ code: 'FORMULA_INVALID' });
    }
  });

  it(`computes, or refuses with its code, whatever it is made of (seed ${SEED})`, () => {
    const pieces =
      'a b 1 2.5 pi + - * / % ** ( ) , abs min pow [ ] . " \' ? : ; ! == toString __proto__ \\ é'.split(' ');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces, ' '), { maxLength: 20 }), (parts) => {
        try {
          expect(compileFormula(parts.join(''), ['a', 'b'], AT)([1, 2])).toBeTypeOf('number');
        } catch (error) {
          expect(error).toMatchObject({ name: 'AppError', code: 'FORMULA_INVALID', at: AT });
        }
      }),
      { seed: SEED, numRuns: campaignSize(3_000, 300_000) },
    );
  });
});
