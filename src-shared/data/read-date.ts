import type { DateColumn } from '../model/column-catalog.ts';

export type DateFormat = DateColumn['format'];

type Parts = Readonly<Record<string, string | undefined>>;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** In English, whole or by its first letters. */
const NAMED_MONTH = String.raw`(?<named>(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}|may)\.?`;
const YEAR = String.raw`(?<year>\d{4}|(?<=[/ -]|\d\d\.\d\d\.)\d{2})`;
const DAY = String.raw`(?<day>\d{1,2})`;
const MONTH = String.raw`(?<month>\d{1,2})`;
const SIGN = '(?<sign>[./-])';

/** How each format writes a day; a sign between the parts is the same both times. */
const DAYS: Record<DateFormat, readonly string[]> = {
  iso: [String.raw`(?<year>\d{4})-${MONTH}-${DAY}`],
  'day-month-year': [
    String.raw`${DAY}${SIGN}${MONTH}\k<sign>${YEAR}`,
    String.raw`${DAY}[ -]?${NAMED_MONTH},?[ -]?${YEAR}`,
  ],
  'month-day-year': [
    String.raw`${MONTH}${SIGN}${DAY}\k<sign>${YEAR}`,
    String.raw`${NAMED_MONTH} ${DAY},? (?<year>\d{4})`,
  ],
  'year-month-day': [String.raw`(?=\d{8}(?!\d)|\d{4}[./])(?<year>\d{4})(?<sign>[./]?)${MONTH}\k<sign>${DAY}`],
};

/** A time of day, with 24 or 12 hours, and where in the world it was read. */
const TIME =
  String.raw`(?:[Tt]|,? +)(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}(?:\.\d{1,9})?))?` +
  String.raw`(?: ?(?<half>[AaPp])[Mm])? ?(?:[Zz]|(?<east>[+-])(?<offsetHours>\d{2}):?(?<offsetMinutes>\d{2}))?`;

const PATTERNS = Object.fromEntries(
  Object.entries(DAYS).map(([format, ways]) => [
    format,
    ways.map((day) => new RegExp(`^\\s*${day}(?:${TIME})?\\s*$`, 'i')),
  ]),
) as unknown as Record<DateFormat, readonly RegExp[]>;

/** The longest text that is looked at: no date is longer. */
const LONGEST = 64;

/**
 * Text → days since 1970-01-01, with a time of day as the fraction; NaN where it is no day of the calendar.
 * Without a place in the world the time counts as UTC, so that the same table is the same everywhere.
 */
export function readDate(text: string, format: DateFormat): number {
  const parts = text.length > LONGEST ? undefined : partsOf(text, PATTERNS[format]);
  if (parts === undefined) return NaN;
  const [year, month, day] = [fullYear(parts.year!), monthOf(parts), Number(parts.day)];
  if (month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return NaN;
  const days = daysSince1970(year, month, day);
  return parts.hour === undefined ? days : days + timeOfDay(parts);
}

function partsOf(text: string, ways: readonly RegExp[]): Parts | undefined {
  for (const way of ways) {
    const parts = way.exec(text)?.groups;
    if (parts !== undefined) return parts;
  }
  return undefined;
}

function monthOf({ month, named }: Parts): number {
  return named === undefined ? Number(month) : MONTHS.indexOf(named.slice(0, 3).toLowerCase()) + 1;
}

/** Two digits: 1969 to 2068, as POSIX reads them. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 69 ? 2000 + year : 1900 + year;
}

/** Part of a day, 0 at midnight UTC. */
function timeOfDay(parts: Parts): number {
  const [hours, minutes, seconds] = [Number(parts.hour), Number(parts.minute), Number(parts.second ?? 0)];
  const isTwelve = parts.half !== undefined;
  if (minutes > 59 || seconds >= 60 || hours > (isTwelve ? 12 : 23) || (isTwelve && hours === 0)) return NaN;
  const afternoon = parts.half?.toLowerCase() === 'p' ? 12 : 0;
  const offset = Number(parts.offsetHours ?? 0) * 60 + Number(parts.offsetMinutes ?? 0);
  const sinceMidnight = (isTwelve ? (hours % 12) + afternoon : hours) * 60 + minutes;
  const inUtc = parts.east === '-' ? sinceMidnight + offset : sinceMidnight - offset;
  return (inUtc * 60 + seconds) / 86_400;
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Gregorian calendar, also for the years before it. Source: H. Hinnant, "chrono-compatible low-level date algorithms". */
function daysSince1970(year: number, month: number, day: number): number {
  // Years begin in March, so that the leap day is the last of its year.
  const fromMarch = month > 2 ? year : year - 1;
  const era = Math.floor(fromMarch / 400);
  const yearOfEra = fromMarch - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
