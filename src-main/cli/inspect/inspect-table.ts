import { formatBytes, formatCount, formatNumber } from '@shared/core/text.ts';
import { inferColumns } from '@shared/data/infer/infer-columns.ts';
import { type ColumnProfile, profileColumn } from '@shared/data/profile/profile-column.ts';
import { COLUMN_ROLES, columnCatalog } from '@shared/model/column-catalog.ts';
import { tableFormats } from '@shared/model/table-source.ts';
import { stat } from 'node:fs/promises';
import { readTableFile } from '../../tables/read-table-file.ts';
import { type Inspection, tableOf } from './inspection.ts';
import { listText, rangeText } from './value-text.ts';

/** A table: how it is written, and what its columns are taken for. Throws as `readTableFile` does. */
export async function inspectTable(path: string): Promise<Inspection> {
  const { table, format, rows, hash } = await readTableFile(path, null);
  const profiles = inferColumns(table).map((column, k) => profileColumn(table.columns[k]!, column));
  const { size } = await stat(path);
  const remarks = table.remarks.map(({ message }) => message);
  return {
    kind: 'table',
    facts: { format, bytes: size, rows, hash, columns: profiles.map(columnFacts), remarks },
    page: {
      title: `${path}: a table`,
      facts: [
        ['written as', `${tableFormats[format.type].label}, ${formatBytes(size)}`],
        ['rows', formatCount(rows)],
        ['columns', formatCount(profiles.length)],
        ...remarks.map((remark) => ['remark', remark] as const),
      ],
      tables: [
        tableOf(
          ['column', 'type', 'taken as', 'missing', 'values'],
          profiles.map((profile) => columnLine(profile, rows)),
        ),
      ],
    },
  };
}

/** What scripts are told of a column. */
function columnFacts({ name, type, role, missing, distinct, numbers, levels }: ColumnProfile): object {
  const range = numbers === null ? {} : { min: numbers.min, max: numbers.max, mean: numbers.mean };
  return { name, type, role, missing, distinct, ...range, ...(levels === null ? {} : { levels }) };
}

function columnLine(profile: ColumnProfile, rows: number): string[] {
  const { name, type, role, missing } = profile;
  const share = missing === 0 ? '' : `${formatNumber((100 * missing) / rows)} %`;
  return [name, columnCatalog[type].label, COLUMN_ROLES[role], share, valuesOf(profile)];
}

function valuesOf({ type, numbers, levels, distinct }: ColumnProfile): string {
  if (numbers !== null) return rangeText(type, numbers);
  return listText(
    (levels ?? []).map(({ text }) => text),
    distinct ?? Infinity,
  );
}
