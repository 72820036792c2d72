import { describe, expect, it } from 'vitest';
import type { Measurement } from '@shared/compare/measurements.ts';
import { type Verdict, verdictOn } from '@shared/compare/verdict.ts';
import { verdictWords } from '@shared/compare/verdict-words.ts';
import { Random } from '@shared/core/random.ts';
import { campaignSize, SEED } from '../../helpers/campaign.ts';

/** Repetitions 1, 2, 3, …, or with the seeds that are named. */
function runs(values: readonly (number | null)[], seeds?: readonly number[]): Measurement[] {
  return values.map((value, k) => {
    const seed = seeds?.[k] ?? k + 1;
    const own = { network: seed, training: seed, split: 1, fold: 0 };
    return { runId: `run_${String(k)}`, seeds: own, status: 'finished', value };
  });
}

const judge = (a: Measurement[], b: Measurement[], isHigherBetter = false, overlap = 0): Verdict =>
  verdictOn({ a, b, isHigherBetter, overlap });

const words = (verdict: Verdict, { isHigherBetter = false, choices = 2 } = {}) =>
  verdictWords(verdict, { isHigherBetter, choices });

const LOSSES = [0.31, 0.29, 0.35, 0.3, 0.33, 0.28, 0.34, 0.32];
const BETTER = LOSSES.map((loss, k) => loss - 0.05 - 0.002 * (k % 3));

describe('the verdict', () => {
  it('finds B better where it is lower in every seed, and the other way round where higher is better', () => {
    expect(judge(runs(LOSSES), runs(BETTER))).toMatchObject({
      kind: 'better',
      leader: 'b',
      method: 'paired',
      wins: 8,
      comparisons: 8,
    });
    expect(judge(runs(LOSSES), runs(BETTER), true)).toMatchObject({ kind: 'better', leader: 'a', wins: 0 });
    expect(judge(runs(BETTER), runs(LOSSES))).toMatchObject({ kind: 'better', leader: 'a', wins: 0 });
  });

  it('pairs by seed, whatever the order of the runs', () => {
    const shuffled = runs([BETTER[2]!, BETTER[0]!, BETTER[4]!, BETTER[1]!, BETTER[3]!], [3, 1, 5, 2, 4]);
    const { pairs } = judge(runs(LOSSES.slice(0, 5)), shuffled);
    expect(pairs.map(({ name }) => name)).toEqual(['seed 1', 'seed 2', 'seed 3', 'seed 4', 'seed 5']);
    for (const { difference } of pairs) expect(difference).toBeLessThan(-0.049);
  });

  it.each([0, 1, 2])('says nothing with %i seeds in common', (count) => {
    const verdict = judge(runs(LOSSES.slice(0, count)), runs(BETTER.slice(0, count)));
    expect(verdict).toMatchObject({ kind: 'few', statistics: null });
    expect(words(verdict).because).toContain('It takes 3 at least');
  });

  it('with three or four seeds decides only where all agree and chance is below 1 %', () => {
    const agree = judge(runs([0.31, 0.29, 0.35]), runs([0.21, 0.192, 0.249]));
    expect(agree).toMatchObject({ kind: 'better', leader: 'b' });
    // All agree, but scatter so much that p = 0.06.
    const loose = judge(runs([0.31, 0.29, 0.35, 0.3]), runs([0.3, 0.2, 0.25, 0.28]));
    expect(loose).toMatchObject({ kind: 'few', leader: 'b' });
    expect(words(loose).because).toContain('ahead in 4 of 4 seeds');
  });

  it('sees no difference where there is none, and says how large one may be', () => {
    const verdict = judge(runs(LOSSES), runs(LOSSES.map((loss, k) => loss + (k % 2 === 0 ? 0.004 : -0.004))));
    expect(verdict).toMatchObject({ kind: 'none', leader: null, wins: 4 });
    const { title, because } = words(verdict);
    expect(title).toBe('No difference to see');
    expect(because).toMatch(/^B may be up to 0\.003\d+ better or 0\.003\d+ worse \(95 % interval\)/);
  });

  it('calls one lucky seed by its name', () => {
    const lucky = LOSSES.map((loss, k) => (k === 2 ? loss - 0.2 : loss + 0.002 * ((k % 3) - 1)));
    const verdict = judge(runs(LOSSES), runs(lucky));
    expect(verdict).toMatchObject({ kind: 'lucky', leader: 'b', lucky: { name: 'seed 3', of: 'b' } });
    const { title, because } = words(verdict);
    expect(title).toBe('One lucky seed');
    expect(because).toContain('Without seed 3 the difference is gone');
  });

  it('tells a lucky seed of the one from an unlucky seed of the other', () => {
    const unlucky = LOSSES.map((loss, k) => (k === 4 ? loss + 0.3 : loss));
    const scattered = LOSSES.map((loss, k) => loss + 0.002 * ((k % 3) - 1));
    const verdict = judge(runs(unlucky), runs(scattered));
    expect(verdict).toMatchObject({ kind: 'lucky', leader: 'b', lucky: { name: 'seed 5', of: 'a' } });
    expect(words(verdict)).toMatchObject({ title: 'One unlucky seed' });
  });

  it('keeps a real difference although one seed is far ahead of the others', () => {
    const ahead = BETTER.map((loss, k) => (k === 2 ? loss - 0.1 : loss));
    expect(judge(runs(LOSSES), runs(ahead))).toMatchObject({ kind: 'better', leader: 'b' });
  });

  it('compares runs without common seeds as they are, and says so', () => {
    const others = [11, 12, 13, 14, 15, 16, 17, 18];
    const verdict = judge(
      runs(LOSSES),
      runs(
        BETTER.map((loss) => loss - 0.05),
        others,
      ),
    );
    expect(verdict).toMatchObject({ kind: 'better', method: 'welch', wins: 64, comparisons: 64, pairs: [] });
    expect(words(verdict).notes.join()).toContain('A and B have no seed in common');
  });

  it('widens the interval where repetitions share rows', () => {
    const width = ({ statistics }: Verdict) => statistics!.high - statistics!.low;
    const folds = judge(runs(LOSSES), runs(BETTER), false, 1 / 4);
    expect(folds.method).toBe('resampled');
    expect(width(folds)).toBeCloseTo(width(judge(runs(LOSSES), runs(BETTER))) * Math.sqrt(1 + 8 / 4), 10);
  });

  it('leaves out what cannot count, and says what', () => {
    const a = runs([...LOSSES, 0.3], [1, 2, 3, 4, 5, 6, 7, 8, 8]);
    const b = runs([...BETTER.slice(0, 6), null, NaN]);
    const unfinished = b.map((run, k) => (k === 0 ? { ...run, status: 'running' as const } : run));
    const verdict = judge(a, unfinished);
    expect(verdict.comparisons).toBe(5);
    expect(verdict.a).toMatchObject({ repeated: 1 });
    expect(verdict.b).toMatchObject({ unfinished: 1, withoutFigure: 2 });
    expect(words(verdict).notes.join(' ')).toMatch(
      /2 runs of B .* 1 run of B .*1 run of A|1 run of A .*2 runs of B/s,
    );
  });

  it('knows runs that are the same to the last digit, and seeds that change nothing', () => {
    const same = judge(runs(LOSSES), runs(LOSSES));
    expect(same.kind).toBe('none');
    expect(words(same).because).toBe('Both are the same to the last digit in every seed.');
    const exact = judge(runs([0.5, 0.5, 0.5, 0.5, 0.5]), runs([0.25, 0.25, 0.25, 0.25, 0.25]));
    expect(exact).toMatchObject({ kind: 'better', statistics: { low: -0.25, high: -0.25, probability: 0 } });
    expect(words(exact).notes.join()).toContain('The seeds change nothing here');
  });

  it('warns whoever may look at many pairs', () => {
    const verdict = judge(runs(LOSSES), runs(BETTER));
    expect(words(verdict, { choices: 12 }).notes.join()).toContain(
      '66 pairs can be made of 12 configurations',
    );
    expect(words(verdict, { choices: 2 }).notes).toEqual([]);
  });
});

