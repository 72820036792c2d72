import type { Random } from '../core/random.ts';
import type { SettingValue } from '../model/settings.ts';
import type { SweptRange, SweptSetting } from '../model/sweep.ts';

/**
 * Digits that a number of a range keeps: few enough to be read, and that the last bits of a logarithm, which differ from
 * machine to machine, do not show.
 */
const DIGITS = 6;

/** Values of a setting in a grid, each once: as they are listed, or evenly spaced from one end of the range to the other. */
export function gridValues(setting: SweptSetting, isWhole: boolean): SettingValue[] {
  if ('values' in setting) return distinct(setting.values);
  const { range } = setting;
  const last = Math.max(1, range.steps - 1);
  return distinct(Array.from({ length: range.steps }, (_, k) => at(range, k / last, isWhole)));
}

/** One value, drawn: any of those listed with the same chance, or any number of the range, evenly by its scale. */
export function drawValue(setting: SweptSetting, isWhole: boolean, random: Random): SettingValue {
  if ('values' in setting) return setting.values[random.below(setting.values.length)] ?? null;
  const { range } = setting;
  if (!isWhole) return at(range, random.uniform(), false);
  const { from, to, scale } = range;
  if (scale === 'linear') return from + random.below(to - from + 1);
  // Each whole number stands for the stretch up to the next one.
  return within(range, Math.floor(from * ((to + 1) / from) ** random.uniform()));
}

/** How many different values a draw may give; infinite for numbers that are not whole. */
export function countValues(setting: SweptSetting, isWhole: boolean): number {
  if ('values' in setting) return distinct(setting.values).length;
  const { from, to } = setting.range;
  if (from === to) return 1;
  return isWhole ? to - from + 1 : Infinity;
}

/** The number at a share of the way through the range. */
function at(range: SweptRange, share: number, isWhole: boolean): number {
  const { from, to, scale } = range;
  if (share === 0) return from;
  if (share === 1) return to;
  const value = scale === 'log' ? from * (to / from) ** share : from + (to - from) * share;
  return within(range, isWhole ? Math.round(value) : Number(value.toPrecision(DIGITS)));
}

/** Rounding may lead out of the range by a little. */
function within({ from, to }: SweptRange, value: number): number {
  return Math.min(to, Math.max(from, value));
}

/** Lists of layers are compared by what they hold. */
function distinct(values: readonly SettingValue[]): SettingValue[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
