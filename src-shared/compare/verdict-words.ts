import { formatCount, formatNumber } from '../core/text.ts';
import type { Sorted } from './measurements.ts';
import { FEWEST_SEEDS, LEVEL, USUAL_SEEDS, type Verdict } from './verdict.ts';

export interface Wording {
  isHigherBetter: boolean;
  /** Configurations that the two were chosen from, themselves among them. */
  choices: number;
}

export interface VerdictWords {
  /** "B is better", to be read alone. */
  title: string;
  /** Why, in a sentence or two. */
  because: string;
  /** What one has to know to judge it. */
  notes: readonly string[];
}

/** The verdict as a person says it. */
export function verdictWords(verdict: Verdict, wording: Wording): VerdictWords {
  return { ...sayVerdict(verdict, wording), notes: notesOf(verdict, wording) };
}

function sayVerdict(verdict: Verdict, { isHigherBetter }: Wording): Omit<VerdictWords, 'notes'> {
  switch (verdict.kind) {
    case 'few':
      return { title: 'Too few seeds to say', because: tooFew(verdict, isHigherBetter) };
    case 'better':
      return {
        title: `${(verdict.leader ?? 'b').toUpperCase()} is better`,
        because: `${difference(verdict, isHigherBetter)}, ${countText(verdict)}.`,
      };
    case 'lucky':
      return luckyWords(verdict);
    case 'none':
      return { title: 'No difference to see', because: noDifference(verdict, isHigherBetter) };
  }
}

/** "B is lower by 0.012 on average (95 % interval 0.008 to 0.016)". */
function difference({ leader, statistics }: Verdict, isHigherBetter: boolean): string {
  const { difference: by, low, high } = statistics!;
  const [near, far] = [Math.abs(low), Math.abs(high)].sort((x, y) => x - y);
  const direction = isHigherBetter ? 'higher' : 'lower';
  return (
    `${leader === 'a' ? 'A' : 'B'} is ${direction} by ${formatNumber(Math.abs(by))} on average ` +
    `(95 % interval ${formatNumber(near!)} to ${formatNumber(far!)})`
  );
}

function countText({ method, leader, wins, comparisons }: Verdict): string {
  const ahead = formatNumber(leader === 'a' ? comparisons - wins : wins);
  return `ahead in ${ahead} of ${formatCount(comparisons)} ${method === 'welch' ? 'pairings' : 'seeds'}`;
}

function tooFew(verdict: Verdict, isHigherBetter: boolean): string {
  const { method, pairs, a, b, statistics } = verdict;
  if (method === null || statistics === null) {
    return (
      `A has ${seedCount(a.counted.length)}, B has ${seedCount(b.counted.length)}, ` +
      `${String(pairs.length)} of them in common. It takes ${String(FEWEST_SEEDS)} at least, and ` +
      `${String(USUAL_SEEDS)} as a rule. Repeat both with more seeds.`
    );
  }
  const size = method === 'welch' ? Math.min(a.counted.length, b.counted.length) : pairs.length;
  return (
    `With ${seedCount(size)} a difference counts only if all of them agree and chance is below 1 %. ` +
    `${leaning(verdict, isHigherBetter)} Repeat both with more seeds, ${String(USUAL_SEEDS)} as a rule.`
  );
}

function seedCount(count: number): string {
  return count === 1 ? '1 seed' : `${formatCount(count)} seeds`;
}

function leaning(verdict: Verdict, isHigherBetter: boolean): string {
  const { leader } = verdict;
  if (leader === null) return 'So far both are the same on average.';
  const by = formatNumber(Math.abs(verdict.statistics!.difference));
  const who = leader === 'a' ? 'A' : 'B';
  return `So far ${who} is ${isHigherBetter ? 'higher' : 'lower'} by ${by} on average, ${countText(verdict)}.`;
}

