import { expect, it } from 'vitest';
import { HELP } from '../../../src-main/cli/help.ts';
import { readMarkdown } from './markdown.ts';

it('docs/cli.md has a heading for every line of usage that --help prints', () => {
  const usages = [...HELP.matchAll(/^ {2}(ninestep .*)$/gm)].map((match) => match[1]!);
  const headings = [...readMarkdown('docs/cli.md').matchAll(/^## `(.*)`$/gm)].map((match) => match[1]!);
  expect(headings).toEqual(usages);
});
