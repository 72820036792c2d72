import type { RawColumn, RawTable, Remark } from '@shared/data/raw-table.ts';
import type { TableFormat } from '@shared/model/table-source.ts';
import { PLAIN_NUMBERS } from './cell-numbers.ts';
import { readGuessed, refuseChanging, scanFile } from './csv-reader.ts';
import type { CsvFormat } from './csv-scanner.ts';
import { CsvTable } from './csv-table.ts';
import { RecordRows } from './json-reader.ts';
import { namesOfRecords, scanRecords } from './json-lines-reader.ts';
import { nameColumns } from './column-names.ts';
import { openParquet, scanGroups } from './parquet-reader.ts';
import { TableBuilder, type TextColumns } from './table-builder.ts';
import type { TableFile } from './table-file.ts';

/**
 * A table that was read once without keeping its cells, so that a second reading can hand its rows out in pieces that
 * fit into memory. Put together, the pieces are the table that reading it as a whole gives, cell for cell.
 */
export interface TableInPieces {
  readonly format: TableFormat;
  readonly rows: number;
  readonly remarks: readonly Remark[];
  readonly columns: readonly CountedColumn[];
  /** Throws DATA_CHANGED after the last piece where the file is not what was read at first. */
  pieces(): AsyncGenerator<RawTable>;
}

export interface CountedColumn {
  readonly name: string;
  /** How many of its cells are; 0 in a column of texts. */
  readonly numbersOrMissing: number;
}

/** Of a Parquet file, held at once: its groups may have millions of rows. */
const PARQUET_CELLS = 2 ** 20;
const FEWEST_ROWS = 1_024;

/** A text table. What `given` does not say is found out. Throws as `readCsv` does. */
export async function csvInPieces(file: TableFile, given: CsvFormat | null): Promise<TableInPieces> {
  const { format, table } = await readGuessed(file, given, async (found, isGuess) => {
    const counted = new CsvTable(file.path, found, null);
    for await (const bytesRead of scanFile(file, found, counted, isGuess)) {
      counted.builder.expectedRows = (counted.rows * file.bytes) / bytesRead;
    }
    return counted;
  });
  return inPieces(file, { format, builder: table.builder, ...table.describe() }, (textColumns) => {
    const again = new CsvTable(file.path, format, textColumns);
    return { builder: again.builder, chunks: scanFile(file, format, again) };
  });
}

/** One record of JSON in each line. Throws as `readJsonLines` does. */
export async function jsonLinesInPieces(file: TableFile): Promise<TableInPieces> {
  const builder = typedBuilder(file, null);
  const records = new RecordRows(builder);
  for await (const bytesRead of scanRecords(file, builder, records)) {
    builder.expectedRows = (builder.rows * file.bytes) / bytesRead;
  }
  const named = namesOfRecords(file.path, builder, records);
  return inPieces(file, { format: { type: 'json-lines' }, builder, ...named }, (textColumns) => {
    const again = typedBuilder(file, textColumns);
    return { builder: again, chunks: scanRecords(file, again, new RecordRows(again, records.keys)) };
  });
}

/** Groups of rows, or parts of them; `heldBytes` as in `openColumns`. Throws as `readParquet` does. */
export async function parquetInPieces(
  file: TableFile,
  cellsAtOnce = PARQUET_CELLS,
  heldBytes?: number,
): Promise<TableInPieces> {
  const parquet = await openParquet(file);
  const builder = typedBuilder(file, null);
  builder.expectedRows = Number(parquet.metadata.num_rows);
  // Cells are only counted: of a whole group, a page is held at a time.
  for await (const _ of scanGroups(parquet, builder, Infinity));
  const named = nameColumns(parquet.names);
  const rowsAtOnce = Math.max(FEWEST_ROWS, Math.floor(cellsAtOnce / parquet.names.length));
  return inPieces(file, { format: { type: 'parquet' }, builder, ...named }, (textColumns) => {
    const again = typedBuilder(file, textColumns);
    return { builder: again, chunks: hashedAgain(file, scanGroups(parquet, again, rowsAtOnce, heldBytes)) };
  });
}

/** Columns are read as they lie, and not from the first byte to the last, of which the hash is. */
async function* hashedAgain(file: TableFile, chunks: AsyncGenerator<void>): AsyncGenerator<void> {
  yield* chunks;
  for await (const _ of file.chunks(() => 0));
}

/** A table that was read as a whole. */
export function inOnePiece({ table, format }: { table: RawTable; format: TableFormat }): TableInPieces {
  const { rows, remarks, columns } = table;
  return {
    format,
    rows,
    remarks,
    columns: columns.map((column) => ({ name: column.name, numbersOrMissing: numbersOrMissing(column) })),
    async *pieces() {
      yield await Promise.resolve(table);
    },
  };
}

/** Cells of a column of numbers that are not texts; 0 for a column of texts. */
export function numbersOrMissing(column: RawColumn): number {
  return column.kind === 'numbers' ? column.values.length - column.others.size : 0;
}

function typedBuilder(file: TableFile, textColumns: TextColumns | null): TableBuilder {
  return new TableBuilder(file.path, PLAIN_NUMBERS, textColumns);
}

interface FirstReading {
  readonly format: TableFormat;
  readonly builder: TableBuilder;
  readonly names: readonly string[];
  readonly remarks: readonly Remark[];
}

/** A reading that fills `builder` a little further with each chunk. */
interface SecondReading {
  readonly builder: TableBuilder;
  readonly chunks: AsyncIterable<unknown>;
}

function inPieces(
  file: TableFile,
  { format, builder, names, remarks }: FirstReading,
  readAgain: (textColumns: TextColumns) => SecondReading,
): TableInPieces {
  builder.settle();
  const kinds = builder.kinds();
  const { rows } = builder;
  const { hash } = file;
  const textColumns = new Set(kinds.flatMap(({ isText }, c) => (isText ? [c] : [])));
  return {
    format,
    rows,
    remarks,
    columns: kinds.map(({ numbersOrMissing: count }, c) => ({ name: names[c]!, numbersOrMissing: count })),
    async *pieces() {
      const again = readAgain(textColumns);
      // What the columns hold is known: however many other cells come, they stay what they are.
      again.builder.expectedRows = Infinity;
      for await (const _ of again.chunks) {
        const piece = again.builder.takePiece(names);
        if (piece.rows > 0) yield piece;
      }
      if (file.hash !== hash || again.builder.rows !== rows) refuseChanging(file.path);
    },
  };
}
