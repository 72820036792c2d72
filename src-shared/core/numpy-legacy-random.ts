const N = 624;
const M = 397;

/**
 * NumPy's legacy generator, bit for bit: `np.random.seed(seed)` and what follows it.
 *
 * The Mersenne Twister MT19937 (Matsumoto & Nishimura 1998) with `init_genrand` seeding; 53-bit doubles; normal
 * numbers by the polar method, whose second value is kept for the next call (numpy/random/mtrand, `legacy_gauss`).
 * The article's data and its initial weights come from it (step 1: seed 42).
 */
export class NumpyLegacyRandom {
  private readonly state = new Uint32Array(N);
  private position = N;
  private spareNormal: number | undefined;

  constructor(seed: number) {
    this.state[0] = seed;
    for (let k = 1; k < N; k++) {
      const previous = this.state[k - 1]! ^ (this.state[k - 1]! >>> 30);
      this.state[k] = Math.imul(previous, 1_812_433_253) + k;
    }
  }

  /** `np.random.random_sample()`: uniform in [0, 1). */
  uniform(): number {
    const high = this.nextUint32() >>> 5;
    const low = this.nextUint32() >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  }

  /** `np.random.randn()`: standard normal. */
  normal(): number {
    if (this.spareNormal !== undefined) {
      const spare = this.spareNormal;
      this.spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const x1 = 2 * this.uniform() - 1;
      const x2 = 2 * this.uniform() - 1;
      const r2 = x1 * x1 + x2 * x2;
      if (r2 >= 1 || r2 === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(r2)) / r2);
      this.spareNormal = factor * x1;
      return factor * x2;
    }
  }

  private nextUint32(): number {
    if (this.position === N) this.refill();
    let y = this.state[this.position]!;
    this.position += 1;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  private refill(): void {
    for (let k = 0; k < N; k++) {
      const y = (this.state[k]! & 0x80000000) | (this.state[(k + 1) % N]! & 0x7fffffff);
      this.state[k] = this.state[(k + M) % N]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.position = 0;
  }
}
