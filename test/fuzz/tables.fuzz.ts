import type { RawColumn } from '@shared/data/raw-table.ts';
import type { Random } from '@shared/core/random.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { previewTableFile, readTableFile, type ReadTable } from '../../src-main/tables/read-table-file.ts';
import { campaignSize, SEED } from '../helpers/campaign.ts';
import { fuzz } from '../helpers/fuzz.ts';
import { mutateText } from '../helpers/mutate.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const TABLES = [
  'name,size,when,good\nx,1.5,2026-11-22,yes\ny,,2026-11-23,no\nz,-3e2,NA,yes\n',
  'a;b;c\r\n1,5;"x; y";1.000,25\r\n2,25;"say ""so""";?\r\n;;7\r\n',
  '"","x","y"\n"r1",1,2\n"r2",3,4\n',
  'x\ty\n1\t2\n3\t4\n',
  '  x  y\n 1  2\n 3  4\n',
  'sep=|\na|b\n1|2\n',
];
const RECORDS = [
  '[{"a":1,"b":"x"},{"a":2.5,"b":null,"c":[1]}]',
  '{"a":[1,2],"b":["x","y"]}',
  '{"a":1,"b":"x"}\n{"a":2,"b":"y"}\n',
];
const ENCODINGS = ['utf8', 'utf16le', 'latin1'] as const;

function checkTable({ table, rows, hash }: ReadTable): void {
  expect(table.rows).toBe(rows);
  expect(rows).toBeGreaterThan(0);
  expect(hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(new Set(table.columns.map(({ name }) => name)).size).toBe(table.columns.length);
  for (const column of table.columns) {
    expect(column.name).not.toBe('');
    expect(cellsHeld(column)).toBe(rows);
  }
  for (const remark of table.remarks) {
    expect(remark.message.length).toBeLessThan(4_000);
    for (const row of remark.rows) expect(row).toBeLessThan(rows);
  }
}

function cellsHeld(column: RawColumn): number {
  switch (column.kind) {
    case 'numbers':
      return column.values.length;
    case 'levels':
      return column.codes.length;
    case 'texts':
      return column.starts.length - 1;
  }
}

function mutated(tables: readonly string[], random: Random): Buffer {
  const text = mutateText(tables[random.below(tables.length)]!, random);
  return Buffer.from(text, ENCODINGS[Math.max(0, random.below(6) - 3)]);
}

it(`a mutated table is a table, or says why not (seed ${SEED})`, async () => {
  const path = join(tempFolder(), 'table.csv');
  const accepted = await fuzz(
    campaignSize(1_500, 20_000),
    'tables',
    (random) => mutated(TABLES, random),
    async (bytes) => {
      writeFileSync(path, bytes);
      checkTable(await readTableFile(path, null));
      await previewTableFile(path, null);
    },
  );
  expect(accepted).toBeGreaterThan(0);
});

it(`mutated records are a table, or say why not (seed ${SEED})`, async () => {
  const path = join(tempFolder(), 'table.json');
  const accepted = await fuzz(
    campaignSize(500, 20_000),
    'records',
    (random) => mutated(RECORDS, random),
    async (bytes) => {
      writeFileSync(path, bytes);
      checkTable(await readTableFile(path, null));
    },
  );
  expect(accepted).toBeGreaterThan(0);
});

it(`rubbish ends in a table or a reason (seed ${SEED})`, async () => {
  const path = join(tempFolder(), 'table.csv');
  await fuzz(
    campaignSize(500, 20_000),
    'table rubbish',
    (random) => Buffer.from(Array.from({ length: random.below(300) }, () => random.below(256))),
    async (bytes) => {
      writeFileSync(path, bytes);
      checkTable(await readTableFile(path, null));
    },
  );
});
