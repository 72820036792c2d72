import { AppError } from '@shared/core/errors.ts';
import { formatCount } from '@shared/core/text.ts';
import { cellText, type NumberCells, type RawColumn, type RawTable } from '@shared/data/raw-table.ts';
import { createCellReader } from '@shared/export/read-cell.ts';
import type { ModelInput } from '@shared/model/model-file.ts';
import { findColumn, refuseInput } from '../input-table.ts';
import type { UnknownCells } from './unknown-cells.ts';

/**
 * A piece of a table → a column [rows] for each input, as `createCellReader` gives them. Throws TABLE_INVALID with row and
 * column at the first cell that the model cannot take; those that it fills though something stands there go to `unknown`.
 * `firstRow`: that of the piece in the table, 0 first.
 */
export function createPieceReader(
  path: string,
  inputs: readonly ModelInput[],
  unknown: UnknownCells | null = null,
): (piece: RawTable, firstRow: number) => Float64Array[] {
  const readers = inputs.map((input) => ({ input, read: columnReader(input, unknown) }));
  return (piece, firstRow) => {
    let refused: Refusal | null = null;
    const columns = readers.map(({ input, read }) => {
      const cells = findColumn(path, piece, input.name);
      if (isReadAlready(input, cells)) return cells.values;
      const values = new Float64Array(piece.rows);
      // Only what stands above the refusal of a column before it can be refused instead.
      const rows: number = refused?.row ?? piece.rows;
      refused = read(cells, values, rows, firstRow) ?? refused;
      return values;
    });
    throwRefusal(path, refused, firstRow);
    return columns;
  };
}

/** Finite numbers where numbers are wanted. */
function isReadAlready(input: ModelInput, cells: RawColumn): cells is NumberCells {
  return takesNumbers(input) && cells.kind === 'numbers' && !cells.values.includes(NaN);
}

function takesNumbers({ type }: ModelInput): boolean {
  return type === undefined || type === 'number' || type === 'integer';
}

interface Refusal {
  readonly row: number;
  readonly error: AppError;
}

/** Reads the first `rows` cells of a column into `values`, up to the first that is refused. */
type ColumnReader = (
  cells: RawColumn,
  values: Float64Array,
  rows: number,
  firstRow: number,
) => Refusal | null;

function columnReader(input: ModelInput, unknown: UnknownCells | null): ColumnReader {
  const readCell = createCellReader(input);
  const isNumber = takesNumbers(input);
  return (cells, values, rows, firstRow) => {
    const numbers = cells.kind === 'numbers' ? cells.values : null;
    for (let row = 0; row < rows; row++) {
      const number = numbers === null ? NaN : numbers[row]!;
      // A finite number needs no reading where a number is wanted.
      if (isNumber && !Number.isNaN(number)) {
        values[row] = number;
        continue;
      }
      try {
        const cell = Number.isNaN(number) ? cellText(cells, row) : number;
        const value = readCell(cell);
        values[row] = value;
        if (Number.isNaN(value) && cell !== null) unknown?.add(input.name, String(cell), firstRow + row + 1);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return { row, error };
      }
    }
    return null;
  };
}

function throwRefusal(path: string, refused: Refusal | null, firstRow: number): void {
  if (refused === null) return;
  refuseInput(path, `Row ${formatCount(firstRow + refused.row + 1)}, column ${refused.error.message}`);
}
