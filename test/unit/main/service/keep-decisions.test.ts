import { LIMITS } from '@shared/core/limits.ts';
import { inferColumns } from '@shared/data/infer/infer-columns.ts';
import { tableColumnSchema } from '@shared/schema/data.ts';
import { describe, expect, it } from 'vitest';
import { keepDecisions, levelsOf } from '../../../../src-main/service/keep-decisions.ts';
import { levelColumn, rawTable, textColumn } from '../../../helpers/raw-tables.ts';

const LONG = 'x'.repeat(LIMITS.textLength + 1);

describe('levelsOf', () => {
  it('gives each text once, in its natural order', () => {
    expect(levelsOf(textColumn('c', ['b', null, '10', '9', 'b']), 5)).toEqual({
      levels: ['9', '10', 'b'],
      isCut: false,
    });
  });

  it.each([
    ['more levels', Array.from({ length: LIMITS.levels + 1 }, (_, k) => `level ${String(k)}`), LIMITS.levels],
    ['longer ones', ['short', LONG], 1],
  ])('says where there are %s than a category may have', (_, texts, count) => {
    const found = levelsOf(levelColumn('c', texts), texts.length);
    expect(found.isCut).toBe(true);
    expect(found.levels).toHaveLength(count);
    expect(() =>
      tableColumnSchema.parse({ name: 'c', type: 'category', levels: found.levels }),
    ).not.toThrow();
  });
});

describe('keepDecisions', () => {
  const table = rawTable({ kept: ['a', 'b', 'new', 'a', 'b', 'new'], added: [1, 2.5, 3, 4, 5, 6] });
  const kept = tableColumnSchema.parse({
    name: 'kept',
    type: 'category',
    role: 'target',
    levels: ['b', 'a'],
  });

  it('keeps role, type, settings and order of levels; new levels and columns come after', () => {
    const gone = tableColumnSchema.parse({ name: 'gone', type: 'number' });
    expect(keepDecisions(inferColumns(table), [gone, kept], table)).toMatchObject([
      { ...kept, levels: ['b', 'a', 'new'] },
      { name: 'added', type: 'number' },
    ]);
  });
});
