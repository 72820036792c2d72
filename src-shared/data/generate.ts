import { AppError } from '../core/errors.ts';
import { NumpyLegacyRandom } from '../core/numpy-legacy-random.ts';
import { Random } from '../core/random.ts';
import { formatCount, quote } from '../core/text.ts';
import type { FormulaSource } from '../model/data-catalog.ts';
import { compileFormula, type Formula } from './formula.ts';
import { type NumberCells, numberCells, type RawTable } from './raw-table.ts';

/**
 * Draws the rows of a formula source: all values of the first input, then all of the second, as
 * `np.random.rand(inputs, rows)` does (article, step 2); then computes the targets of every row, and adds to each a
 * normal error of deviation `noise`, in the target's units, from a stream of its own: the inputs stay as they were.
 * Throws DATA_NOT_FINITE at the first row where a formula gives no finite number.
 */
export function generateTable(source: FormulaSource): RawTable {
  const random =
    source.generator === 'numpy-legacy'
      ? new NumpyLegacyRandom(source.seed)
      : new Random(source.seed, 'data');
  const inputNames = Object.keys(source.inputs);
  const inputs = Object.values(source.inputs).map(([low, high]) =>
    Float64Array.from({ length: source.rows }, () => low + (high - low) * random.uniform()),
  );
  const noise = new Random(source.seed, 'noise');
  const targets = Object.entries(source.targets).map(([name, text]): NumberCells => {
    const formula = compileFormula(text, inputNames, targetPlace(name));
    const noisy: Formula = (row) => formula(row) + source.noise * noise.normal();
    // Not "plus 0", which would turn −0 into 0.
    const values = computeColumn(inputs, source.rows, source.noise === 0 ? formula : noisy, name);
    return numberCells(name, values);
  });
  return {
    rows: source.rows,
    columns: [...inputs.map((values, k) => numberCells(inputNames[k]!, values)), ...targets],
    remarks: [],
  };
}

function computeColumn(
  inputs: readonly Float64Array[],
  rows: number,
  formula: Formula,
  name: string,
): Float64Array {
  const column = new Float64Array(rows);
  const row = new Float64Array(inputs.length);
  for (let n = 0; n < rows; n++) {
    for (let i = 0; i < inputs.length; i++) row[i] = inputs[i]![n]!;
    const value = formula(row);
    // As float32, so that the same table serves both precisions.
    if (!Number.isFinite(Math.fround(value))) refuse(name, n, value);
    column[n] = value;
  }
  return column;
}

function refuse(name: string, row: number, value: number): never {
  const at = targetPlace(name);
  throw new AppError(
    'DATA_NOT_FINITE',
    `${at}: Row ${formatCount(row + 1)} gives ${quote(value)}, which is not a number to learn from. ` +
      'Change the formula, or the range of its inputs.',
    { at },
  );
}

function targetPlace(name: string): string {
  return `data.source.targets.${name}`;
}
