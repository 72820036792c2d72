import { fromPlace, toPlace } from './axis-range.ts';
import type { AxisScale, Range } from './curve.ts';

/** Where the values of a drawn chart stand. Pixels are CSS pixels of the canvas. */
export interface PlotFrame {
  readonly area: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  readonly x: Range;
  readonly y: Range;
  readonly xScale: AxisScale;
  readonly yScale: AxisScale;
}

/** In CSS pixels of the canvas. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** From value to pixel and back along one axis: made once, called for every point. */
export interface Projection {
  readonly pixel: (value: number) => number;
  readonly value: (pixel: number) => number;
}

export function xProjection({ area, x, xScale }: PlotFrame): Projection {
  return projection(x, xScale, area.left, area.right);
}

export function yProjection({ area, y, yScale }: PlotFrame): Projection {
  return projection(y, yScale, area.bottom, area.top);
}

function projection(range: Range, scale: AxisScale, lowPixel: number, highPixel: number): Projection {
  const low = toPlace(range.low, scale);
  const perPlace = (highPixel - lowPixel) / (toPlace(range.high, scale) - low);
  return {
    pixel: (value) => lowPixel + (toPlace(value, scale) - low) * perPlace,
    value: (pixel) => fromPlace(low + (pixel - lowPixel) / perPlace, scale),
  };
}

export function isInside({ area }: PlotFrame, px: number, py: number): boolean {
  return px >= area.left && px <= area.right && py >= area.top && py <= area.bottom;
}
