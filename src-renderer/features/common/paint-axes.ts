import { fitted } from '../../charts/curve-labels.ts';
import type { ChartColors } from '../../charts/chart-look.ts';
import type { PlotFrame } from '../../charts/plot-frame.ts';
import type { Drawing } from '../../charts/svg-context.ts';
import type { PlotScale } from '../compare/plot-scale.ts';

/** The axes of a chart that draws itself. */
interface PaintedAxes {
  readonly area: PlotFrame['area'];
  readonly x: PlotScale;
  readonly y: PlotScale;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Lines through the chart; where cells fill it they would cover them. */
  readonly hasGrid: boolean;
}

/** Room that axes need around the area between them. */
export const AXIS_ROOM = { left: 54, right: 16, top: 20, bottom: 36 } as const;
const LETTER = 6.5;

/** Ticks with their labels, the title of x below at the right, that of y above at the left. */
export function paintAxes(context: Drawing, axes: PaintedAxes, colors: ChartColors): void {
  const { area, x, y, xTitle, yTitle, hasGrid } = axes;
  context.save();
  context.font = `11px ${colors.font}`;
  context.fillStyle = colors.faint;
  context.strokeStyle = colors.grid;
  context.lineWidth = 1;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const { value, text } of y.ticks) {
    const at = Math.round(y.place(value)) + 0.5;
    if (hasGrid) line(context, [area.left, at], [area.right, at]);
    context.fillText(text, area.left - 8, at);
  }
  context.textAlign = 'center';
  context.textBaseline = 'top';
  let free = -Infinity;
  for (const { value, text } of x.ticks) {
    const at = Math.round(x.place(value)) + 0.5;
    if (hasGrid) line(context, [at, area.top], [at, area.bottom]);
    const half = (text.length * LETTER) / 2;
    if (at - half < free) continue;
    free = at + half + LETTER;
    context.fillText(text, at, area.bottom + 6);
  }
  context.textAlign = 'right';
  const room = area.right - area.left;
  const widthOf = (text: string): number => context.measureText(text).width;
  context.fillText(fitted(xTitle, room, widthOf), area.right, area.bottom + 20);
  context.textAlign = 'left';
  const left = Math.max(2, area.left - AXIS_ROOM.left + 6);
  context.fillText(fitted(yTitle, room, widthOf), left, area.top - 18);
  context.restore();
}

function line(context: Drawing, from: readonly [number, number], to: readonly [number, number]): void {
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
}
