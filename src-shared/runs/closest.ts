/** The word that was most likely meant: what differs by few letters, or begins alike; null where none is near. */
export function closest(typed: string, words: readonly string[]): string | null {
  const lower = typed.toLowerCase();
  let best: { word: string; distance: number } | null = null;
  for (const word of words) {
    const known = word.toLowerCase();
    const distance = known.startsWith(lower) ? 0.5 : editDistance(lower, known);
    if (best === null || distance < best.distance) best = { word, distance };
  }
  return best !== null && best.distance <= Math.max(1, typed.length / 3) ? best.word : null;
}

/** Letters to be put in, left out or exchanged, or neighbours to be swapped. Source: Damerau 1964, Wagner & Fischer 1974. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const exchanged = row[j - 1]! + Number(a[i - 1] !== b[j - 1]);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwapped ? before[j - 2]! + 1 : Infinity;
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, exchanged, swapped);
    }
    [before, row] = [row, next];
  }
  return row[b.length]!;
}
