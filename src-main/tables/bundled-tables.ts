import type { RawTable } from '@shared/data/raw-table.ts';
import type { BundledTable } from '@shared/model/table-source.ts';
import { CsvScanner } from './csv-scanner.ts';
import { CsvTable } from './csv-table.ts';
import { PLAIN_CSV } from './plain-csv.ts';
import { NO_TEXT_COLUMNS } from './table-builder.ts';

/** Each is loaded when it is asked for. */
const TEXTS: Record<BundledTable, () => Promise<{ default: string }>> = {
  iris: () => import('@resources/datasets/iris.csv?raw'),
  wine: () => import('@resources/datasets/wine.csv?raw'),
  breast_cancer: () => import('@resources/datasets/breast_cancer.csv?raw'),
  diabetes: () => import('@resources/datasets/diabetes.csv?raw'),
  digits: () => import('@resources/datasets/digits.csv?raw'),
  linnerud: () => import('@resources/datasets/linnerud.csv?raw'),
};

/** A table that comes with Ninestep. */
export async function readBundledTable(id: BundledTable): Promise<RawTable> {
  const { default: text } = await TEXTS[id]();
  const table = new CsvTable(`${id}.csv`, PLAIN_CSV, NO_TEXT_COLUMNS);
  new CsvScanner(PLAIN_CSV, table).scan(Buffer.from(text, 'utf8'), true);
  if (table.builder.settle().size > 0) throw new Error(`${id}.csv mixes numbers and texts.`);
  return table.finish();
}
