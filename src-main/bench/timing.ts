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

/**
 * Measures works, each once in every repeat, in an order that is turned round after each: whatever slows the machine down
 * meets all of them alike. Before that a warm-up of one repeat's length, in which the compiler gets to its best code.
 */
export function measureInTurn({ repeats, seconds }: Effort, works: readonly TimedWork[]): Rates[] {
  const ms = seconds * 1000;
  for (const work of works) timeOnce(work, ms);
  const timed = works.map((work) => ({ work, rounds: [] as Round[] }));
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const { work, rounds } of timed) rounds.push(timeOnce(work, ms));
    timed.reverse();
  }
  return works.map((work) => ratesOf(timed.find((other) => other.work === work)!.rounds));
}

interface Round {
  readonly done: number;
  readonly ms: number;
  readonly cpuMs: number;
}

function timeOnce(work: TimedWork, ms: number): Round {
  work.reset();
  const usage = process.cpuUsage();
  const startedAt = performance.now();
  const done = work.run(ms);
  const took = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(usage);
  return { done, ms: took, cpuMs: (user + system) / 1000 };
}

function ratesOf(rounds: readonly Round[]): Rates {
  const sum = (value: (round: Round) => number) => rounds.reduce((all, round) => all + value(round), 0);
  return {
    rates: rounds.map(({ done, ms }) => (1000 * done) / ms),
    cpu: sum(({ cpuMs }) => cpuMs) / sum(({ ms }) => ms),
  };
}

/**
 * How many times as fast the first was as the second: the median over the repeats, each against the other's in the same
 * repeat, so that a machine whose speed drifts is no reason for a difference.
 */
export function medianRatio(rates: readonly number[], others: readonly number[]): number {
  return summarize(rates.map((rate, repeat) => rate / others[repeat]!)).median;
}
