import { formatCount, quote } from '../../core/text.ts';
import { type ExaminedColumn, levelCounts } from './examined-column.ts';
import { countOf, type Finding, FoundRows, listRows, percent } from './finding.ts';

/** Below this share, or half of an equal one, and below so many rows, a class is too rare to be learned as it is. */
const RARE_SHARE = 0.05;
const RARE_ROWS = 10;

const RARE_ADVICE =
  'Accuracy alone will hide how well it is told: look at the confusion matrix, weight the classes, and split stratified.';
const FEW_ADVICE = 'They are few to learn from, and fewer to judge by: add rows of the class if you can.';

/** What is to be said about a target, beside what holds for every column. */
export function targetFindings(target: ExaminedColumn): Finding[] {
  const { profile, interpreted, column } = target;
  const present = interpreted.values.length - profile.missing;
  if (present === 0) return [];
  if (profile.distinct === 1) return [oneValue(target, present)];
  if (column.type !== 'boolean' && column.type !== 'category') return [];
  const counts = levelCounts(target);
  return [...singleRows(target, counts), ...rareClass(target, counts, present)];
}

function oneValue({ column }: ExaminedColumn, present: number): Finding {
  return {
    kind: 'one-class',
    severity: 'error',
    column: column.name,
    message:
      `The target ${quote(column.name)} has the same value in every row, so there is nothing to tell apart. ` +
      'Choose another target, or add rows with other values.',
    count: present,
    rows: [],
  };
}

function singleRows({ column, interpreted }: ExaminedColumn, counts: number[]): Finding[] {
  const found = new FoundRows();
  interpreted.values.forEach((value, row) => {
    if (counts[value] === 1) found.add(row);
  });
  if (found.count === 0) return [];
  return [
    {
      kind: 'single-row-class',
      severity: 'warning',
      column: column.name,
      message:
        `${countOf(found.count, 'class', 'classes')} of ${quote(column.name)} ${found.count === 1 ? 'has' : 'have'} a single ` +
        `row (${listRows(found)}), which can stand in one part only: it is not learned, or not judged. ` +
        'Add rows of the class, or take its rows out of the table.',
      count: found.count,
      rows: found.rows,
    },
  ];
}

function rareClass(
  { column, interpreted }: ExaminedColumn,
  counts: readonly number[],
  present: number,
): Finding[] {
  const levels = 'levels' in column ? column.levels : [];
  const used = counts.filter((count) => count > 1);
  if (used.length < 2) return [];
  const rarest = counts.indexOf(Math.min(...used));
  const rows = counts[rarest]!;
  const share = rows / present;
  const isRare = share < Math.min(RARE_SHARE, 0.5 / used.length);
  if (!isRare && rows >= RARE_ROWS) return [];
  const found = new FoundRows();
  interpreted.values.forEach((value, row) => {
    if (value === rarest) found.add(row);
  });
  return [
    {
      kind: 'imbalance',
      severity: 'warning',
      column: column.name,
      message:
        `Only ${formatCount(rows)} of ${countOf(present, 'row')} (${percent(share)}) are ${quote(levels[rarest])} in ` +
        `${quote(column.name)}. ${isRare ? RARE_ADVICE : FEW_ADVICE}`,
      count: found.count,
      rows: found.rows,
    },
  ];
}
