import { formatNumber } from '../../core/text.ts';
import { COLUMN_ROLES, type ColumnType, columnCatalog } from '../../model/column-catalog.ts';
import { tableColumns } from '../../model/features.ts';
import type { ModelInput, ModelOutput } from '../../model/model-file.ts';
import type { Cell, DataTable } from '../data-table.ts';
import { type ReportedColumn, type ReportSubject, readTable } from '../report-subject.ts';
import { inputPreparation, outputPreparation } from '../words/preparation.ts';

/** Every column, those that are answered first, with what is known of it: from the table where it could be read, else from the model. */
export function columnsTable(subject: ReportSubject): DataTable {
  const { model } = subject;
  const found = new Map(readTable(subject)?.columns.map((column) => [column.name, column]));
  return {
    id: 'columns',
    title: 'Columns, with what is known of the training rows, in raw units',
    columns: [
      'Column',
      'Role',
      'Type',
      'Missing',
      'Lowest',
      'Highest',
      'Mean',
      'Deviation',
      'Reaches the network as',
    ],
    rows: [
      ...targetColumns(model.outputs).map((outputs) =>
        targetRow(outputs, found.get(columnOf(outputs[0])), subject),
      ),
      ...model.inputs.map((input) => inputRow(input, found.get(input.name))),
      ...others(subject, found),
    ],
  };
}

function inputRow(input: ModelInput, found: ReportedColumn | undefined): Cell[] {
  const type = input.type ?? 'number';
  const known = 'levels' in input ? null : { ...input.range, std: NaN };
  return [
    input.name,
    COLUMN_ROLES.input,
    columnCatalog[type].label,
    found?.missing ?? null,
    ...statistics(type, found?.statistics ?? known),
    inputPreparation(input),
  ];
}

type Outputs = readonly [ModelOutput, ...ModelOutput[]];

/** Outputs by the column that they speak of. */
function targetColumns(outputs: readonly ModelOutput[]): Outputs[] {
  const columns = new Map<string, [ModelOutput, ...ModelOutput[]]>();
  for (const output of outputs) {
    const known = columns.get(columnOf(output));
    if (known === undefined) columns.set(columnOf(output), [output]);
    else known.push(output);
  }
  return [...columns.values()];
}

function columnOf({ class: ofClass, name }: ModelOutput): string {
  return ofClass?.column ?? name;
}

function targetRow(outputs: Outputs, found: ReportedColumn | undefined, { model }: ReportSubject): Cell[] {
  const [first] = outputs;
  const name = columnOf(first);
  const own = columnsOf(model.training).find((column) => column.name === name);
  const isClass = first.class !== undefined;
  const type = own?.type ?? (isClass ? 'category' : 'number');
  const known = isClass ? null : { ...first.range, std: NaN };
  return [
    name,
    COLUMN_ROLES.target,
    columnCatalog[type].label,
    found?.missing ?? null,
    ...statistics(type, isClass ? null : (found?.statistics ?? known)),
    outputPreparation(outputs),
  ];
}

/** Columns that are neither asked nor answered. */
function others({ model }: ReportSubject, found: ReadonlyMap<string, ReportedColumn>): Cell[][] {
  return columnsOf(model.training)
    .filter(({ role }) => role !== 'input' && role !== 'target')
    .map(({ name, role, type }) => {
      const own = found.get(name);
      const preparation =
        role === 'ignored' ? 'not at all' : `it decides: ${COLUMN_ROLES[role].toLowerCase()}`;
      return [
        name,
        COLUMN_ROLES[role],
        columnCatalog[type].label,
        own?.missing ?? null,
        ...statistics(type, own?.statistics ?? null),
        preparation,
      ];
    });
}

function columnsOf(training: ReportSubject['model']['training'] | null): ReturnType<typeof tableColumns> {
  return training === null ? [] : tableColumns(training.experiment.data);
}

/** Lowest, highest, mean, deviation: dates as such, deviations of dates in days. */
function statistics(
  type: ColumnType,
  own: { min: number; max: number; mean: number; std: number } | null,
): Cell[] {
  if (own === null) return [null, null, null, null];
  const { min, max, mean, std } = own;
  if (type === 'date') return [dateText(min), dateText(max), dateText(mean), daysText(std)];
  return [min, max, mean, Number.isNaN(std) ? null : std];
}

function daysText(days: number): Cell {
  return Number.isNaN(days) ? null : `${formatNumber(days)} days`;
}

const MS_PER_DAY = 86_400_000;
/** As far from 1970 as a date of the language can be, ECMA-262 21.4.1.1. */
const MOST_DAYS = 1e8;

/** Days since 1970-01-01 as a date: "2024-02-29". */
function dateText(days: number): Cell {
  return Math.abs(days) <= MOST_DAYS ? new Date(days * MS_PER_DAY).toISOString().replace(/T.*$/, '') : days;
}
