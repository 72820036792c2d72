import { createEncoder } from '@shared/data/encode.ts';
import { readDate } from '@shared/data/read-date.ts';
import type {
  ModelDateInput,
  ModelInput,
  ModelLevelsInput,
  ModelNumberInput,
} from '@shared/model/model-file.ts';
import { describe, expect, it } from 'vitest';

/** The features that an input column gives for a value. */
function encode(input: ModelInput, value: number): number[] {
  const encoder = createEncoder(input);
  const features = new Array<number>(encoder.features);
  encoder.encode(value, (number, feature) => {
    features[feature] = number;
  });
  return features;
}

const range = { min: 0, max: 1, mean: 0.5 };
const number: ModelNumberInput = { name: 'n', transform: { kind: 'standard', shift: 5, scale: 2 }, range };
const category: ModelLevelsInput = {
  type: 'category',
  name: 'c',
  levels: ['p', 'q', 'r'],
  counts: [4, 0, 1],
  encoding: 'one-hot',
  transform: { kind: 'none', shift: 0, scale: 1 },
};
const ordinal: ModelLevelsInput = {
  ...category,
  encoding: 'ordinal',
  transform: { kind: 'standard', shift: 0.5, scale: 0.25 },
};

describe('a number', () => {
  it.each([
    [9, 2],
    [5, 0],
    [-1e6, -500_002.5],
  ])('%d is scaled to %d', (value, scaled) => {
    expect(encode(number, value)).toEqual([scaled]);
  });

  it.each<[string, Partial<ModelNumberInput>, number, number[]]>([
    ['without a rule', {}, NaN, [NaN]],
    ['filled, then scaled', { missing: { fill: 9, indicator: false } }, NaN, [2]],
    ['filled and marked', { missing: { fill: 9, indicator: true } }, NaN, [2, 1]],
    ['there, and so not marked', { missing: { fill: 9, indicator: true } }, 7, [1, 0]],
    ['0, which is a value', { missing: { fill: 9, indicator: true } }, 0, [-2.5, 0]],
  ])('that may be missing: %s', (_what, settings, value, features) => {
    expect(encode({ ...number, ...settings }, value)).toEqual(features);
  });
});

describe('a category', () => {
  it.each<[string, ModelLevelsInput, number, number[]]>([
    ['one-hot: the first', category, 0, [1, 0, 0]],
    ['one-hot: the last', category, 2, [0, 0, 1]],
    ['one-hot: one without training rows is as none', category, 1, [0, 0, 0]],
    ['one-hot: missing without a rule', category, NaN, [NaN, NaN, NaN]],
    ['by order: the first', ordinal, 0, [-2]],
    ['by order: the last', ordinal, 2, [6]],
    ['by order: one without training rows has its place like any other', ordinal, 1, [2]],
  ])('%s', (_what, input, value, features) => {
    expect(encode(input, value)).toEqual(features);
  });

  it.each<[string, ModelLevelsInput, string | null, number[]]>([
    ['one-hot as none of the levels', category, null, [0, 0, 0]],
    ['one-hot as the most frequent level', category, 'p', [1, 0, 0]],
    ['by order as none of the levels: the mean', ordinal, null, [0]],
    ['by order as the most frequent level', ordinal, 'r', [6]],
  ])('that is missing: %s', (_what, input, fill, features) => {
    expect(encode({ ...input, missing: { fill, indicator: false } }, NaN)).toEqual(features);
    expect(encode({ ...input, missing: { fill, indicator: true } }, NaN)).toEqual([...features, 1]);
    expect(encode({ ...input, missing: { fill, indicator: true } }, 0).at(-1)).toBe(0);
  });
});

describe('yes or no', () => {
  const yesOrNo: ModelLevelsInput = {
    ...category,
    type: 'boolean',
    levels: ['no', 'yes'],
    counts: [1, 1],
    encoding: 'ordinal',
    missing: { fill: 'yes', indicator: true },
  };

  it.each([
    [0, [0, 0]],
    [1, [1, 0]],
    [NaN, [1, 1]],
  ])('%d is %j', (value, features) => {
    expect(encode(yesOrNo, value)).toEqual(features);
  });
});

describe('a date', () => {
  const date: ModelDateInput = {
    type: 'date',
    name: 'd',
    format: 'iso',
    parts: 'time-and-day-cycles',
    transform: { kind: 'standard', shift: 100, scale: 10 },
    range,
  };
  const circle = (place: number) => [Math.sin(2 * Math.PI * place), Math.cos(2 * Math.PI * place)];

  it.each<[day: string, year: number, week: number, time: number]>([
    ['1970-01-01', 0, 3 / 7, 0], // a Thursday
    ['1970-01-05', 4 / 365, 0, 0], // a Monday
    ['2024-07-01 12:00', 182.5 / 366, 0.5 / 7, 0.5], // a Monday in a leap year
    ['2026-11-22 18:00', 325.75 / 365, 6.75 / 7, 0.75], // a Sunday
    ['1969-12-31 06:00', 364.25 / 365, 2.25 / 7, 0.25],
    ['1900-03-01', 59 / 365, 3 / 7, 0], // no leap year
    ['0050-07-02 12:00', 182.5 / 365, 5.5 / 7, 0.5],
  ])('%s is so far into its year, week (from Monday) and day', (text, year, week, time) => {
    const days = readDate(text, 'iso');
    const [scaled, ...cycles] = encode(date, days);
    expect(scaled).toBe((days - 100) / 10);
    [...circle(year), ...circle(week), ...circle(time)].forEach((expected, k) => {
      // A day is told to 1e-11 of a week in the first century, where days are many.
      expect(cycles[k]).toBeCloseTo(expected, 10);
    });
  });

  it.each([
    ['time', 1],
    ['time-and-cycles', 5],
    ['time-and-day-cycles', 7],
  ] as const)('taken as %s gives %i values', (parts, count) => {
    expect(createEncoder({ ...date, parts }).features).toBe(count);
    expect(encode({ ...date, parts }, 42.5)).toEqual(encode(date, 42.5).slice(0, count));
  });

  it('that is missing takes its cycles from what stands in for it', () => {
    const missing = { ...date, missing: { fill: 42.5, indicator: true } };
    expect(encode(missing, NaN)).toEqual([...encode(date, 42.5), 1]);
  });

  it('puts 31 December beside 1 January', () => {
    const [, sineEnd = 0, cosineEnd = 0] = encode(date, readDate('2025-12-31', 'iso'));
    const [, sineStart = 0, cosineStart = 0] = encode(date, readDate('2026-01-01', 'iso'));
    expect(Math.hypot(sineEnd - sineStart, cosineEnd - cosineStart)).toBeLessThan((2 * Math.PI) / 365);
  });
});
