import { ERROR_CODES } from '@shared/core/errors.ts';
import { expect, it } from 'vitest';
import { readTables } from './markdown.ts';

const rows = readTables('docs/errors.md').flatMap((table) => table.rows);
const documented = rows.map(([code = '', meaning = '']) => [code.replaceAll('`', ''), meaning] as const);

it('docs/errors.md lists every code once, with the meaning that the code has', () => {
  const inCode = Object.entries(ERROR_CODES).sort();
  expect([...documented].sort()).toEqual(inCode);
});

it('docs/errors.md says of every code what to do', () => {
  expect(rows.filter((row) => row.length !== 3 || row[2] === '')).toEqual([]);
});
