import { type TableFormatType, tableFormats } from '@shared/model/table-source.ts';
import { extname } from 'node:path';
import { refuseTable } from './refuse-table.ts';

/** How files of bytes begin, as hexadecimal digits: tables that are read, and others with what to do about them. */
const FORMS: readonly { begins: string; form: TableFormatType }[] = [
  { begins: '50415231', form: 'parquet' },
  { begins: '504b0304', form: 'excel' },
];
const OTHERS: readonly { begins: string; problem: string }[] = [
  {
    begins: 'd0cf11e0',
    problem: 'an old Excel workbook (.xls) or one with a password. Save it as .xlsx or CSV.',
  },
  { begins: '1f8b', problem: 'packed with gzip. Unpack it first.' },
  { begins: '28b52ffd', problem: 'packed with Zstandard. Unpack it first.' },
  { begins: '425a6839314159265359', problem: 'packed with bzip2. Unpack it first.' },
  { begins: '377abcaf271c', problem: 'a 7-Zip archive. Unpack it first.' },
  { begins: '504b0506', problem: 'an empty ZIP archive.' },
  { begins: '25504446', problem: 'a PDF document. Copy the table out of it, or save it as CSV.' },
  { begins: '89504e47', problem: 'a picture (PNG), not a table.' },
  { begins: 'ffd8ff', problem: 'a picture (JPEG), not a table.' },
  { begins: '53514c69746520666f726d6174', problem: 'an SQLite database. Save the table as CSV.' },
  { begins: '894844460d0a1a0a', problem: 'an HDF5 file. Save the table as CSV or Parquet.' },
  { begins: '4152524f57310000', problem: 'an Arrow or Feather file. Save the table as Parquet or CSV.' },
];

/** The form of a table, by how the file begins, then by its name. Throws TABLE_INVALID for what is known to be none. */
export function detectForm(path: string, head: Buffer): TableFormatType {
  const begins = ({ begins: digits }: { begins: string }) =>
    head.toString('hex', 0, digits.length / 2) === digits;
  const other = OTHERS.find(begins);
  if (other !== undefined) refuseTable(path, `The file is ${other.problem}`);
  const form = FORMS.find(begins)?.form;
  if (form !== undefined) return form;
  return detectTextForm(extname(path).slice(1).toLowerCase(), head);
}

const JSON_BEGINNING = /^\uFEFF?\s*(?:\[\s*[{\]]|\{\s*["}])/;
/** A whole record, then another one: the second stands in a line of its own. */
const RECORD_LINES = /^\uFEFF?\s*\{.*\}[ \t\r]*\n\s*\{/;

function detectTextForm(extension: string, head: Buffer): TableFormatType {
  const named = (Object.keys(tableFormats) as TableFormatType[]).find((form) =>
    (tableFormats[form].extensions as readonly string[]).includes(extension),
  );
  if (named === 'json-lines') return named;
  const text = head.toString('utf8');
  if (named === 'json' || JSON_BEGINNING.test(text)) return RECORD_LINES.test(text) ? 'json-lines' : 'json';
  return 'csv';
}
