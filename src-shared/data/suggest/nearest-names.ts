/** Names told when somebody asks for one that is not there. */
const NAMES_TOLD = 3;
/** Longer names are compared by their beginnings. */
const COMPARED_LENGTH = 64;

/** The names that need the fewest changed letters to become the one asked for, nearest first. */
export function nearestNames(asked: string, names: readonly string[]): string[] {
  const wanted = comparable(asked);
  return names
    .map((name) => ({ name, distance: editDistance(wanted, comparable(name)) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, NAMES_TOLD)
    .map(({ name }) => name);
}

function comparable(name: string): string {
  return name.trim().toLowerCase().slice(0, COMPARED_LENGTH);
}

/** Letters to insert, to leave out or to replace (Levenshtein 1966), row by row of the table of beginnings. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + Number(a[i - 1] !== b[j - 1]);
      current.push(Math.min(replaced, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}
