import { describe, expect, it } from 'vitest';
import { optionTerm, overview, page } from '../../../../src-main/cli/help.ts';
import { COMMAND_NAMES, manualOf } from '../../../../src-main/cli/manuals.ts';

/** Of the narrowest terminal in use. */
const WIDTH = 80;

const withoutWraps = (text: string) => text.replace(/\s+/g, ' ');

describe('the overview', () => {
  it('fits a terminal, with a line for each command', () => {
    const lines = overview().split('\n');
    expect(lines.filter((line) => line.length > WIDTH)).toEqual([]);
    for (const name of COMMAND_NAMES) {
      expect(lines).toContainEqual(
        expect.stringMatching(new RegExp(`^ {2}${name} .*${manualOf(name).summary}$`)),
      );
    }
    expect(lines.length).toBeLessThan(45);
  });
});

describe.each(COMMAND_NAMES)('the page of %s', (name) => {
  const manual = manualOf(name);
  const text = page(name);

  it('fits a terminal, but for lines that are typed as they stand', () => {
    const typed = new Set<string>(manual.examples.map(({ line }) => line));
    const long = text.split('\n').filter((line) => line.length > WIDTH && !typed.has(line.trim()));
    expect(long).toEqual([]);
  });

  it('tells its usage, every option, every exit code, and how it is done', () => {
    const flat = withoutWraps(text);
    for (const { line } of manual.usages) expect(flat).toContain(line);
    for (const [option, own] of Object.entries(manual.options)) {
      expect(text).toContain(`\n  ${optionTerm(option, own)} `);
      expect(flat).toContain(own.help);
    }
    for (const { line } of manual.examples) expect(text).toContain(`    ${line}\n`);
    for (const code of ['0', '1', '2', '130']) expect(text).toMatch(new RegExp(`^ {2}${code} +\\S`, 'm'));
  });

  it('has usage lines for exactly the options that there are', () => {
    const used = manual.usages.flatMap(({ line }) => line.match(/--[a-z-]+/g) ?? []);
    expect(new Set(used)).toEqual(new Set(Object.keys(manual.options).map((option) => `--${option}`)));
  });

  it('has examples of itself', () => {
    expect(manual.examples.length).toBeGreaterThan(0);
    for (const { line } of manual.examples) expect(line).toContain(`ninestep ${name}`);
  });
});
