import { LIMITS } from './limits.ts';

// Made once: a format costs more than all the numbers of a screen.
const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const SIGNIFICANT = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

/** 16384 → "16,384". For counts in messages; the same in every locale, so that messages are the same everywhere. */
export function formatCount(count: number): string {
  return WHOLE.format(count);
}

/** A number of bytes for a person: "1.2 GB". */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = 0;
  // From 999.5 on it would be rounded to 1000.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[unit] ?? ''}`;
}

/** Four significant digits, the way every number is shown; NaN and infinities are shown as such. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(3).replaceAll('-', '−').replace('+', '');
  return SIGNIFICANT.format(Number(value.toPrecision(4))).replace('-', '−');
}

/** Seconds for a person: "0.4 s", "12 s", "3 min 05 s", "2 h 07 min". */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '—';
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${String(whole)} s`;
  if (whole < 3600) return `${String(Math.floor(whole / 60))} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${String(Math.floor(whole / 3600))} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}

/** Foreign input in a message: quoted, cut to a length that cannot flood a window, control characters escaped. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? escapeInvisible(JSON.stringify(value)) : describe(value);
  return text.length <= LIMITS.quotedLength ? text : `${text.slice(0, LIMITS.quotedLength - 1)}…`;
}

/** As it stands within a sentence: abbreviations such as "L1" or "SGD" stay as they are. */
export function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** What `JSON.stringify` leaves as it is, although a terminal acts on it or a reader cannot see it. */
function escapeInvisible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (typeof value === 'object') return 'an object';
  const isPlain = typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint';
  return isPlain ? String(value) : `a ${typeof value}`;
}
