import { closest } from '@shared/runs/closest.ts';

/** The end of a message about a name that is not there: what was probably meant, else all that there are. */
export function didYouMean(asked: string, known: readonly string[]): string {
  const meant = closest(asked, known);
  if (meant !== null) return `Did you mean ${meant}?`;
  return known.length === 0 ? 'There are none.' : `Known: ${known.join(', ')}.`;
}
