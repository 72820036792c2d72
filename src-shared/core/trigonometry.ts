/**
 * Sine and cosine that give the same bits in every host. `Math.sin` and `Math.cos` do not: their last digits differ
 * between versions of V8, so a table drawn on the command line would not be the one drawn in the window.
 *
 * Only +, −, × and rounding are used, which IEEE 754 fixes. The argument is reduced to [−π/4, π/4] with π/2 in three
 * parts (Cody & Waite 1980), then summed as a Taylor series whose first dropped term is below 1e-17. Good to 1e-15 up
 * to REDUCIBLE; beyond it no such promise can be made for any argument in double precision, and NaN is given.
 */
export function sine(x: number): number {
  const { quadrant, rest } = reduce(x);
  const value = quadrant % 2 === 0 ? sineSeries(rest) : cosineSeries(rest);
  return quadrant < 2 ? value : -value;
}

/** Cosine; see `sine`. */
export function cosine(x: number): number {
  const { quadrant, rest } = reduce(x);
  const value = quadrant % 2 === 0 ? cosineSeries(rest) : sineSeries(rest);
  return quadrant === 0 || quadrant === 3 ? value : -value;
}

/** Tangent; see `sine`. */
export function tangent(x: number): number {
  return sine(x) / cosine(x);
}

/** Up to here a count of quarter turns times the first two parts of π/2 (33 bits each) is exact. */
const REDUCIBLE = 2 ** 19;

/** π/2 = HIGH + MIDDLE + LOW: the first 33 bits, the next 33 bits, and the rest. */
const HIGH = 1.5707963267341256;
const MIDDLE = 6.077100506303966e-11;
const LOW = 2.0222662487959506e-21;

function reduce(x: number): { quadrant: number; rest: number } {
  if (!(Math.abs(x) <= REDUCIBLE)) return { quadrant: 0, rest: NaN };
  const turns = Math.round(x / (Math.PI / 2));
  const rest = x - turns * HIGH - turns * MIDDLE - turns * LOW;
  return { quadrant: ((turns % 4) + 4) % 4, rest };
}

function sineSeries(x: number): number {
  return x * series(x * x, 1, 10);
}

function cosineSeries(x: number): number {
  return series(x * x, 0, 10);
}

/** Σ (−1)ᵏ yᵏ · offset! / (2k + offset)!, from the smallest term on, by Horner's rule. */
function series(y: number, offset: number, terms: number): number {
  let sum = 1;
  for (let k = terms; k >= 1; k--) sum = 1 - (sum * y) / ((2 * k + offset) * (2 * k + offset - 1));
  return sum;
}
