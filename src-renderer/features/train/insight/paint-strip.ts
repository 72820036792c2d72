import { formatCount } from '@shared/core/text.ts';
import { readColors } from '../../../charts/chart-look.ts';
import { ColorScale } from '../../../charts/color-mix.ts';
import { edgesBetween, evenEdges, paintCells } from '../../../charts/heat-cells.ts';
import type { PlotFrame } from '../../../charts/plot-frame.ts';
import type { Drawing } from '../../../charts/svg-context.ts';
import { plotScale, type PlotScale } from '../../compare/plot-scale.ts';
import { AXIS_ROOM, paintAxes } from '../../common/paint-axes.ts';
import type { Strip } from './histogram-strip.ts';

/** A strip with the one moment that is looked at closely. */
interface StripView {
  readonly strip: Strip;
  readonly colorToken: string;
  /** Index of the moment whose histogram stands beside the strip. */
  readonly chosen: number;
  /** Marked by a line, if it is not the last one. */
  readonly isMarked: boolean;
}

/** Room for the histogram of one moment, beside the strip. */
const PROFILE = 84;
const GAP = 10;
/** Few values are seen as well as many. */
const GAMMA = 0.55;

interface Layout {
  readonly area: PlotFrame['area'];
  readonly x: PlotScale;
  readonly y: PlotScale;
}

/** Where everything of a strip stands in a chart of that size. */
export function stripLayout(strip: Strip, width: number, height: number): Layout {
  const area = {
    left: AXIS_ROOM.left,
    right: Math.max(AXIS_ROOM.left + 40, width - AXIS_ROOM.right - PROFILE - GAP),
    top: AXIS_ROOM.top,
    bottom: Math.max(AXIS_ROOM.top + 20, height - AXIS_ROOM.bottom),
  };
  const [first = 0, last = 1] = [strip.epochs[0], strip.epochs.at(-1)];
  const x = plotScale(
    last > first ? [first, last] : [first, first + 1],
    { start: area.left, end: area.right },
    { scale: 'linear', isTight: true },
  );
  const y = plotScale(
    [strip.min, strip.max],
    { start: area.bottom, end: area.top },
    { scale: 'linear', isTight: true, ticks: 4 },
  );
  return { area, x, y };
}

/** Time from left to right, values from bottom to top, the darker the more there are; one moment's histogram at the right. */
export function paintStrip(context: Drawing, view: StripView, width: number, height: number): void {
  const { strip, chosen } = view;
  const layout = stripLayout(strip, width, height);
  const { area, x } = layout;
  const colors = readColors(view.colorToken);
  const scale = new ColorScale([colors.surface, colors.line, colors.text]);
  const edges = {
    x: edgesBetween(
      strip.epochs.map((epoch) => x.place(epoch)),
      area.left,
      area.right,
    ),
    y: evenEdges(area.bottom, area.top, strip.rows),
  };
  paintCells(context, edges, (column, row) => {
    const share = strip.shares[column * strip.rows + row]!;
    // The last third of the scale, towards the text, is for what stands out.
    return share === 0 ? null : scale.at(0.06 + 0.74 * (share / strip.largest) ** GAMMA);
  });
  paintAxes(context, { ...layout, xTitle: 'epoch', yTitle: '', hasGrid: false }, colors);
  if (view.isMarked) mark(context, layout, strip.epochs[chosen] ?? 0, colors.text);
  profile(context, layout, view, colors.line);
}

function mark(context: Drawing, { area, x }: Layout, epoch: number, color: string): void {
  const at = Math.round(x.place(epoch)) + 0.5;
  context.save();
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(at, area.top);
  context.lineTo(at, area.bottom);
  context.stroke();
  context.restore();
}

function profile(
  context: Drawing,
  { area }: Layout,
  { strip, chosen, isMarked }: StripView,
  color: string,
): void {
  const { rows } = strip;
  const shares = strip.shares.subarray(chosen * rows, (chosen + 1) * rows);
  const most = shares.reduce((found, share) => Math.max(found, share), 0);
  const left = area.right + GAP;
  const height = (area.bottom - area.top) / rows;
  const colors = readColors('--text');
  context.save();
  context.fillStyle = color;
  shares.forEach((share, row) => {
    if (share === 0) return;
    const top = area.bottom - (row + 1) * height;
    context.fillRect(left, top, Math.max(1, (share / most) * PROFILE), height);
  });
  context.fillStyle = colors.grid;
  context.fillRect(left, area.top, 1, area.bottom - area.top);
  context.fillStyle = isMarked ? colors.text : colors.faint;
  context.font = `11px ${colors.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'bottom';
  context.fillText(`epoch ${formatCount(strip.epochs[chosen] ?? 0)}`, left, area.top - 4);
  context.restore();
}
