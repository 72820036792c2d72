import { LIMITS } from '@shared/core/limits.ts';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { PLAIN_NUMBERS } from '../../../src-main/tables/cell-numbers.ts';
import { NO_TEXT_COLUMNS, TableBuilder } from '../../../src-main/tables/table-builder.ts';
import { thrownBy } from '../../helpers/thrown.ts';

/** A builder under a small limit. */
function smallBuilder(limitBytes: number): TableBuilder {
  const limit = vi.spyOn(LIMITS, 'tableMemoryBytes', 'get').mockReturnValue(limitBytes);
  onTestFinished(() => {
    limit.mockRestore();
  });
  return new TableBuilder('table.csv', PLAIN_NUMBERS, NO_TEXT_COLUMNS);
}

describe('a file of few bytes that asks for much memory is refused before it is taken', () => {
  const LIMIT = 2 ** 26;
  /** Eight bytes a cell, looked at every few millions. */
  const MOST_CELLS = LIMIT / 8 + 2 ** 23;

  it('by short rows below a wide header', () => {
    const columns = 2_000;
    const builder = smallBuilder(LIMIT);
    for (let c = 0; c < columns; c++) builder.addColumn();
    const error = thrownBy(() => {
      for (let row = 0; row * columns < MOST_CELLS; row++) {
        for (let c = 0; c < columns; c++) builder.addMissing(c);
        builder.endRow();
      }
    });
    expect(error).toMatchObject({ code: 'TOO_LARGE', at: 'table.csv' });
  });

  it('by new columns behind many rows', () => {
    const rows = 50_000;
    const builder = smallBuilder(LIMIT);
    for (let row = 0; row < rows; row++) builder.endRow();
    const error = thrownBy(() => {
      while (rows * builder.columnCount < MOST_CELLS) builder.addColumn();
    });
    expect(error).toMatchObject({ code: 'TOO_LARGE', at: 'table.csv' });
  });
});
