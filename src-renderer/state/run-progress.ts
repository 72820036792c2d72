import type { RunEntry } from '@shared/model/run.ts';
import type { RunDetail } from './run-detail.svelte.ts';

/** How far a run is: streamed while it is trained, else as its record says. */
export interface RunProgress {
  readonly epochsDone: number;
  /** 0 to 1. */
  readonly share: number;
  /** Whole, and 100 only at the end. */
  readonly percent: number;
  /** Null while it is not known. */
  readonly secondsLeft: number | null;
}

export function progressOf(run: RunEntry, detail: RunDetail | undefined): RunProgress {
  const { epochs } = run.experiment.training;
  const epochsDone = Math.max(run.epochsDone, detail?.progress?.epochsDone ?? 0);
  const share = epochs === 0 ? 1 : Math.min(1, epochsDone / epochs);
  return {
    epochsDone,
    share,
    percent: Math.floor(share * 100),
    secondsLeft: detail?.progress?.secondsLeft ?? null,
  };
}
