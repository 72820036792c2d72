import { type AsyncBuffer, type FileMetaData, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { getTreePath, isFlatColumn } from 'hyparquet/src/schema.js';
import type { TableFile } from '../table-file.ts';
import { isoDate } from '../typed-rows.ts';
import { ColumnPages, type GroupColumn } from './column-pages.ts';
import { nestedColumn } from './nested-column.ts';

/** A Parquet file whose columns and groups of rows are known. */
export interface ParquetFile {
  readonly file: TableFile;
  readonly source: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly names: readonly string[];
}

const MS_PER_DAY = 86_400_000;

/** Dates and times as texts that say what they are, to the millisecond. */
const PARSERS = {
  timestampFromMilliseconds: (value: bigint) => isoDate(Number(value)),
  timestampFromMicroseconds: (value: bigint) => isoDate(Number(value / 1_000n)),
  timestampFromNanoseconds: (value: bigint) => isoDate(Number(value / 1_000_000n)),
  dateFromDays: (days: number | undefined) => (days === undefined ? undefined : isoDate(days * MS_PER_DAY)),
};

/** What pages of all columns may take while the rows of others are read: a few of them at least. */
const HELD_BYTES = 64 * 2 ** 20;

/**
 * The columns of a group of rows that begins with row `rowStart` of the file. `heldBytes`: of pages that are handed on in
 * part, in all columns together. Throws where the library does.
 */
export function openColumns(
  parquet: ParquetFile,
  group: number,
  rowStart: number,
  heldBytes = HELD_BYTES,
): GroupColumn[] {
  const mostHeldBytes = heldBytes / parquet.names.length;
  return parquet.names.map((name) => openColumn(parquet, { group, rowStart, name, mostHeldBytes }));
}

interface ColumnPlace {
  readonly group: number;
  readonly rowStart: number;
  readonly name: string;
  readonly mostHeldBytes: number;
}

function openColumn(
  { file, source, metadata }: ParquetFile,
  { group: g, rowStart, name, mostHeldBytes }: ColumnPlace,
): GroupColumn {
  const group = metadata.row_groups[g]!;
  const schemaPath = getTreePath(parquetSchema(metadata), [name]);
  if (!isFlatColumn(schemaPath))
    return nestedColumn({ path: file.path, file: source, metadata, parsers: PARSERS, name }, rowStart);
  const meta = group.columns.find((column) => column.meta_data?.path_in_schema[0] === name)?.meta_data;
  if (meta === undefined) throw new Error(`A group of rows does without the column ${name}.`);
  const from = Number(meta.dictionary_page_offset ?? 0) || Number(meta.data_page_offset);
  return new ColumnPages(
    {
      file,
      from,
      to: from + Number(meta.total_compressed_size),
      rows: Number(group.num_rows),
      decoder: {
        pathInSchema: [name],
        type: meta.type,
        codec: meta.codec,
        element: schemaPath[1]!.element,
        schemaPath,
        parsers: { ...DEFAULT_PARSERS, ...PARSERS },
        compressors,
      },
    },
    mostHeldBytes,
  );
}
