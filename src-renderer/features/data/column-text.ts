import { formatCount, formatNumber } from '@shared/core/text.ts';
import type { ColumnType, TableColumn } from '@shared/model/column-catalog.ts';
import type { ColumnProfile, Finding } from '../../state/preview.svelte.ts';

/** What a column and its cells need beside a letter, and a letter's usual width, in pixels. */
const PADDING = 28;
const LETTER = 7;
const NARROWEST = 132;
const WIDEST = 208;
/** Characters of a number from which on it is rounded, and to how many digits. */
const LONGEST_NUMBER = 11;
const SHOWN_DIGITS = 7;
const MS_PER_DAY = 86_400_000;

/** How wide a column is drawn: by its name, and by what stands in it. */
export function columnWidth({ name, type }: TableColumn): number {
  const cells = type === 'text' ? WIDEST : type === 'date' ? 140 : type === 'integer' ? 152 : NARROWEST;
  return Math.min(WIDEST, Math.max(NARROWEST, cells, PADDING + LETTER * name.length));
}

/** A cell as it is drawn: long numbers rounded, all of their digits are in the title. */
export function shownCell(column: TableColumn, text: string): string {
  const isNumber = column.type === 'number' || column.type === 'integer';
  if (!isNumber || text.length <= LONGEST_NUMBER) return text;
  const value = Number(text);
  return Number.isFinite(value) ? String(Number(value.toPrecision(SHOWN_DIGITS))) : text;
}

/** Why a cell that is there counts as missing, or null where it does not. */
export function oddCell(column: TableColumn, text: string): string | null {
  switch (column.type) {
    case 'number':
    case 'integer':
      return Number.isFinite(Number(text)) && text.trim() !== ''
        ? null
        : 'No finite number: counts as missing.';
    case 'boolean':
    case 'category':
      return column.levels.includes(text) ? null : 'None of the levels: counts as missing.';
    case 'date':
    case 'text':
      return null;
  }
}

/** A share for a person: "2.1 %". */
export function shareText(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %';
  const percent = (100 * part) / whole;
  return percent < 0.1 ? '< 0.1 %' : `${percent.toFixed(percent < 10 ? 1 : 0)} %`;
}

export function missingText(profile: ColumnProfile, rows: number): string {
  return profile.missing === 0 ? 'complete' : `${shareText(profile.missing, rows)} missing`;
}

/** A figure of a column: dates are counted in days. */
export function figureText(type: ColumnType, value: number): string {
  return type === 'date' ? dateText(value) : formatNumber(value);
}

/** Days since 1970 as a date, with the time where there is one. */
export function dateText(days: number): string {
  const date = new Date(days * MS_PER_DAY);
  if (Number.isNaN(date.getTime())) return formatNumber(days);
  const iso = date.toISOString();
  return Number.isInteger(days) ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ');
}

/** A column's distribution read aloud. */
export function distributionText(profile: ColumnProfile): string {
  const { name, type, numbers, levels } = profile;
  if (numbers !== null) {
    return `${name}: from ${figureText(type, numbers.min)} to ${figureText(type, numbers.max)}`;
  }
  const [first] = levels ?? [];
  return first === undefined
    ? `${name}: no values`
    : `${name}: most often ${first.text}, ${formatCount(first.count)} times`;
}

const SEVERITIES = ['error', 'warning', 'note'] as const satisfies readonly Finding['severity'][];

/** The gravest first, otherwise as they come. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}
