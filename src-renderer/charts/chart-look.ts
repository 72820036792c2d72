import type { ChartOptions } from 'chart.js';
import { MOST_TICKS, thinTicks, tickLabel } from './axis-ticks.ts';
import type { AxisScale, Range } from './curve.ts';
import type { Drawing } from './svg-context.ts';

/** What all charts have in common: colours of the style sheet, axes, and lines across them. */
export interface ChartColors {
  line: string;
  grid: string;
  faint: string;
  text: string;
  bad: string;
  good: string;
  surface: string;
  font: string;
}

/** Canvas knows no CSS variables: the values are read whenever a chart is drawn, so that a new theme shows. */
export function readColors(lineToken: string): ChartColors {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    line: read(lineToken),
    grid: read('--chart-grid'),
    faint: read('--chart-text'),
    text: read('--text'),
    bad: read('--bad'),
    good: read('--ok'),
    surface: read('--surface'),
    font: read('--font'),
  };
}

/** Options of a line chart that leaves so many pixels free at its right. */
export function baseOptions(roomAtRight: number): ChartOptions<'line'> {
  return {
    parsing: false,
    normalized: true,
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    spanGaps: false,
    events: [],
    layout: layoutWith(roomAtRight),
  };
}

export function layoutWith(roomAtRight: number) {
  return { padding: { top: 8, right: roomAtRight, bottom: 0, left: 0 } };
}

/** An axis; without a range it takes that of the values. `most`: labels that it has room for. */
export function axis(
  scale: AxisScale,
  colors: ChartColors,
  title: string,
  range?: Range,
  most: number = MOST_TICKS,
) {
  const font = { family: colors.font, size: 11 };
  return {
    type: scale === 'log' ? ('logarithmic' as const) : ('linear' as const),
    grid: { color: colors.grid, drawTicks: false },
    border: { display: false },
    ...(range === undefined ? {} : { min: range.low, max: range.high }),
    ticks: {
      color: colors.faint,
      font,
      padding: 8,
      maxTicksLimit: most,
      maxRotation: 0,
      includeBounds: range === undefined,
      callback: (value: number | string) => tickLabel(Number(value)),
    },
    afterBuildTicks: thinTicks(scale, most < MOST_TICKS ? most : Infinity),
    title: { display: title !== '', text: title, color: colors.faint, font },
  };
}

export function verticalLine(
  ctx: Drawing,
  area: { top: number; bottom: number },
  x: number,
  color: string,
  dash: number[],
): void {
  ctx.beginPath();
  ctx.setLineDash(dash);
  ctx.strokeStyle = color;
  ctx.lineWidth = 1;
  ctx.moveTo(Math.round(x) + 0.5, area.top);
  ctx.lineTo(Math.round(x) + 0.5, area.bottom);
  ctx.stroke();
}
