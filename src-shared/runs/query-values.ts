/** An amount of time on a calendar: milliseconds since 1970, [start, end); both the same for an instant. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const NUMBER = /^([-+−]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(k|m|%)?$/i;
const SCALES: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, '%': 0.01 };

/** `0.1`, `1e-3`, `10k`, `2M`, `95%` → a number; null for anything else. */
export function parseNumber(text: string): number | null {
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const [, digits = '', scale] = match;
  return Number(digits.replace('−', '-')) * (scale === undefined ? 1 : (SCALES[scale.toLowerCase()] ?? 1));
}

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  sec: 1,
  m: 60,
  min: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};
const DURATION = /(\d+(?:\.\d+)?|\.\d+)(ms|sec|s|min|m|h|d|w)/gy;

/** `90`, `90s`, `2m`, `1h30m`, `500ms` → seconds; null for anything else. */
export function parseDuration(text: string): number | null {
  if (/^(\d+\.?\d*|\.\d+)$/.test(text)) return Number(text);
  const parts = [...text.toLowerCase().matchAll(DURATION)];
  const length = parts.reduce((sum, [part]) => sum + part.length, 0);
  if (parts.length === 0 || length !== text.length) return null;
  return parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (UNIT_SECONDS[unit] ?? NaN), 0);
}

const DATE = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[tT](\d{1,2}):(\d{2}))?)?)?$/;

/**
 * `2026`, `2026-11`, `2026-11-01`, `2026-11-01T14:30`, `today`, `yesterday`, or so long ago (`7d`, `2h`) → what it
 * spans on the calendar of this computer; null for anything else. `now`: milliseconds since 1970.
 */
export function parseDate(text: string, now: number): Span | null {
  const lower = text.toLowerCase();
  const today = new Date(now);
  const day = (offset: number): number =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() + offset).getTime();
  if (lower === 'today') return { start: day(0), end: day(1) };
  if (lower === 'yesterday') return { start: day(-1), end: day(0) };
  const match = DATE.exec(text);
  if (match !== null) return calendarSpan(match);
  const ago = /^\d+$/.test(text) ? null : parseDuration(text);
  return ago === null ? null : { start: now - ago * 1000, end: now - ago * 1000 };
}

function calendarSpan(match: RegExpExecArray): Span | null {
  const [year, month, day, hour, minute] = match
    .slice(1)
    .map((part) => (part as string | undefined) && Number(part)) as (number | undefined)[];
  if (
    year === undefined ||
    !isIn(month, 1, 12) ||
    !isIn(day, 1, 31) ||
    !isIn(hour, 0, 23) ||
    !isIn(minute, 0, 59)
  ) {
    return null;
  }
  const at = (y: number, m = 1, d = 1, h = 0, min = 0): number => new Date(y, m - 1, d, h, min).getTime();
  const start = at(year, month, day, hour, minute);
  if (month === undefined) return { start, end: at(year + 1) };
  if (day === undefined) return { start, end: at(year, month + 1) };
  if (hour === undefined) return { start, end: at(year, month, day + 1) };
  return { start, end: at(year, month, day, hour, (minute ?? 0) + 1) };
}

function isIn(value: number | undefined, least: number, most: number): boolean {
  return value === undefined || (value >= least && value <= most);
}

const YES_NO: Readonly<Record<string, boolean>> = { yes: true, true: true, no: false, false: false };

export function parseYesNo(text: string): boolean | null {
  return YES_NO[text.toLowerCase()] ?? null;
}
