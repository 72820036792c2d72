import { cellText, type RawTable } from '@shared/data/raw-table.ts';
import type { TableFormat } from '@shared/model/table-source.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTableFile, type ReadTable } from '../../../src-main/tables/read-table-file.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

/** A file of its own for each test. */
export function written(content: string | Uint8Array, name = 'table.csv'): string {
  const path = join(tempFolder(), name);
  writeFileSync(path, content);
  return path;
}

export function readWritten(
  content: string | Uint8Array,
  format: TableFormat | null = null,
  name = 'table.csv',
): Promise<ReadTable> {
  return readTableFile(written(content, name), format);
}

export function namesOf({ columns }: RawTable): string[] {
  return columns.map((column) => column.name);
}

/** Every cell as a person sees it, row by row. */
export function cellsOf(table: RawTable): (string | null)[][] {
  return Array.from({ length: table.rows }, (_, row) => table.columns.map((column) => cellText(column, row)));
}

export function remarksOf({ remarks }: RawTable): { kind: string; rows: readonly number[] }[] {
  return remarks.map(({ kind, rows }) => ({ kind, rows }));
}

/** A text as bytes in each encoding that is read; UTF-16 with the mark that it never goes without. */
export const ENCODERS = {
  'utf-8': (text: string) => Buffer.from(text, 'utf8'),
  'utf-8 with a mark': (text: string) => Buffer.from(`\uFEFF${text}`, 'utf8'),
  'utf-16le': (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'utf-16le without a mark': (text: string) => Buffer.from(text, 'utf16le'),
  'utf-16be': (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
  'windows-1252': (text: string) => Buffer.from(text, 'latin1'),
} as const;
