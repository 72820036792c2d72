import {
  type AsyncBuffer,
  type DecodedArray,
  type FileMetaData,
  parquetRead,
  type ParquetParsers,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { refuseTable } from '../refuse-table.ts';
import type { TableBuilder, TypedCell } from '../table-builder.ts';
import type { GroupColumn } from './column-pages.ts';
import { parquetCell } from './page-cells.ts';

/** Where the library finds a column. */
export interface NestedSource {
  readonly path: string;
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly parsers: Partial<ParquetParsers>;
  readonly name: string;
}

/**
 * A column of lists or records, from row `rowStart` of the file on. The library puts them together, from all pages of a group of rows for
 * every part of it.
 */
export function nestedColumn(source: NestedSource, rowStart: number): GroupColumn {
  let next = rowStart;
  return {
    async handOn(builder: TableBuilder, column: number, count: number): Promise<void> {
      const from = next;
      next += count;
      const given = await readPart(source, from, next, (cell) => builder.addTyped(column, cell));
      if (given === count) return;
      const problem = `Column "${source.name}" has not as many cells as it says. The file is damaged.`;
      refuseTable(source.path, problem);
    },
  };
}

/** Hands on every cell of the rows from `rowStart` to before `rowEnd`; gives how many there were. */
async function readPart(
  { file, metadata, parsers, name }: NestedSource,
  rowStart: number,
  rowEnd: number,
  add: (cell: TypedCell) => void,
): Promise<number> {
  const chunks: { rowStart: number; data: DecodedArray }[] = [];
  await parquetRead({
    file,
    metadata,
    parsers,
    compressors,
    columns: [name],
    rowStart,
    rowEnd,
    onChunk: (chunk) => chunks.push({ rowStart: chunk.rowStart, data: chunk.columnData }),
  });
  let count = 0;
  for (const chunk of chunks.sort((a, b) => a.rowStart - b.rowStart)) {
    // A chunk is made of whole pages, which may begin before the part and end after it.
    const end = Math.min(chunk.data.length, rowEnd - chunk.rowStart);
    for (let k = Math.max(0, rowStart - chunk.rowStart); k < end; k++) {
      add(parquetCell(chunk.data[k]));
      count += 1;
    }
  }
  return count;
}
