import { AppError } from '../core/errors.ts';
import { quote } from '../core/text.ts';
import { createCellReader } from '../export/read-cell.ts';
import type { RawValue } from '../model/column-catalog.ts';
import type { ModelInput } from '../model/model-file.ts';

/**
 * What a strict model refuses of a row, though the model would answer: names that are none of its inputs, values too few or
 * too many, and cells in which something stands that it would fill as if nothing did. `cells`: the row as raw values.
 */
export function createStrictCheck(
  inputs: readonly ModelInput[],
): (row: object, cells: readonly RawValue[]) => void {
  const names = new Set(inputs.map(({ name }) => name));
  const readers = inputs.map((input) => createCellReader({ ...input, missing: undefined }));
  return (row, cells) => {
    if (Array.isArray(row)) {
      if (row.length !== inputs.length) {
        refuse('row', `The row has ${String(row.length)} values, the model ${String(inputs.length)} inputs.`);
      }
    } else {
      const stranger = Object.keys(row).find((name) => !names.has(name));
      if (stranger !== undefined) {
        const known = [...names].map(quote).join(', ');
        refuse(stranger, `The model has no input ${quote(stranger)}. Its inputs are ${known}.`);
      }
    }
    cells.forEach((cell, i) => {
      if (cell !== null) readers[i]!(cell);
    });
  };
}

function refuse(at: string, message: string): never {
  throw new AppError('INVALID_VALUE', message, { at });
}
