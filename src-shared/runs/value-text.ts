import { formatCount, formatDuration, formatNumber } from '../core/text.ts';
import type { FieldValue, RunField } from './run-field.ts';

/** Fields of numbers that are counted, not measured. */
const COUNTS = new Set(['parameters', 'epochs', 'planned', 'configuration', 'replicate', 'rows']);

/** A value as a person reads it; dates are left to the window, which knows the person's calendar. */
export function valueText(field: RunField, value: FieldValue): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return numberText(field, value);
  if (typeof value === 'string') return field.kind === 'choice' ? (field.options?.[value] ?? value) : value;
  return value.join(', ');
}

function numberText({ kind, id }: RunField, value: number): string {
  if (kind === 'duration') return formatDuration(value);
  if (kind === 'date') return new Date(value).toISOString();
  return COUNTS.has(id) || (kind === 'setting' && Number.isInteger(value) && value >= 1e3)
    ? formatCount(value)
    : formatNumber(value);
}

/** Whether a column's values stand at the right, so that their digits stand under each other. */
export function isNumeric({ kind, id }: RunField): boolean {
  return kind === 'number' || kind === 'duration' || id === 'batch';
}

/** A value less the baseline's. */
export interface Delta {
  readonly difference: number;
  /** Share of the baseline's size; null where that is zero. */
  readonly share: number | null;
}

/** Null unless both are numbers, and others. */
export function deltaOf(value: FieldValue, baseline: FieldValue): Delta | null {
  if (typeof value !== 'number' || typeof baseline !== 'number') return null;
  const difference = value - baseline;
  if (!Number.isFinite(difference) || difference === 0) return null;
  return { difference, share: baseline === 0 ? null : difference / Math.abs(baseline) };
}

/** "+0.0123 (+4.1 %)". */
export function deltaText(field: RunField, { difference, share }: Delta): string {
  const sign = difference > 0 ? '+' : '−';
  const size = numberText(field, Math.abs(difference));
  if (share === null) return sign + size;
  return `${sign}${size} (${sign}${(Math.abs(share) * 100).toFixed(Math.abs(share) < 0.1 ? 1 : 0)} %)`;
}
