import { formatNumber } from '../../core/text.ts';

export type AxisKind = 'linear' | 'log';

/** An axis of a drawing: values → places in it. */
export interface Axis {
  readonly kind: AxisKind;
  readonly place: (value: number) => number;
  /** Where it begins and ends. */
  readonly ends: readonly [number, number];
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

/** The lowest and the highest of some values. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Whether an axis of this kind has a place for a value. */
export function isShown(value: number, kind: AxisKind): boolean {
  return Number.isFinite(value) && (kind === 'linear' || value > 0);
}

/** Numbers beyond this spread are told apart on a logarithmic axis alone. */
const WIDE = 30;

/** Logarithmic where all values are above zero and spread so far that the small ones would lie on the axis. */
export function kindFor({ low, high }: Range): AxisKind {
  return low > 0 && high / low > WIDE ? 'log' : 'linear';
}

/** The finite values; of none 0 to 1. A single one gets room on both sides. */
export function rangeOf(values: Iterable<number>): Range {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return { low: 0, high: 1 };
  if (low < high) return { low, high };
  const room = Math.max(Math.abs(low) / 10, Number.MIN_VALUE / Number.EPSILON);
  return low === 0 ? { low: 0, high: 1 } : { low: low - room, high: high + room };
}

/** With fewer powers of ten an axis does not tell its scale. */
const FEWEST_DECADES = 3;

/** An axis over a range that runs between two places of a drawing, with about so many ticks. */
export function axisOver(
  { low, high }: Range,
  kind: AxisKind,
  [from, to]: readonly [number, number],
  most: number,
): Axis {
  const toScale = kind === 'log' ? Math.log10 : (value: number) => value;
  const start = toScale(low);
  // Halves first: the whole spread of numbers may be more than there are.
  const half = toScale(high) / 2 - start / 2;
  const place = (value: number): number => from + (to - from) * ((toScale(value) / 2 - start / 2) / half);
  const values = kind === 'log' ? decades(low, high, most) : roundSteps(low, high, most);
  return {
    kind,
    place,
    ends: [from, to],
    ticks: values.map((value) => ({ value, label: tickLabel(value) })),
  };
}

/** Multiples of 1, 2 or 5 times a power of ten. Source: Heckbert 1990, "Nice numbers for graph labels". */
function roundSteps(low: number, high: number, most: number): number[] {
  const rough = high / most - low / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  // A range of neighbouring numbers has no round ones between them.
  if (!(count > 0 && count <= 2 * most)) return [low, high];
  return Array.from({ length: count }, (_, k) => Number(((first + k) * step).toPrecision(12)));
}

/** Powers of ten; where there are few of them 1, 2 and 5 of each; where there are none the ends. */
function decades(low: number, high: number, most: number): number[] {
  const first = Math.floor(Math.log10(low));
  const powers = Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, k) => first + k);
  const within = (factors: readonly number[]): number[] =>
    powers
      .flatMap((power) => factors.map((factor) => Number(`${String(factor)}e${String(power)}`)))
      .filter((value) => value >= low && value <= high);
  const tens = within([1]);
  const ticks = tens.length < FEWEST_DECADES ? within([1, 2, 5]) : tens;
  const every = Math.ceil(ticks.length / most);
  return ticks.length < 2 ? [low, high] : ticks.filter((_, k) => k % every === 0);
}

function tickLabel(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-4 && size < 1e6)) return formatNumber(value);
  return Number(value.toPrecision(3)).toExponential().replace('+', '').replaceAll('-', '−');
}
