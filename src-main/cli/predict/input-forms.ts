import type { TableFormatType } from '@shared/model/table-source.ts';

/** What --input may say → the form of table. */
export const INPUT_FORMS: ReadonlyMap<string, TableFormatType> = new Map([
  ['csv', 'csv'],
  ['json', 'json'],
  ['jsonl', 'json-lines'],
  ['parquet', 'parquet'],
  ['excel', 'excel'],
]);
