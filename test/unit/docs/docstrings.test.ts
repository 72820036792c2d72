import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportedNames, findUndocumented } from './docstring-checker.ts';

const engine = resolve(import.meta.dirname, '../../../src-shared/engine');
const files = readdirSync(engine, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

/** The machinery that makes the same arithmetic fast; what is computed stands in the reference beside it. */
const isMachinery = (name: string) => /^(kernels|wasm)[\\/]/.test(name);
/** AssemblyScript's way to have a function put in place. */
const withoutDecorators = (text: string) => text.replaceAll('@inline export', 'export');

describe('src-shared/engine', () => {
  it.each(files.filter(isMachinery))('says of all that %s exports what it does', (name) => {
    const problems = findUndocumented(name, withoutDecorators(readFileSync(join(engine, name), 'utf8')));
    expect(problems.filter((problem) => problem.endsWith('no docstring'))).toEqual([]);
  });

  it.each(files.filter((name) => !isMachinery(name)))(
    'says Shapes and Source of all that %s exports',
    (name) => {
      expect(findUndocumented(name, readFileSync(join(engine, name), 'utf8'))).toEqual([]);
    },
  );

  it('is where the checker looks', () => {
    const names = files.flatMap((name) => exportedNames(name, readFileSync(join(engine, name), 'utf8')));
    expect(names).toEqual(expect.arrayContaining(['denseForward', 'updateRule', 'Trainer', 'lossGradient']));
  });
});

describe('findUndocumented', () => {
  const good = '/**\n * Does it.\n *\n * Shapes: A [N].\n * Source: the article.\n */\n';

  it('is content with a whole docstring', () => {
    expect(findUndocumented('a.ts', `${good}export function f() {}`)).toEqual([]);
  });

  it.each([
    ['no docstring', 'export function f() {}', ['f: no docstring']],
    ['a plain comment', '// Shapes: none. Source: none.\nexport function f() {}', ['f: no docstring']],
    ['an empty docstring', '/** */\nexport function f() {}', ['f: no docstring']],
    ['no Source', '/** Does it.\n *\n * Shapes: A [N]. */\nexport function f() {}', ['f: no Source']],
    ['no Shapes', '/** Does it.\n *\n * Source: here. */\nexport function f() {}', ['f: no Shapes']],
    [
      'a Shapes that says nothing',
      '/**\n * Shapes:\n *\n * Source: here.\n */\nexport function f() {}',
      ['f: no Shapes'],
    ],
    ['a class', 'export class C {}', ['C: no docstring']],
    ['an arrow function', 'export const f = () => 1;', ['f: no docstring']],
    ['an export list', 'function f() {}\nexport { f as g };', ['f: no docstring']],
    ['a default export', 'export default function () {}', ['default: no docstring']],
    ['one bad of two', `${good}export function f() {}\nexport function g() {}`, ['g: no docstring']],
  ])('finds %s', (_, text, expected) => {
    expect(findUndocumented('a.ts', text)).toEqual(expected);
  });

  it('leaves alone what is not exported, and what is no function', () => {
    const text =
      'function f() {}\nexport const A = 1;\nexport interface B { c: number }\nexport type D = () => void;';
    expect(findUndocumented('a.ts', text)).toEqual([]);
  });
});
