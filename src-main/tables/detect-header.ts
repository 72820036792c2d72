import type { CellNumbers } from './cell-numbers.ts';
import { isMissingText } from './missing.ts';

/** Of a column, for it to be one of numbers: the cells below the first row that are. */
const MOSTLY = 0.9;

/** So many whole numbers one after the other are years, or the numbers that pandas gives to columns. */
const COUNTED_NAMES = 3;

/**
 * Whether the first row names the columns: where numbers stand below it, texts stand in it. In a table of texts alone, a
 * header is a row of distinct texts of which none stands again below; numbers may be names where they count and no other row does.
 */
export function detectHeader(rows: readonly (readonly string[])[], numbers: CellNumbers): boolean {
  const [first, ...rest] = rows;
  if (first === undefined) return true;
  const isNumber = (cell: string) => !Number.isNaN(numbers.readText(cell));
  if (rest.length === 0) return !first.some(isNumber);
  // Row names stand in one cell more than the header has.
  const shift = rest[0]!.length === first.length + 1 ? 1 : 0;
  let couldBe = true;
  const areCounted =
    isCounting(first, isNumber) && !rest.some((row) => isCounting(row.slice(shift), isNumber));
  for (const [c, name] of first.entries()) {
    const cells = rest.map((row) => row[c + shift] ?? '').filter((cell) => !isMissingText(cell));
    const areNumbers = cells.length > 0 && cells.filter(isNumber).length >= MOSTLY * cells.length;
    if (areNumbers && !isMissingText(name) && !isNumber(name)) return true;
    if ((isNumber(name) && !areCounted) || (!isNumber(name) && cells.includes(name))) couldBe = false;
  }
  const names = first.filter((name) => name !== '');
  return couldBe && names.length > 0 && new Set(names).size === names.length;
}

/** 2019, 2020, 2021: all numbers of a row, in their order. */
function isCounting(row: readonly string[], isNumber: (cell: string) => boolean): boolean {
  const numbers = row.filter(isNumber).map(Number);
  return (
    numbers.length >= COUNTED_NAMES &&
    numbers.every((number, k) => Number.isInteger(number) && number === numbers[0]! + k)
  );
}
