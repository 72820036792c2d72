import { describe, expect, it } from 'vitest';
import { type Importance, settingImportance } from '@shared/compare/importance.ts';
import { Random } from '@shared/core/random.ts';
import { campaignSize, SEED } from '../../helpers/campaign.ts';

/** A random search whose score depends on the rate (a valley) and a little on the width, and not at all on the rest. */
function planted(random: Random, count: number) {
  const draw = <T>(make: () => T): T[] => Array.from({ length: count }, make);
  const rate = draw(() => 10 ** (-4 + 3 * random.uniform()));
  const width = draw(() => 8 * (1 + random.below(3)));
  const activation = draw(() => ['relu', 'tanh', 'gelu'][random.below(3)]!);
  const momentum = draw(() => random.uniform());
  const scores = rate.map((value, k) => (Math.log10(value) + 2) ** 2 + 8 / width[k]! + 0.1 * random.normal());
  return {
    settings: new Map<string, (string | number)[]>([
      ['rate', rate],
      ['width', width],
      ['activation', activation],
      ['momentum', momentum],
    ]),
    scores,
  };
}

const shareOf = (importance: Importance | null, path: string) =>
  importance!.shares.find((setting) => setting.path === path)!;

describe('how much settings matter', () => {
  it('by hand: two groups of five, all scatter between them', () => {
    const scores = [1, 1, 1, 1, 1, 3, 3, 3, 3, 3];
    const settings = new Map<string, (boolean | number)[]>([
      ['a', scores.map((score) => score > 2)],
      ['same', scores.map(() => 7)],
    ]);
    const importance = settingImportance({ settings, scores });
    // SS_total = 10, nothing within: ε² = 1. Only 2 of the 252 ways to deal two fives reach that.
    expect(shareOf(importance, 'a')).toMatchObject({ share: 1 });
    expect(shareOf(importance, 'a').probability).toBeLessThan(0.03);
    expect(shareOf(importance, 'same').share).toBe(0);
  });

  it('by hand: ε² takes off what chance gives', () => {
    // Groups (1, 2, 3, 4, 5) and (3, 4, 5, 6, 7): SS_total = 30, within = 20, ε² = (30 − 20 − 20/8) / 30 = 0.25.
    const scores = [1, 2, 3, 4, 5, 3, 4, 5, 6, 7];
    const settings = new Map([['a', scores.map((_, k) => k < 5)]]);
    expect(shareOf(settingImportance({ settings, scores }), 'a').share).toBeCloseTo(0.25, 12);
  });

  it('says nothing with fewer than ten configurations', () => {
    const { settings, scores } = planted(new Random(1, 'few'), 9);
    expect(settingImportance({ settings, scores })).toBeNull();
    const gone = planted(new Random(1, 'gone'), 12);
    expect(
      settingImportance({ ...gone, scores: gone.scores.map((score, k) => (k < 4 ? NaN : score)) }),
    ).toBeNull();
  });

  it('leaves out what has no figure, and looks at wide figures by their logarithm', () => {
    const { settings, scores: raw } = planted(new Random(1, 'out'), 40);
    const scores = raw.map((score) => score + 10);
    const importance = settingImportance({
      settings,
      scores: scores.map((score, k) => (k === 3 ? null : score)),
    });
    expect(importance).toMatchObject({ counted: 39, leftOut: 1, isLog: false });
    const wide = settingImportance({ settings, scores: scores.map((score) => Math.exp(5 * score)) });
    expect(wide).toMatchObject({ isLog: true });
    expect(wide!.shares[0]!.path).toBe('rate');
  });

  it('is the same for the same runs', () => {
    const input = planted(new Random(1, 'same'), 30);
    expect(settingImportance(input)).toEqual(settingImportance(input));
  });
});

const CASES = campaignSize(60, 1_000);

describe(`on planted sweeps (SEED=${String(SEED)})`, () => {
  it('puts the setting that matters first, and calls the others chance in most cases', () => {
    let [first, sure, alarms] = [0, 0, 0];
    for (let k = 0; k < CASES; k++) {
      const importance = settingImportance(planted(new Random(SEED + k, 'importance'), 40));
      if (importance!.shares[0]!.path === 'rate') first += 1;
      if (shareOf(importance, 'rate').probability < 0.05) sure += 1;
      for (const path of ['activation', 'momentum'])
        if (shareOf(importance, path).probability < 0.05) alarms += 1;
    }
    expect(first / CASES).toBeGreaterThan(0.95);
    expect(sure / CASES).toBeGreaterThan(0.95);
    // 5 %, and three standard errors of 120 settings.
    expect(alarms / (2 * CASES)).toBeLessThan(0.11);
  });
});