function luckyWords({ lucky, leader, statistics }: Verdict) {
  const { name, of, without } = lucky!;
  const { difference: together } = statistics!;
  const isGood = of === leader;
  const turned = without !== 0 && Math.sign(without) !== Math.sign(together) ? ' the other way' : '';
  const [large, small] = [together, without].map((by) => formatNumber(Math.abs(by)));
  return {
    title: isGood ? 'One lucky seed' : 'One unlucky seed',
    because:
      `Without ${name} the difference is gone: ${large!} on average with it, ${small!}${turned} without it. ` +
      `${of === 'a' ? 'A' : 'B'} did unusually ${isGood ? 'well' : 'badly'} there.`,
  };
}

function noDifference(verdict: Verdict, isHigherBetter: boolean): string {
  const { difference: mean, low, high } = verdict.statistics!;
  if (mean === 0 && low === 0 && high === 0) return 'Both are the same to the last digit in every seed.';
  // As how much better B is, so that the sentence reads the same for every metric.
  const [worst, best] = isHigherBetter ? [low, high] : [-high, -low];
  const reach =
    `B may be up to ${formatNumber(Math.max(0, best))} better or ` +
    `${formatNumber(Math.max(0, -worst))} worse (95 % interval)`;
  return `${reach}, and is ${countText({ ...verdict, leader: 'b' })}.`;
}

function notesOf(verdict: Verdict, { choices }: Wording): string[] {
  return [
    ...methodNotes(verdict),
    ...leftOutNotes('A', verdict.a),
    ...leftOutNotes('B', verdict.b),
    ...lookNotes(verdict, choices),
  ];
}

function methodNotes({ method, pairs, statistics, a, b }: Verdict): string[] {
  const notes: string[] = [];
  if (method === 'welch') {
    notes.push(
      `A and B have ${pairs.length === 0 ? 'no seed' : `only ${seedCount(pairs.length)}`} in common, so they are ` +
        'compared as they are. The same seeds for both would tell more.',
    );
  }
  if (method === 'resampled') {
    notes.push(
      'The rows were cut anew for each repetition, so that repetitions share rows: the interval is widened for it.',
    );
  }
  const alone = Math.max(a.counted.length, b.counted.length) - pairs.length;
  if (method !== null && method !== 'welch' && alone > 0) {
    notes.push('Seeds that only one of them has are left out.');
  }
  if (statistics !== null && statistics.difference !== 0 && statistics.low === statistics.high) {
    notes.push('The seeds change nothing here: the difference is the same in each.');
  }
  return notes;
}

function leftOutNotes(who: 'A' | 'B', { unfinished, withoutFigure, repeated, cutShort }: Sorted): string[] {
  const runs = (count: number): string => (count === 1 ? '1 run' : `${formatCount(count)} runs`);
  const notes: string[] = [];
  if (withoutFigure > 0) {
    notes.push(
      `${runs(withoutFigure)} of ${who} ended without this figure (diverged, failed, sealed, or no such rows) and ` +
        'cannot count: what is said holds for the others.',
    );
  }
  if (unfinished > 0) notes.push(`${runs(unfinished)} of ${who} not ended yet: left out.`);
  if (repeated > 0) notes.push(`${runs(repeated)} of ${who} repeat a seed and count once.`);
  if (cutShort > 0) notes.push(`${runs(cutShort)} of ${who} ended before the last epoch that was planned.`);
  return notes;
}

/** Whoever looks at many pairs finds some that differ by chance: Bonferroni's bound says what is left then. */
function lookNotes({ kind, statistics }: Verdict, choices: number): string[] {
  if (kind !== 'better' || choices < 3) return [];
  const pairs = (choices * (choices - 1)) / 2;
  const holds = statistics!.probability * pairs < LEVEL;
  return [
    `${formatCount(pairs)} pairs can be made of ${formatCount(choices)} configurations, and one in twenty differs by ` +
      `chance alone. ${
        holds
          ? 'Allowing for all of them (Bonferroni), this difference still stands.'
          : 'Allowing for all of them (Bonferroni), this difference does not stand: repeat these two with new seeds.'
      }`,
  ];
}
