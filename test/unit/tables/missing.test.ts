import { expect, it } from 'vitest';
import { MISSING_TEXTS } from '../../../src-main/tables/missing.ts';
import { readMarkdown } from '../docs/markdown.ts';

it('docs/formats/tables.md names every text that stands for a missing value', () => {
  const sentence = /^\*\*Missing\*\* are.*$/m.exec(readMarkdown('docs/formats/tables.md'))![0];
  const named = [...sentence.matchAll(/`([^`]+)`/g)].map(([, text]) => text);
  expect(['', ...named]).toEqual([...MISSING_TEXTS]);
});
