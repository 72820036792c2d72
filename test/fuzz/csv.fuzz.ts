import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readInputTable } from '../../src-main/cli/input-table.ts';
import { campaignSize, SEED } from '../helpers/campaign.ts';
import { fuzz } from '../helpers/fuzz.ts';
import { mutateText } from '../helpers/mutate.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const INPUTS = ['a', 'b'].map((name) => ({
  type: 'number' as const,
  name,
  transform: { kind: 'none' as const, shift: 0, scale: 1 },
  range: { min: 0, max: 1, mean: 0.5 },
}));

const TABLES = [
  'a,b\n1,2\n3.5,-4e2\n.5,6\n',
  'x,b,a\r\n"text, with comma",2,3\r\n"quote "" inside",4,5\r\n',
  'b;a\n1;2\n3;4\n',
];

it(`a mutated table is rows of numbers, or says why not (seed ${SEED})`, async () => {
  const path = join(tempFolder(), 'data.csv');
  const accepted = await fuzz(
    campaignSize(5_000, 100_000),
    'csv',
    (random) => mutateText(TABLES[random.below(TABLES.length)]!, random),
    async (text) => {
      writeFileSync(path, text);
      for (const row of await readInputTable(path, INPUTS)) {
        expect(row).toHaveLength(2);
        expect(row.every(Number.isFinite)).toBe(true);
      }
    },
  );
  expect(accepted).toBeGreaterThan(0);
});

it(`rubbish is no table (seed ${SEED})`, async () => {
  const path = join(tempFolder(), 'data.csv');
  const accepted = await fuzz(
    campaignSize(1_000, 20_000),
    'csv rubbish',
    (random) => Array.from({ length: random.below(300) }, () => random.below(256)),
    async (bytes) => {
      writeFileSync(path, Uint8Array.from(bytes));
      await readInputTable(path, INPUTS);
    },
  );
  expect(accepted).toBe(0);
});
