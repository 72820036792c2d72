import { RULES } from '@shared/doctor/finding.ts';
import { THRESHOLDS } from '@shared/doctor/thresholds.ts';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const text = readFileSync(resolve(import.meta.dirname, '../../../docs/doctor.md'), 'utf8');

it('has every threshold in docs/doctor.md with its value and a reason', () => {
  const rows = [...text.matchAll(/^\| `(\w+)` +\| ([\d.]+) +\| (.+?) +\|$/gm)];
  const documented: Record<string, number> = Object.fromEntries(
    rows.map(([, name, value]) => [name!, Number(value)] as const),
  );
  expect(documented).toEqual(THRESHOLDS);
  for (const [, name, , reason] of rows) expect(reason!.length, name).toBeGreaterThan(20);
});

it('uses every threshold in a rule that docs/doctor.md tells of', () => {
  const rules = text.slice(text.indexOf('## Rules'), text.indexOf('## Thresholds'));
  const general = ['evaluations', 'insights'];
  const missing = Object.keys(THRESHOLDS).filter(
    (name) => !general.includes(name) && !rules.includes(`\`${name}\``),
  );
  expect(missing).toEqual([]);
});

it('tells of every rule by the title that the window shows', () => {
  for (const title of Object.values(RULES)) expect(text).toContain(`| ${title} `);
});
