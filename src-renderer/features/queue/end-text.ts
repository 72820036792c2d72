import { formatDuration } from '@shared/core/text.ts';

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const WITH_DAY = new Intl.DateTimeFormat(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
/** A time of day says more than a duration from here on. */
const SHORT_SECONDS = 60;

interface Outlook {
  readonly running: number;
  readonly waiting: number;
  readonly isHeld: boolean;
  readonly secondsLeft: number | null;
}

/** When the whole queue will be done: "≈ 12 min 05 s left, done at 14:32". */
export function endText({ running, waiting, isHeld, secondsLeft }: Outlook, now = new Date()): string {
  if (running + waiting === 0) return 'Nothing to do';
  if (isHeld && waiting > 0) return 'Held';
  if (secondsLeft === null) return 'Time left: –';
  const left = `≈ ${formatDuration(secondsLeft)} left`;
  if (secondsLeft < SHORT_SECONDS) return left;
  const end = new Date(now.getTime() + secondsLeft * 1000);
  const isToday = end.toDateString() === now.toDateString();
  return `${left}, done at ${(isToday ? CLOCK : WITH_DAY).format(end)}`;
}
