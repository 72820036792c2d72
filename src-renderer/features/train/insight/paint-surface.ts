import type { DrawnRows } from '@shared/model/insight.ts';
import { type ChartColors, readColors } from '../../../charts/chart-look.ts';
import { channelsOf, ColorScale, cssColor, mixed } from '../../../charts/color-mix.ts';
import { evenEdges, paintCells } from '../../../charts/heat-cells.ts';
import type { PlotFrame } from '../../../charts/plot-frame.ts';
import type { Drawing } from '../../../charts/svg-context.ts';
import { plotScale, type PlotScale } from '../../compare/plot-scale.ts';
import { AXIS_ROOM, paintAxes } from '../../common/paint-axes.ts';
import { finerAnswers, type Surface, type SurfaceMode, takenClass } from './surface-view.ts';

/** A surface with the rows of the table on it. */
export interface SurfaceView {
  readonly surface: Surface;
  readonly mode: SurfaceMode;
  /** Their first column is x, their second y. Null: none are shown. */
  readonly parts: readonly DrawnRows[] | null;
}

interface Layout {
  readonly area: PlotFrame['area'];
  readonly x: PlotScale;
  readonly y: PlotScale;
}

/** Tokens of classes: those of runs, which are told apart by who sees few colours. */
const HUES = 10;
/** A class that is taken without doubt is not darker, so that rows of the same colour are seen on it. */
const STRONGEST = 0.72;
const WEAKEST = 0.12;
const CELL = 3;
const MOST_CELLS = 128;
const RADIUS = 3.5;
const SMALL_RADIUS = 2.5;
const MANY = 400;

/** Where everything stands in a chart of that size. */
export function surfaceLayout({ request }: Surface, width: number, height: number): Layout {
  const area = {
    left: AXIS_ROOM.left,
    right: Math.max(AXIS_ROOM.left + 40, width - AXIS_ROOM.right),
    top: AXIS_ROOM.top,
    bottom: Math.max(AXIS_ROOM.top + 40, height - AXIS_ROOM.bottom),
  };
  const tight = { scale: 'linear', isTight: true } as const;
  return {
    area,
    x: plotScale(request.xRange, { start: area.left, end: area.right }, tight),
    y: plotScale(request.yRange, { start: area.bottom, end: area.top }, tight),
  };
}

/** The CSS variable of a class's colour, by its place among the classes. */
export function classToken(place: number): string {
  return `--run-${String(place % HUES)}`;
}

/** The tokens of a scale from the lowest answer to the highest; each is mixed with the surface, to such a share. */
export function scaleTokens(mode: SurfaceMode): {
  readonly tokens: readonly string[];
  readonly share: number;
} {
  return mode.kind === 'value'
    ? {
        tokens: ['--ramp-6', '--ramp-5', '--ramp-4', '--ramp-3', '--ramp-2', '--ramp-1', '--ramp-0'],
        share: 1,
      }
    : { tokens: ['--negative', '--surface', '--positive'], share: STRONGEST };
}

function scaleOf(mode: SurfaceMode, { surface }: ChartColors): ColorScale {
  const { tokens, share } = scaleTokens(mode);
  const from = channelsOf(surface);
  return new ColorScale(
    tokens.map((token) => cssColor(mixed(from, channelsOf(readColors(token).line), share))),
  );
}

/** Cells so small that none is seen by itself, and not more than can be drawn many times a second. */
function cellsAlong(pixels: number): number {
  return Math.max(2, Math.min(MOST_CELLS, Math.round(pixels / CELL)));
}

export function paintSurface(context: Drawing, view: SurfaceView, width: number, height: number): void {
  const { surface, parts } = view;
  const { request } = surface;
  const layout = surfaceLayout(surface, width, height);
  const { area } = layout;
  const colors = readColors('--text');
  const colorOf = answerColors(view.mode, colors);
  const columns = cellsAlong(area.right - area.left);
  const rows = cellsAlong(area.bottom - area.top);
  const answers = finerAnswers(surface, columns, rows);
  const edges = {
    x: evenEdges(area.left, area.right, columns),
    y: evenEdges(area.bottom, area.top, rows),
  };
  paintCells(context, edges, (column, row) => colorOf(answers, (column * rows + row) * surface.outputs));
  paintAxes(context, { ...layout, xTitle: request.x, yTitle: request.y, hasGrid: false }, colors);
  if (parts !== null) for (const part of parts) paintRows(context, layout, part, view, colors);
}

/** From the answers at a place, to a colour; null where they are no numbers. */
function answerColors(
  mode: SurfaceMode,
  colors: ChartColors,
): (answers: ArrayLike<number>, from: number) => string | null {
  if (mode.kind === 'classes') {
    const scales = mode.outputs.map(
      (_, k) => new ColorScale([colors.surface, readColors(classToken(k)).line], 48),
    );
    return (answers, from) => {
      if (Number.isNaN(answers[from + mode.outputs[0]!])) return null;
      const { taken, certainty } = takenClass(answers, from, mode.outputs);
      return scales[taken]!.at(WEAKEST + (STRONGEST - WEAKEST) * certainty);
    };
  }
  const scale = scaleOf(mode, colors);
  const [low, high] = mode.kind === 'value' ? [mode.low, mode.high] : [0, 1];
  return (answers, from) => {
    const value = answers[from + mode.output]!;
    return Number.isNaN(value) ? null : scale.at((value - low) / (high - low));
  };
}

/** Training rows are filled, validation rows are rings; each in the colour of what is true of it. */
function paintRows(
  context: Drawing,
  { area, x, y }: Layout,
  part: DrawnRows,
  { mode, surface }: SurfaceView,
  colors: ChartColors,
): void {
  const [xs, ys] = part.columns;
  if (xs === undefined || ys === undefined) return;
  const colorOf = truthColors(mode, colors);
  const radius = part.rows.length > MANY ? SMALL_RADIUS : RADIUS;
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
  context.clip();
  part.rows.forEach((_, n) => {
    if (!Number.isFinite(xs[n]) || !Number.isFinite(ys[n])) return;
    const color = colorOf(part.truth, n * surface.outputs);
    context.beginPath();
    context.arc(x.place(xs[n]!), y.place(ys[n]!), radius, 0, 2 * Math.PI);
    if (part.part === 'train') {
      context.fillStyle = color;
      context.fill();
      context.strokeStyle = colors.surface;
      context.lineWidth = 1;
      context.stroke();
    } else {
      context.strokeStyle = colors.surface;
      context.lineWidth = 4;
      context.stroke();
      context.strokeStyle = color;
      context.lineWidth = 1.75;
      context.stroke();
    }
  });
  context.restore();
}

function truthColors(
  mode: SurfaceMode,
  colors: ChartColors,
): (truth: ArrayLike<number>, from: number) => string {
  if (mode.kind === 'classes') {
    const tokens = mode.outputs.map((_, k) => readColors(classToken(k)).line);
    return (truth, from) => tokens[mode.outputs.findIndex((k) => truth[from + k] === 1)] ?? colors.faint;
  }
  if (mode.kind === 'probability') {
    const [no, yes] = [readColors('--negative').line, readColors('--positive').line];
    return (truth, from) => (truth[from + mode.output] === 1 ? yes : no);
  }
  const scale = scaleOf(mode, colors);
  return (truth, from) => scale.at((truth[from + mode.output]! - mode.low) / (mode.high - mode.low));
}
