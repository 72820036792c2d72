import { formatCount, formatNumber, quote } from '../../core/text.ts';
import { namesIdentifier } from '../infer/column-names.ts';
import { type ExaminedColumn, isQuantity } from './examined-column.ts';
import { countOf, type Finding, FoundRows, listRows, percent } from './finding.ts';

/** From this share of missing values on, what fills them says more than what is there. */
const MANY_MISSING = 0.3;
/** Texts of which a larger share differs name their row. */
const NEARLY_DISTINCT = 2 / 3;
/** So many quartile distances beyond the quartiles (Tukey 1977 calls it far out), and where it becomes a warning. */
const FAR_OUT = 3;
const VERY_FAR_OUT = 10;
/** Fewer rows have no quartiles worth the name. */
const ROWS_OF_QUARTILES = 20;

/** What is to be said about a column by itself. Of an ignored column only why it is of no use. */
export function columnFindings(examined: ExaminedColumn): Finding[] {
  const { column, interpreted, profile } = examined;
  const rows = interpreted.values.length;
  if (profile.missing === rows) return [allMissing(examined)];
  const isIgnored = column.role === 'ignored';
  const found: (Finding | null)[] = [constant(examined), identifier(examined), manyTexts(examined)];
  if (!isIgnored) found.push(unreadable(examined), missing(examined), outliers(examined));
  return found.filter((finding) => finding !== null);
}

function allMissing({ column, profile }: ExaminedColumn): Finding {
  const isUsed = column.role !== 'ignored';
  const advice = isUsed ? 'Ignore it, or correct its type.' : 'It is left out.';
  const reason = profile.unreadable.count > 0 ? ` as ${TYPE_WORDS[column.type]}` : '';
  return {
    kind: 'all-missing',
    severity: isUsed ? 'error' : 'note',
    column: column.name,
    message: `${quote(column.name)} has no value in any row${reason}, so nothing can be learned from it. ${advice}`,
    count: profile.missing,
    rows: [],
  };
}

function constant({ column, interpreted, profile }: ExaminedColumn): Finding | null {
  // A target of one value is an error of its own, and rows may all weigh the same.
  if (profile.distinct !== 1 || column.role === 'target' || column.role === 'weight') return null;
  if (interpreted.values.length < 2) return null;
  const present = interpreted.values.length - profile.missing;
  const isUsed = column.role !== 'ignored';
  return {
    kind: 'constant',
    severity: isUsed ? 'warning' : 'note',
    column: column.name,
    message:
      `${quote(column.name)} has the same value in ${profile.missing === 0 ? 'every row' : 'every row that has one'}, ` +
      `so it tells nothing. ${isUsed ? 'Ignore it.' : 'It is left out.'}`,
    count: present,
    rows: [],
  };
}

function identifier({ column, interpreted, profile }: ExaminedColumn): Finding | null {
  const { name, role, type } = column;
  const present = interpreted.values.length - profile.missing;
  if (profile.distinct === null || profile.distinct < 3 || role === 'target' || role === 'group') return null;
  const isNameOfRow =
    type === 'text' || type === 'category'
      ? profile.distinct > NEARLY_DISTINCT * present
      : type === 'integer' && profile.distinct === present && namesIdentifier(name);
  if (!isNameOfRow) return null;
  const isUsed = role !== 'ignored';
  return {
    kind: 'identifier',
    severity: isUsed ? 'warning' : 'note',
    column: name,
    message:
      `${quote(name)} has ${formatCount(profile.distinct)} different values in ${countOf(present, 'row')}: it names ` +
      `rows and says nothing about new ones. ${isUsed ? 'Ignore it.' : 'It is left out.'}`,
    count: present,
    rows: [],
  };
}

