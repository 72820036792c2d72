/** Texts for no and yes. */
export const YES_OR_NO = [
  ['no', 'yes'],
  ['n', 'y'],
  ['false', 'true'],
  ['f', 't'],
  ['off', 'on'],
  ['nein', 'ja'],
  ['non', 'oui'],
] as const;

/** How programs write no and yes, whatever words a table has for them. */
const IN_PROGRAMS = [
  ['false', '0'],
  ['true', '1'],
] as const;

/**
 * How programs write the levels of a column of no and yes, each with its place. Nothing where the levels are other words: a
 * 1 may mean anything there.
 */
export function placesInPrograms(levels: readonly string[]): [string, number][] {
  const [no, yes] = levels.map((level) => level.trim().toLowerCase());
  const isKnown = [...YES_OR_NO, ['0', '1']].some((pair) => pair[0] === no && pair[1] === yes);
  if (levels.length !== 2 || !isKnown) return [];
  return IN_PROGRAMS.flatMap((texts, place) => texts.map((text): [string, number] => [text, place]));
}
