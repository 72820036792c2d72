import { choice, defaultsOf, type Field, integer, problemWith, real, toggle } from '@shared/model/fields.ts';
import { describe, expect, it } from 'vitest';

const fields = {
  integer: integer(1, 16_384, 16, 'Units', 'help'),
  closed: real(0, 1, 0.5, 'Share', 'help'),
  open: real(0, 1, 0.5, 'Rate', 'help', { aboveMin: true, belowMax: true }),
  choice: choice({ relu: 'ReLU', tanh: 'Tanh' }, 'relu', 'Activation', 'help'),
  switch: toggle(true, 'Shuffle', 'help'),
} satisfies Record<string, Field>;
type Name = keyof typeof fields;

const accepted: [Name, unknown][] = [
  ['integer', 1],
  ['integer', 16_384],
  ['closed', 0],
  ['closed', 1],
  ['closed', Number.MIN_VALUE],
  ['open', Number.MIN_VALUE],
  ['open', 1 - Number.EPSILON],
  ['choice', 'relu'],
  ['choice', 'tanh'],
  ['switch', true],
  ['switch', false],
];

const refused: [Name, unknown][] = [
  ['integer', 0],
  ['integer', 16_385],
  ['integer', 1.5],
  ['integer', '8'],
  ['integer', 8n],
  ['integer', [8]],
  ['closed', -Number.MIN_VALUE],
  ['closed', 1 + Number.EPSILON],
  ['closed', '0.5'],
  ['open', 0],
  ['open', -0],
  ['open', 1],
  ['choice', 'ReLU'],
  ['choice', 'toString'],
  ['choice', 'constructor'],
  ['choice', '__proto__'],
  ['choice', 'hasOwnProperty'],
  ['choice', ['relu']],
  ['switch', 0],
  ['switch', 'true'],
  ...(Object.keys(fields) as Name[]).flatMap((name) =>
    [NaN, Infinity, -Infinity, null, undefined, {}, ''].map((value): [Name, unknown] => [name, value]),
  ),
];

const ranges: Record<Name, string> = {
  integer: 'a whole number from 1 to 16,384',
  closed: 'a number at least 0 and at most 1',
  open: 'a number above 0 and below 1',
  choice: 'one of relu, tanh',
  switch: 'true or false',
};

describe('problemWith', () => {
  it.each(accepted)('accepts for %s: %o', (name, value) => {
    expect(problemWith(fields[name], value)).toBeNull();
  });

  it.each(refused)('refuses for %s, saying the allowed range: %o', (name, value) => {
    expect(problemWith(fields[name], value)).toContain(`Must be ${ranges[name]}, but is `);
  });
});

describe('defaultsOf', () => {
  it('gives every field its default, and each default is allowed', () => {
    const defaults = defaultsOf(fields);
    expect(defaults).toEqual({ integer: 16, closed: 0.5, open: 0.5, choice: 'relu', switch: true });
    for (const [name, value] of Object.entries(defaults))
      expect(problemWith(fields[name as Name], value)).toBeNull();
  });
});
