import { formatNumber } from '@shared/core/text.ts';
import type { ColumnType } from '@shared/model/column-catalog.ts';
import type { ValueRange } from '@shared/model/model-file.ts';

const DAY_MS = 86_400_000;
/** Days that JavaScript's calendar knows. */
const MOST_DAYS = 1e8;

/** "4.3 to 7.9"; of dates, which are days since 1970, as a calendar has them. */
export function rangeText(type: ColumnType, { min, max }: Pick<ValueRange, 'min' | 'max'>): string {
  return `${valueText(type, min)} to ${valueText(type, max)}`;
}

/** A number of a column: dates are days since 1970. */
export function valueText(type: ColumnType, value: number): string {
  return type === 'date' ? dateText(value) : formatNumber(value);
}

function dateText(days: number): string {
  if (!(Math.abs(days) <= MOST_DAYS)) return formatNumber(days);
  return new Date(days * DAY_MS).toISOString().slice(0, 10);
}

/** Names shown one after another, and the letters of each. */
const NAMES_SHOWN = 5;
const LETTERS_SHOWN = 24;

/** The first of several names; `all`: how many there are. */
export function listText(names: readonly string[], all = names.length): string {
  const shown = names
    .slice(0, NAMES_SHOWN)
    .map((name) => (name.length > LETTERS_SHOWN ? `${name.slice(0, LETTERS_SHOWN)}…` : name));
  return `${shown.join(', ')}${all > shown.length ? ', …' : ''}`;
}
