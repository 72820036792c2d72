/**
 * What Ninestep's generator and NumPy's have in common: how random bits become numbers. Both make uniform doubles from
 * 53 bits and normal numbers by Marsaglia's polar method (1964), whose second value is kept for the next call.
 */
export abstract class RandomSource {
  protected spareNormal: number | undefined;

  /** The next 32 random bits, as a whole number from 0 to 2³² − 1. */
  abstract nextUint32(): number;

  /** Uniform in [0, 1), with 53 random bits. */
  uniform(): number {
    const high = this.nextUint32() >>> 5;
    const low = this.nextUint32() >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  }

  /** Standard normal. */
  normal(): number {
    if (this.spareNormal !== undefined) {
      const spare = this.spareNormal;
      this.spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const r2 = x * x + y * y;
      if (r2 >= 1 || r2 === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(r2)) / r2);
      this.spareNormal = factor * x;
      return factor * y;
    }
  }
}
