import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorsOf, markdownFiles, readMarkdown, root, withoutCode } from './markdown.ts';

/** Links of a text that lead nowhere. Only those within the project are looked at. */
function brokenLinks(file: string, text: string): string[] {
  const targets = [...withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g)].map((match) => match[1]!);
  return targets.filter((target) => !/^[a-z]+:/.test(target) && !leadsSomewhere(file, target));
}

function leadsSomewhere(file: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const linked = path === '' ? file : join(dirname(file), path);
  if (!existsSync(join(root, linked))) return false;
  return anchor === undefined || !linked.endsWith('.md') || anchorsOf(readMarkdown(linked)).has(anchor);
}

describe('links between the documents', () => {
  it.each(markdownFiles())('of %s lead somewhere', (file) => {
    expect(brokenLinks(file, readMarkdown(file))).toEqual([]);
  });

  it('are really looked at: a file, a picture or a heading that is not there is found', () => {
    const text =
      '[a](docs/errors.md) [b](nowhere.md) ![c](docs/none.png) [d](docs/errors.md#no-such) `[e](gone.md)`';
    expect(brokenLinks('README.md', text)).toEqual(['nowhere.md', 'docs/none.png', 'docs/errors.md#no-such']);
  });
});
