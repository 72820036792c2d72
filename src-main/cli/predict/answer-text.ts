import { predictedClasses } from '@shared/export/predicted-classes.ts';
import type { ModelOutput } from '@shared/model/model-file.ts';
import Papa from 'papaparse';

export const ANSWER_FORMATS = ['csv', 'json', 'jsonl'] as const;
export type AnswerFormat = (typeof ANSWER_FORMATS)[number];

/** How answers are written: what stands before the first row, between two rows, and behind the last. */
export interface AnswerText {
  readonly begin: string;
  readonly between: string;
  readonly end: string;
  /** One row; shapes: one value for each output. */
  row(values: readonly number[]): string;
}

/**
 * The answers of a model in one of the formats: for each column of classes the class that is found, then every output. All
 * digits, so that the same numbers are read back.
 */
export function answerText(outputs: readonly ModelOutput[], format: AnswerFormat): AnswerText {
  const columns = predictedClasses(outputs, []).map(({ column }) => column);
  const names = [...columns, ...outputs.map(({ name }) => name)];
  const classes = columns.length === 0 ? () => [] : (values: readonly number[]) => classesOf(outputs, values);
  if (format === 'csv') {
    const cell = remembered(csvCell);
    return {
      begin: `${names.map(csvCell).join(',')}\n`,
      between: '\n',
      end: '\n',
      row: (values) => [...classes(values).map(cell), ...values].join(','),
    };
  }
  const keys = names.map((name) => `${JSON.stringify(name)}:`);
  const row = (values: readonly number[]) =>
    `{${[...classes(values).map((level) => JSON.stringify(level)), ...values.map(jsonNumber)].map((text, k) => keys[k]! + text).join(',')}}`;
  return format === 'json'
    ? { begin: '[\n', between: ',\n', end: '\n]\n', row }
    : { begin: '', between: '\n', end: '\n', row };
}

function classesOf(outputs: readonly ModelOutput[], values: readonly number[]): string[] {
  return predictedClasses(outputs, values).map(({ level }) => level);
}

/** JSON has no number for what is not finite. */
function jsonNumber(value: number): string {
  return Number.isFinite(value) ? String(value) : 'null';
}

/** A text that a spreadsheet would take for a formula is written so that it does not; -1 is no formula, but a class. */
const CSV_STYLE = { escapeFormulae: /^(?:[=@\t\r]|[+-](?!\d+(?:\.\d+)?$))/ };

function csvCell(text: string): string {
  return Papa.unparse([[text]], CSV_STYLE);
}

/** A model has few classes, and answers many rows. */
function remembered(write: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const written = known.get(text) ?? write(text);
    known.set(text, written);
    return written;
  };
}
