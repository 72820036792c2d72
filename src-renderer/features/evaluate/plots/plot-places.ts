import type { PlotScale, Tick } from '../../compare/plot-scale.ts';

export interface PlotAxis {
  readonly title: string;
  readonly range: readonly [number, number];
  /** In place of round numbers: levels by their place. */
  readonly ticks?: readonly Tick[] | undefined;
  /** Without free room at its ends. */
  readonly isTight?: boolean | undefined;
}

/** Where values stand, in pixels. */
export interface PlotPlaces {
  readonly x: PlotScale;
  readonly y: PlotScale;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
