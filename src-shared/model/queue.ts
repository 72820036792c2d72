import type { EngineWish } from './backends.ts';

/** What waits, and how much of the machine training may take. */
export interface QueueState {
  /** Runs that wait for their turn, the next one first. */
  waiting: readonly string[];
  /** What trains runs that begin from now on; what is under way goes on as it is. */
  engine: EngineWish;
  /** Cores that all runs together may take. */
  budget: number;
  /** Cores that runs take now. */
  inUse: number;
  /** Cores of the machine. */
  cores: number;
  /** True: nothing that waits is begun. */
  isHeld: boolean;
  /** Why it is held, where no person held it. */
  reason: string | null;
}

/** How long an experiment will take, measured on this machine with one core free. */
export interface Forecast {
  /** Seconds; null where too little could be measured. */
  secondsPerEpoch: number | null;
  seconds: number | null;
}