/** Seeds share a part of their luck, as runs from the same initial weights on the same rows do. */
function planted(random: Random, count: number, effect: number, lucky = 0) {
  const shared = Array.from({ length: count }, () => 0.3 * Math.exp(0.2 * random.normal()));
  const a = shared.map((value) => value + 0.02 * random.normal());
  const at = random.below(count);
  const b = shared.map((value, k) => value - effect + 0.02 * random.normal() - (k === at ? lucky : 0));
  return { a, b, luckyName: `seed ${String(at + 1)}` };
}

const CASES = campaignSize(2_000, 50_000);

describe(`on planted cases (SEED=${String(SEED)})`, () => {
  const share = (
    count: number,
    effect: number,
    wanted: (verdict: Verdict, luckyName: string) => boolean,
    lucky = 0,
  ) => {
    const random = new Random(SEED, `verdict ${String(count)} ${String(effect)} ${String(lucky)}`);
    let met = 0;
    for (let k = 0; k < CASES; k++) {
      const { a, b, luckyName } = planted(random, count, effect, lucky);
      if (wanted(judge(runs(a), runs(b)), luckyName)) met += 1;
    }
    return met / CASES;
  };

  /** 5 %, and 1 % with few seeds; three standard errors of 2,000 cases more. */
  it.each([
    [3, 0.017],
    [4, 0.017],
    [5, 0.065],
    [8, 0.065],
    [20, 0.065],
  ])('with %i seeds calls two alike configurations different in at most %f of the cases', (count, most) => {
    expect(share(count, 0, ({ kind }) => kind === 'better')).toBeLessThanOrEqual(most);
  });

  it.each([
    [5, 0.1],
    [8, 0.06],
    [20, 0.03],
  ])('with %i seeds finds B better by %f, where seeds scatter by 0.02', (count, effect) => {
    expect(share(count, effect, ({ kind, leader }) => kind === 'better' && leader === 'b')).toBeGreaterThan(
      0.95,
    );
    expect(share(count, effect, ({ kind, leader }) => kind === 'better' && leader === 'a')).toBe(0);
  });

  it.each([5, 8, 20])('with %i seeds names the one lucky seed', (count) => {
    const named = share(count, 0, ({ kind, lucky }, name) => kind === 'lucky' && lucky?.name === name, 0.5);
    expect(named).toBeGreaterThan(0.9);
    expect(share(count, 0, ({ kind }) => kind === 'better', 0.5)).toBeLessThan(0.065);
  });

  it('is not misled by skewed figures, as losses have', () => {
    const random = new Random(SEED, 'skewed');
    let alarms = 0;
    for (let k = 0; k < CASES; k++) {
      const draw = () => Array.from({ length: 8 }, () => Math.exp(random.normal()));
      if (judge(runs(draw()), runs(draw())).kind === 'better') alarms += 1;
    }
    expect(alarms / CASES).toBeLessThan(0.065);
  });
});
