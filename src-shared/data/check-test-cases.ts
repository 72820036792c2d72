import { AppError } from '../core/errors.ts';
import { quote } from '../core/text.ts';
import type { RawValue, TableColumn } from '../model/column-catalog.ts';
import type { DataSpec } from '../model/data-catalog.ts';
import type { TestCase } from '../model/experiment.ts';
import { columnsWithRole } from '../model/features.ts';
import { readDate } from './read-date.ts';
import { refuse } from './refuse.ts';

/** Whether every test case has a value that the column can hold for each input, and for each target where it says any. */
export function checkTestCases(data: DataSpec, testCases: readonly TestCase[]): void {
  const inputs = columnsWithRole(data, 'input');
  const targets = columnsWithRole(data, 'target');
  testCases.forEach((testCase, k) => {
    const at = `testCases[${String(k)}]`;
    checkValues(testCase.inputs, inputs, `${at}.inputs`);
    if (testCase.expected !== undefined) checkValues(testCase.expected, targets, `${at}.expected`);
    refuseUnknown(Object.keys(testCase.tolerance ?? {}), targets, `${at}.tolerance`);
  });
}

function checkValues(values: Record<string, RawValue>, columns: readonly TableColumn[], at: string): void {
  const given = new Set(Object.keys(values));
  for (const column of columns) {
    if (!given.delete(column.name)) {
      throw new AppError('MISSING_FIELD', `${at}: A value for ${quote(column.name)} is missing.`, { at });
    }
    checkValue(values[column.name]!, column, at);
  }
  refuseUnknown([...given], columns, at);
}

function refuseUnknown(names: readonly string[], columns: readonly TableColumn[], at: string): void {
  if (names.length === 0) return;
  const given = new Set(columns.map(({ name }) => name));
  const extra = names.find((name) => !given.has(name));
  if (extra === undefined) return;
  const known = columns.slice(0, NAMES_SHOWN).map(({ name }) => quote(name));
  const more = columns.length > NAMES_SHOWN ? ', …' : '';
  throw new AppError(
    'UNKNOWN_FIELD',
    `${at}: There is no column ${quote(extra)} here. Known: ${known.join(', ')}${more}.`,
    { at },
  );
}

const NAMES_SHOWN = 10;

function checkValue(value: RawValue, column: TableColumn, at: string): void {
  const place = `${at}.${/^\w{1,64}$/.test(column.name) ? column.name : quote(column.name)}`;
  if (value === null) {
    if ('missing' in column && column.missing !== 'drop') return;
    refuse(place, 'A value is needed here: the column has no rule for missing ones.');
  }
  if ('levels' in column) {
    if (column.levels.includes(String(value))) return;
    refuse(place, `${quote(value)} is none of the levels of the column.`);
  }
  if (typeof value === 'number') return;
  if (column.type !== 'date') refuse(place, `Must be a number, but is ${quote(value)}.`);
  if (Number.isNaN(readDate(value, column.format))) {
    refuse(place, `${quote(value)} is no date as the column writes them.`);
  }
}
