import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { rejectionOf } from '../../helpers/thrown.ts';
import { cellsOf, namesOf, readWritten } from './written-tables.ts';

const COLUMNS = [
  { name: 'size', data: [1.5, null, -3], type: 'DOUBLE' },
  { name: 'count', data: [1n, 2n, 12345678901234567890n % 2n ** 63n], type: 'INT64' },
  { name: 'kind', data: ['x', 'y', 'x'], type: 'STRING' },
  { name: 'is good', data: [true, false, true], type: 'BOOLEAN' },
  { name: 'day', data: [new Date('2026-11-22'), new Date('2026-11-22T18:30:00Z'), null], type: 'TIMESTAMP' },
  { name: 'number as text', data: ['1.50', 'x', 'y'], type: 'STRING' },
] as const;

const CELLS = [
  ['1.5', '1', 'x', 'true', '2026-11-22', '1.50'],
  [null, '2', 'y', 'false', '2026-11-22T18:30:00', 'x'],
  ['-3', String(12345678901234567890n % 2n ** 63n), 'x', 'true', null, 'y'],
];

function parquet(codec: 'UNCOMPRESSED' | 'SNAPPY', rowGroupSize: number): Uint8Array {
  const columnData = COLUMNS.map(({ name, data, type }) => ({ name, data: [...data], type, nullable: true }));
  return new Uint8Array(parquetWriteBuffer({ columnData, codec, rowGroupSize }));
}

describe('Parquet', () => {
  it.each([
    ['UNCOMPRESSED', 100],
    ['SNAPPY', 100],
    ['SNAPPY', 2],
  ] as const)('%s, groups of %i rows', async (codec, rows) => {
    const { table, format } = await readWritten(parquet(codec, rows), null, 'table.parquet');
    expect(format).toEqual({ type: 'parquet' });
    expect(namesOf(table)).toEqual(COLUMNS.map(({ name }) => name));
    expect(cellsOf(table)).toEqual(CELLS);
    expect(table.columns.map(({ kind }) => kind)).toEqual([
      'numbers',
      'numbers',
      'levels',
      'levels',
      'levels',
      'levels',
    ]);
  });

  it('is refused where it is cut short anywhere', async () => {
    const whole = parquet('SNAPPY', 2);
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      const error = await rejectionOf(
        readWritten(whole.subarray(0, Math.floor(share * whole.length)), null, 'table.parquet'),
      );
      expect(error.code).toBe('TABLE_INVALID');
      expect(error.message).toMatch(/is damaged/);
    }
  });
});
