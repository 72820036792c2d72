import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES, manualOf } from '../../../src-main/cli/manuals.ts';
import { readMarkdown } from './markdown.ts';

const GENERAL = 'ninestep --version | --help';

describe('docs/cli.md', () => {
  const sections = readMarkdown('docs/cli.md')
    .split(/^## /m)
    .map((section) => ({ heading: /^`(ninestep .*)`$/m.exec(section)?.[1], section }))
    .filter(({ heading }) => heading !== undefined);

  it('has a heading for every line of usage that help prints, in the same order', () => {
    const usages = COMMAND_NAMES.flatMap((name) => manualOf(name).usages.map(({ line }) => line));
    expect(sections.map(({ heading }) => heading)).toEqual([...usages, GENERAL]);
  });

  it.each(COMMAND_NAMES)('says what every option of %s does, or means for all', (name) => {
    const own = sections.filter(({ heading }) => heading!.startsWith(`ninestep ${name} `));
    const text = own.map(({ section }) => section).join('\n');
    for (const option of Object.keys(manualOf(name).options)) expect(text).toContain(`--${option}`);
  });
});
