/**
 * baseⁿ for a whole n ≥ 0, by repeated squaring (Knuth, "The Art of Computer Programming", vol. 2, 4.6.3). Only
 * multiplies, so it gives the same bits in every host, which `**` does not promise.
 */
export function integerPower(base: number, n: number): number {
  let power = 1;
  let square = base;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power *= square;
    square *= square;
  }
  return power;
}
