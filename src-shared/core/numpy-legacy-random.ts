import { RandomSource } from './random-source.ts';

const N = 624;
const M = 397;

/**
 * NumPy's legacy generator: `np.random.seed(seed)` and what follows it.
 *
 * The Mersenne Twister MT19937 (Matsumoto & Nishimura 1998) with `init_genrand` seeding (numpy/random/mtrand). `uniform`
 * is `np.random.random_sample()` bit for bit; `normal` is `np.random.randn()` but for the last digits of its logarithm.
 * The article's data and its initial weights come from it (step 1: seed 42).
 */
export class NumpyLegacyRandom extends RandomSource {
  private readonly state = new Uint32Array(N);
  private position = N;

  constructor(seed: number) {
    super();
    this.state[0] = seed;
    for (let k = 1; k < N; k++) {
      const previous = this.state[k - 1]! ^ (this.state[k - 1]! >>> 30);
      this.state[k] = Math.imul(previous, 1_812_433_253) + k;
    }
  }

  override nextUint32(): number {
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
