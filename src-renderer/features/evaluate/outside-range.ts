import { formatNumber } from '@shared/core/text.ts';

/** What to say about a value the network was not trained for, or null when it was. */
export function outsideRange(column: { min: number; max: number }, value: number): string | null {
  if (!Number.isFinite(value) || (value >= column.min && value <= column.max)) return null;
  const side = value < column.min ? 'below' : 'above';
  return `${side} the training range, ${formatNumber(column.min)} to ${formatNumber(column.max)}`;
}

/** Steps of a slider: about a thousand over the range, each a round number. */
export function sliderStep(column: { min: number; max: number }): number {
  const range = column.max - column.min;
  return range > 0 ? 10 ** Math.floor(Math.log10(range / 500)) : 1;
}