/** Why a column is left out although its texts stand in several rows each: no guess is certain enough to use it. */
function manyTexts({ column, interpreted, profile }: ExaminedColumn): Finding | null {
  const { name, role, type } = column;
  const { distinct, missing } = profile;
  const present = interpreted.values.length - missing;
  if (type !== 'text' || role !== 'ignored' || distinct === null || distinct < 2) return null;
  if (distinct > NEARLY_DISTINCT * present) return null;
  return {
    kind: 'many-texts',
    severity: 'note',
    column: name,
    message:
      `${quote(name)} has ${formatCount(distinct)} different texts in ${countOf(present, 'row')}, too many to be levels at ` +
      'first sight. It is left out. Make it a category if each is a kind of thing, or the group if its rows belong together.',
    count: present,
    rows: [],
  };
}

const TYPE_WORDS = {
  number: 'numbers',
  integer: 'numbers',
  boolean: 'one of the two answers',
  category: 'one of the levels',
  date: 'dates in the chosen format',
  text: 'text',
} as const;

function unreadable({ column, profile }: ExaminedColumn): Finding | null {
  const { count, rows, example } = profile.unreadable;
  if (count === 0) return null;
  const isNumber = column.type === 'number' || column.type === 'integer';
  return {
    kind: isNumber ? 'mixed-types' : 'unreadable',
    severity: 'warning',
    column: column.name,
    message:
      `${quote(column.name)} holds ${countOf(count, 'cell')} that cannot be read as ${TYPE_WORDS[column.type]} ` +
      `(${listRows(profile.unreadable)}: ${quote(example)}); they count as missing. Correct the table, or change the type of ` +
      'the column.',
    count,
    rows,
  };
}

function missing({ column, interpreted: { values }, profile }: ExaminedColumn): Finding | null {
  if (profile.missing === 0) return null;
  const found = new FoundRows();
  values.forEach((value, row) => {
    if (Number.isNaN(value)) found.add(row);
  });
  const { count, rows } = found;
  if (column.role === 'target') {
    return {
      kind: 'missing-target',
      severity: 'warning',
      column: column.name,
      message: `The target ${quote(column.name)} is missing in ${countOf(count, 'row')} (${listRows(found)}). They are left out: nothing can be learned from them.`,
      count,
      rows,
    };
  }
  const share = count / values.length;
  if (share <= MANY_MISSING || column.role !== 'input') return null;
  return {
    kind: 'many-missing',
    severity: 'warning',
    column: column.name,
    message:
      `${quote(column.name)} is missing in ${percent(share)} of the rows, so that much of it would be made up. ` +
      'Ignore it, or mark where it is missing.',
    count,
    rows,
  };
}

function outliers({ column, interpreted: { values }, profile }: ExaminedColumn): Finding | null {
  const { numbers } = profile;
  if (numbers === null || !isQuantity(column) || column.role === 'weight' || column.role === 'group')
    return null;
  const { lowerQuartile, upperQuartile } = numbers;
  const distance = upperQuartile - lowerQuartile;
  // Where half of the values are equal, any other would be an outlier.
  if (!(distance > 0) || values.length - profile.missing < ROWS_OF_QUARTILES) return null;
  const beyond = (value: number) => Math.max(lowerQuartile - value, value - upperQuartile) / distance;
  const found = new FoundRows();
  let farthest = NaN;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (!(beyond(value) > FAR_OUT)) continue;
    found.add(row);
    if (!(beyond(value) <= beyond(farthest))) farthest = value;
  }
  if (found.count === 0) return null;
  return {
    kind: 'outliers',
    severity: beyond(farthest) > VERY_FAR_OUT ? 'warning' : 'note',
    column: column.name,
    message:
      `${quote(column.name)} lies far from the rest in ${countOf(found.count, 'row')} (${listRows(found)}), more than ` +
      `${String(FAR_OUT)} quartile distances beyond the quartiles${farthestWords(column.type, farthest)}. ${outlierAdvice(numbers.min)}`,
    count: found.count,
    rows: found.rows,
  };
}

function farthestWords(type: ExaminedColumn['column']['type'], value: number): string {
  return type === 'date' ? '' : `; the farthest is ${formatNumber(value)}`;
}

function outlierAdvice(min: number): string {
  const scaling = min > 0 ? 'logarithmic or robust' : 'robust';
  return `Check whether they are mistakes; if not, ${scaling} scaling keeps them from ruling the rest.`;
}
