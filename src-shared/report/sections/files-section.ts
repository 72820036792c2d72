import { type DataTable, tableCsv } from '../data-table.ts';
import { figureText } from '../figure-text.ts';
import { element, type Markup, plain } from '../markup.ts';
import type { Section } from './section.ts';

/** Characters of a file that a page carries; larger ones come with the export of tables. */
const MOST_CHARACTERS = 400_000;

/** The tables of the report as files, within the page. */
export function filesSection(tables: readonly DataTable[]): Section {
  return {
    id: 'files',
    title: 'Tables as files',
    content: [
      element(
        'div',
        { class: 'files' },
        plain(
          'p',
          'CSV with all digits. Larger tables, answers row by row and drawings come with the export “Tables and drawings”.',
        ),
        plain('ul', ...tables.map(fileItem)),
      ),
    ],
  };
}

function fileItem(table: DataTable): Markup {
  const csv = tableCsv(table);
  const name = `${table.id}.csv`;
  const rows = `${figureText(table.rows.length)} rows`;
  if (csv.length > MOST_CHARACTERS)
    return plain('li', `${name}: ${table.title} (${rows}; too large for this page)`);
  const href = `data:text/csv;charset=utf-8,${encodeURIComponent(csv)}`;
  return plain('li', element('a', { href, download: name }, name), `: ${table.title} (${rows})`);
}
