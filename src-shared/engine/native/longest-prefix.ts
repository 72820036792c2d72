/**
 * How many of some steps can be taken, by bisection: the most for which `isGood` holds, if it holds for all fewer. None is
 * always good, and not asked about. It is asked about the most first, as that is the likeliest answer.
 *
 * Shapes: the answer is from 0 to `most`.
 * Source: bisection.
 */
export function longestPrefix(most: number, isGood: (steps: number) => boolean): number {
  let good = 0;
  let bad = most + 1;
  for (let steps = most; good + 1 < bad; steps = Math.floor((good + bad) / 2)) {
    if (isGood(steps)) good = steps;
    else bad = steps;
  }
  return good;
}
