import { type DataSpec, type Split, splitFields } from '../../model/data-catalog.ts';
import { columnsWithRole } from '../../model/features.ts';
import { defaultsOf } from '../../model/fields.ts';

/** From so many rows on, a tenth of them is enough to judge by. */
const MANY_ROWS = 10_000;
/** With fewer rows, those that would validate are worth more as training rows. */
const ROWS_TO_VALIDATE = 100;
/** With fewer rows, no part of them says anything about the others. */
const ROWS_TO_TEST = 10;

/** Shares of the parts. Few rows need a large test part: a tenth of 150 rows could only tell 93 % right from 100 %. */
function sharesFor(rows: number): Pick<Split, 'train' | 'validation' | 'test'> {
  if (rows < ROWS_TO_TEST) return { train: 1, validation: 0, test: 0 };
  if (rows < ROWS_TO_VALIDATE) return { train: 0.7, validation: 0, test: 0.3 };
  if (rows < MANY_ROWS) return { train: 0.6, validation: 0.1, test: 0.3 };
  return { train: 0.8, validation: 0.1, test: 0.1 };
}

/** The table's own parts or groups where it has them; else classes in the same mix everywhere, and numbers shuffled. */
function orderFor(data: Pick<DataSpec, 'source' | 'columns'>): Split['order'] {
  if (columnsWithRole(data, 'part').length > 0) return 'column';
  if (columnsWithRole(data, 'group').length > 0) return 'grouped';
  const [target] = columnsWithRole(data, 'target');
  return target !== undefined && 'levels' in target ? 'stratified' : 'shuffled';
}

export function suggestSplit(data: Pick<DataSpec, 'source' | 'columns'>): Split {
  return { ...defaultsOf(splitFields), ...sharesFor(data.source.rows), order: orderFor(data) };
}
