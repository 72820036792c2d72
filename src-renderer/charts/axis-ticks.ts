import { formatNumber } from '@shared/core/text.ts';
import type { AxisScale } from './curve.ts';

/** Labels that fit along an axis. */
export const MOST_TICKS = 8;

/** From so many powers of ten on, these alone say enough. */
const MANY_DECADES = 3;

/** With fewer, an axis does not tell its scale. */
const FEWEST_TICKS = 4;

interface Tick {
  value: number;
}

/**
 * The ticks of a logarithmic axis that get a label, evenly spaced: powers of ten where there are some, every second or
 * third of them where there are many; else 1, 2 and 5 of each decade; in a range that has not even these, the roundest
 * that are enough.
 */
export function logTicks<T extends Tick>(ticks: readonly T[]): T[] {
  const decades = ticks.filter(({ value }) => mantissa(value) === 1);
  if (decades.length < MANY_DECADES) {
    const some = ticks.filter(({ value }) => [1, 2, 5].includes(mantissa(value)));
    return some.length < FEWEST_TICKS ? roundTicks(ticks) : some;
  }
  const every = Math.ceil(decades.length / MOST_TICKS);
  return decades.filter((_, k) => k % every === 0);
}

function roundTicks<T extends Tick>(ticks: readonly T[]): T[] {
  for (const digits of [1, 2, 3]) {
    const some = ticks.filter(({ value }) => isClose(Number(value.toPrecision(digits)), value));
    if (some.length >= FEWEST_TICKS) return some;
  }
  return [...ticks];
}

/** Chart.js adds up its ticks, so that they miss round numbers by rounding. */
function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.abs(b);
}

function mantissa(value: number): number {
  return Number(value.toExponential(6).split('e')[0]);
}

/** A linear axis chooses its ticks well by itself. `most`: where there is less room than usual. */
export function thinTicks(scale: AxisScale, most = Infinity): (axis: { ticks: Tick[] }) => void {
  return (axis) => {
    if (scale !== 'log') return;
    const ticks = logTicks(axis.ticks);
    const every = Math.max(1, Math.ceil(ticks.length / most));
    axis.ticks = ticks.filter((_, k) => k % every === 0);
  };
}

/** Powers of ten without the zeros that four significant digits would bring. */
export function tickLabel(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e6 || size < 1e-4)
    ? Number(value.toPrecision(4)).toExponential().replace('+', '').replace('-', '−')
    : formatNumber(value);
}
