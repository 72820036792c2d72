/** How long to measure. */
export interface Effort {
  readonly repeats: number;
  /** Of each repeat, and of the warm-up before the first. */
  readonly seconds: number;
}

export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly repeats: number;
}

/** Figures of all repeats → what is told of them. The median, because a busy machine can only make some of them worse. */
export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const last = sorted.length - 1;
  return {
    median: (sorted[Math.floor(last / 2)]! + sorted[Math.ceil(last / 2)]!) / 2,
    min: sorted[0]!,
    max: sorted[last]!,
    repeats: sorted.length,
  };
}

/** Work that can be asked for by its duration. */
export interface TimedWork {
  /** Puts everything back to where a repeat begins; not timed. */
  readonly reset: () => void;
  /** Works for about so many milliseconds; returns how much was done. */
  readonly run: (ms: number) => number;
}

export interface Rates {
  /** What was done a second, in each repeat. */
  readonly rates: readonly number[];
  /** Processor seconds of this process a second: far below the number of threads, something else had the cores. */
  readonly cpu: number;
}

/** Measures after a warm-up of one repeat's length, in which the compiler gets to its best code. */
export function measureRates({ repeats, seconds }: Effort, work: TimedWork): Rates {
  work.reset();
  work.run(seconds * 1000);
  const rates: number[] = [];
  let [cpuMs, wallMs] = [0, 0];
  for (let repeat = 0; repeat < repeats; repeat++) {
    work.reset();
    const usage = process.cpuUsage();
    const startedAt = performance.now();
    const done = work.run(seconds * 1000);
    const ms = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(usage);
    cpuMs += (user + system) / 1000;
    wallMs += ms;
    rates.push((1000 * done) / ms);
  }
  return { rates, cpu: cpuMs / wallMs };
}
