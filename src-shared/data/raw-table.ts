/**
 * A table as it was read, before anything is decided about its columns: each column is held in the form that takes
 * least room. What a column means is said by the experiment (`TableColumn`) and worked out by `interpret.ts`.
 */
export interface RawTable {
  readonly rows: number;
  readonly columns: readonly RawColumn[];
  /** What was repaired or is odd about the way the table is written, for a person to see. */
  readonly remarks: readonly Remark[];
}

export type RawColumn = NumberCells | LevelCells | TextCells;

/** Cells of which most are numbers. */
export interface NumberCells {
  readonly kind: 'numbers';
  readonly name: string;
  /** One a row; NaN where the cell is missing or no finite number. */
  readonly values: Float64Array;
  /** The cells that hold something else than a finite number: row, 0 first → text. */
  readonly others: ReadonlyMap<number, string>;
}

/** Texts of which each stands in many rows. */
export interface LevelCells {
  readonly kind: 'levels';
  readonly name: string;
  /** In the order of their first appearance. */
  readonly levels: readonly string[];
  /** One a row: index of the level, −1 where the cell is missing. */
  readonly codes: Int32Array;
}

/** Texts that differ from row to row: UTF-8, one after another. */
export interface TextCells {
  readonly kind: 'texts';
  readonly name: string;
  readonly bytes: Uint8Array;
  /** rows + 1 places in `bytes`; a missing cell has no bytes. */
  readonly starts: Float64Array;
}

/** Something about a whole table that a person should know; `rows` are counted from 0, the header not among them. */
export interface Remark {
  readonly kind: 'renamed-column' | 'ragged-rows' | 'empty-rows' | 'not-finite' | 'not-text';
  readonly message: string;
  readonly rows: readonly number[];
}

/** A column of numbers alone; NaN where one is missing. */
export function numberCells(name: string, values: Float64Array): NumberCells {
  return { kind: 'numbers', name, values, others: new Map() };
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of a cell, or null where it is missing. */
export function cellText(column: RawColumn, row: number): string | null {
  switch (column.kind) {
    case 'numbers': {
      const value = column.values[row]!;
      return Number.isNaN(value) ? (column.others.get(row) ?? null) : String(value);
    }
    case 'levels':
      return column.levels[column.codes[row]!] ?? null;
    case 'texts': {
      const [from, to] = [column.starts[row]!, column.starts[row + 1]!];
      return from === to ? null : decoder.decode(column.bytes.subarray(from, to));
    }
  }
}
