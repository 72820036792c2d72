import { formatCount } from '@shared/core/text.ts';
import { aboutText, formatSpan } from '../../edits/time-text.ts';

/** What is known of how long the draft will take. Seconds are null while they are not known. */
export interface DraftForecast {
  readonly epochs: number;
  readonly secondsPerEpoch: number | null;
  /** Whether training may stop before its last epoch. */
  readonly mayEndEarly: boolean;
  /** Runs that wait already. */
  readonly waiting: number;
  readonly isHeld: boolean;
  /** Whether a core is free for it. */
  readonly hasCore: boolean;
}

/** "≈ 1.2 s", "at most 1.2 s", or a dash. */
export function totalText({ epochs, secondsPerEpoch, mayEndEarly }: DraftForecast): string {
  if (secondsPerEpoch === null) return '–';
  const seconds = secondsPerEpoch * epochs;
  return mayEndEarly ? `at most ${formatSpan(seconds)}` : aboutText(seconds);
}

/** "6 ms an epoch"; nothing while it is not known. */
export function eachText({ secondsPerEpoch }: DraftForecast): string {
  return secondsPerEpoch === null ? '' : `${formatSpan(secondsPerEpoch)} an epoch`;
}

/** When it would begin; nothing where that is at once. */
export function startText({ waiting, isHeld, hasCore }: DraftForecast): string {
  if (isHeld) return 'the queue is held';
  if (waiting > 0) return `starts after ${formatCount(waiting)} ${waiting === 1 ? 'run' : 'runs'}`;
  return hasCore ? '' : 'starts when a core is free';
}
