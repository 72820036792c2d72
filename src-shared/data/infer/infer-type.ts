import {
  type BooleanColumn,
  type CategoryColumn,
  columnCatalog,
  type DateColumn,
  type NumberColumn,
  type TableColumn,
} from '../../model/column-catalog.ts';
import { defaultsOf } from '../../model/fields.ts';
import type { DateFormat } from '../read-date.ts';
import { readQuantity } from '../read-number.ts';
import { YES_OR_NO } from '../yes-or-no.ts';
import type { ColumnFacts } from './column-facts.ts';
import { namesCode } from './column-names.ts';
import { inNaturalOrder } from './level-order.ts';

/** From this share of the cells on, the rest counts as slips and not as proof of another type. */
const NEARLY_ALL = 0.9;

/** Different texts up to which a column is a category, whatever its rows. */
const FEW_LEVELS = 50;
/** And up to which it is one if each stands in many rows. */
const MANY_LEVELS = 200;
const ROWS_OF_MANY_LEVELS = 10;
/** Texts of which a larger share differs name their row. */
const NEARLY_DISTINCT = 2 / 3;

/** Different whole numbers up to which they may be codes of classes. */
const MOST_CODES = 20;
/** Fewer rows a code make it a quantity. */
const ROWS_OF_CODE = 5;

/** What a column is, as an input; `inferColumns` gives it its role. */
export function inferType(name: string, facts: ColumnFacts): TableColumn {
  if (facts.present === 0) return { name, role: 'input', type: 'text' };
  const date = inferDate(name, facts);
  if (date !== null) return date;
  if (facts.numbers >= NEARLY_ALL * facts.present) return inferNumber(name, facts);
  return (
    inferYesOrNo(name, facts) ??
    (hasFewLevels(facts) ? categoryOf(name, facts) : { name, role: 'input', type: 'text' })
  );
}

function inferNumber(name: string, facts: ColumnFacts): TableColumn {
  if (!facts.isWhole) return numberOf(name, 'number', facts);
  const codes = codesOf(facts);
  if (codes?.length === 2) {
    return codes[0] === 0 && codes[1] === 1
      ? booleanOf(name, inNaturalOrder(facts.texts!.keys()), facts)
      : categoryOf(name, facts);
  }
  return codes !== null && codes.length > 2 && namesCode(name)
    ? categoryOf(name, facts)
    : numberOf(name, 'integer', facts);
}

/**
 * A target of whole numbers: 0, 1, 2… or 1, 2, 3…, each in several rows, are classes; anything else is a quantity.
 * A column that is no target keeps such numbers as they are, because their order may matter.
 */
export function asTarget(column: TableColumn, facts: ColumnFacts): TableColumn {
  if (column.type !== 'integer') return column;
  const codes = codesOf(facts);
  if (codes === null || codes.length < 2) return column;
  const isCounted = (codes[0] === 0 || codes[0] === 1) && codes.at(-1)! - codes[0] === codes.length - 1;
  return isCounted ? categoryOf(column.name, facts) : column;
}

/** The whole numbers of a column that may be codes of classes, smallest first; null where they are none. */
function codesOf({ texts, present, isWhole, numbers }: ColumnFacts): number[] | null {
  if (texts === null || !isWhole || numbers < present) return null;
  if (texts.size > MOST_CODES || texts.size * ROWS_OF_CODE > present) return null;
  return inNaturalOrder(texts.keys()).map(readQuantity);
}

function hasFewLevels({ texts, present }: ColumnFacts): boolean {
  if (texts === null) return false;
  if (texts.size > FEW_LEVELS) {
    return texts.size <= MANY_LEVELS && texts.size * ROWS_OF_MANY_LEVELS <= present;
  }
  return texts.size === 1 || texts.size <= NEARLY_DISTINCT * present;
}

function inferYesOrNo(name: string, facts: ColumnFacts): BooleanColumn | null {
  if (facts.texts?.size !== 2) return null;
  const levels = [...facts.texts.keys()];
  const lower = levels.map((level) => level.trim().toLowerCase());
  for (const pair of YES_OR_NO) {
    const [no, yes] = pair.map((text) => levels[lower.indexOf(text)]);
    if (no !== undefined && yes !== undefined) return booleanOf(name, [no, yes], facts);
  }
  return null;
}

function inferDate(name: string, facts: ColumnFacts): DateColumn | null {
  const format = dateFormat(facts);
  if (facts.dates[format] < NEARLY_ALL * facts.present) return null;
  const parts = facts.hasTime ? 'time-and-day-cycles' : 'time-and-cycles';
  return {
    ...defaultsOf(columnCatalog.date.fields),
    name,
    role: 'input',
    type: 'date',
    format,
    parts,
    indicator: facts.dates[format] < facts.rows,
  };
}

/** The format that most cells can be read by. 03/04/2026 alone does not tell: with slashes, the month is first. */
function dateFormat({ dates, dateSign }: ColumnFacts): DateFormat {
  const dayFirst = ['day-month-year', 'month-day-year'] as const;
  const order = dateSign === '/' ? dayFirst.toReversed() : dayFirst;
  return (['iso', 'year-month-day', ...order] as const).reduce((best, format) =>
    dates[format] > dates[best] ? format : best,
  );
}

export function numberOf(name: string, type: NumberColumn['type'], facts: ColumnFacts): NumberColumn {
  const indicator = facts.numbers < facts.rows;
  return { ...defaultsOf(columnCatalog.number.fields), name, role: 'input', type, indicator };
}

function booleanOf(name: string, levels: string[], facts: ColumnFacts): BooleanColumn {
  const indicator = facts.present < facts.rows;
  return {
    ...defaultsOf(columnCatalog.boolean.fields),
    name,
    role: 'input',
    type: 'boolean',
    levels,
    indicator,
  };
}

function categoryOf(name: string, { texts }: ColumnFacts): CategoryColumn {
  const levels = inNaturalOrder(texts!.keys());
  return { ...defaultsOf(columnCatalog.category.fields), name, role: 'input', type: 'category', levels };
}
