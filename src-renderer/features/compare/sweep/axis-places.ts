import type { SweepAxis } from '@shared/compare/sweep-axes.ts';
import { plotScale } from '../plot-scale.ts';

/** Where the runs stand on an axis, and what is written beside it. */
export interface AxisPlaces {
  /** Pixels, for each run; NaN where it has no place. */
  readonly places: readonly number[];
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  readonly isLog: boolean;
}

/** Values that stand for themselves on an axis; more of them get no name each. */
const MOST_NAMED = 12;

/** An axis of a setting: a scale for numbers, logarithmic where they span much; else a place for each value. */
export function settingPlaces(axis: SweepAxis, pixels: { start: number; end: number }): AxisPlaces {
  if (!axis.isNumeric || axis.values.includes(undefined)) return categoryPlaces(axis.texts, pixels);
  return numberPlaces(axis.values as readonly number[], pixels);
}

/** Null and what is not finite has no place. */
export function numberPlaces(
  values: readonly (number | null)[],
  pixels: { start: number; end: number },
): AxisPlaces {
  const scale = plotScale(
    values.filter((value): value is number => value !== null),
    pixels,
  );
  return {
    places: values.map((value) => (value !== null && Number.isFinite(value) ? scale.place(value) : NaN)),
    ticks: scale.ticks.map(({ value, text }) => ({ at: scale.place(value), text })),
    isLog: scale.scale === 'log',
  };
}

function categoryPlaces(
  texts: readonly string[],
  { start, end }: { start: number; end: number },
): AxisPlaces {
  const names = [...new Set(texts)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const at = new Map(names.map((name, k) => [name, start + ((k + 0.5) / names.length) * (end - start)]));
  const every = Math.ceil(names.length / MOST_NAMED);
  return {
    places: texts.map((text) => at.get(text)!),
    ticks: names.filter((_, k) => k % every === 0).map((name) => ({ at: at.get(name)!, text: name })),
    isLog: false,
  };
}
