import { RandomSource } from './random-source.ts';

/** Where a generator stands in its stream: set again, it goes on with the same numbers. */
export interface RandomState {
  /** Four words of 32 bits. */
  words: number[];
  spareNormal: number | null;
}

/**
 * A seeded source of random numbers. Whatever Ninestep computes draws from one of these, or from NumPy's (beside this).
 *
 * Generator: xoshiro128** (Blackman & Vigna 2018), seeded through splitmix32. A `purpose` keeps the streams of one
 * seed apart, so that shuffling more does not change the initial weights.
 */
export class Random extends RandomSource {
  private readonly s: Uint32Array;

  constructor(seed: number, purpose: string) {
    super();
    let state = (seed ^ hashText(purpose)) >>> 0;
    this.s = new Uint32Array(4);
    for (let k = 0; k < 4; k++) {
      state = (state + 0x9e3779b9) >>> 0;
      let z = state;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      this.s[k] = z ^ (z >>> 15);
    }
  }

  get state(): RandomState {
    return { words: [...this.s], spareNormal: this.spareNormal ?? null };
  }

  set state({ words, spareNormal }: RandomState) {
    this.s.set(words);
    this.spareNormal = spareNormal ?? undefined;
  }

  /** The next 32 random bits, as a whole number from 0 to 2³² − 1. */
  override nextUint32(): number {
    const s = this.s;
    const s1 = s[1] ?? 0;
    const times5 = Math.imul(s1, 5);
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9) >>> 0;
    const shifted = s1 << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s1;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= shifted;
    s[3] = (s[3]! << 11) | (s[3]! >>> 21);
    return result;
  }

  /** Uniform whole number from 0 to `limit` − 1; numbers that would favour the small ones are drawn again. */
  below(limit: number): number {
    const fair = 2 ** 32 - (2 ** 32 % limit);
    for (;;) {
      const drawn = this.nextUint32();
      if (drawn < fair) return drawn % limit;
    }
  }

  /** Fisher–Yates (Durstenfeld 1964), in place. */
  shuffle(order: Uint32Array): void {
    for (let k = order.length - 1; k > 0; k--) {
      const other = this.below(k + 1);
      const kept = order[k]!;
      order[k] = order[other]!;
      order[other] = kept;
    }
  }
}

/** FNV-1a, 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let k = 0; k < text.length; k++) hash = Math.imul(hash ^ text.charCodeAt(k), 0x01000193);
  return hash >>> 0;
}
