/**
 * Seconds until the last of some runs has ended, each on one core: what runs keeps its core, what waits takes, in its
 * order, the next one that comes free. Null where the time of one of them is unknown.
 *
 * @param running seconds left of the runs under way
 * @param waiting seconds that the waiting ones take, the next one first
 * @param cores as many as may be taken at once, at least 1
 */
export function secondsUntilDone(
  running: readonly (number | null)[],
  waiting: readonly (number | null)[],
  cores: number,
): number | null {
  const slots: number[] = [];
  for (const seconds of running) {
    if (seconds === null) return null;
    slots.push(seconds);
  }
  while (slots.length < cores) slots.push(0);
  for (const seconds of waiting) {
    if (seconds === null) return null;
    slots[slots.indexOf(Math.min(...slots))]! += seconds;
  }
  return Math.max(0, ...slots);
}
