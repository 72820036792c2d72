import { type ChartColors, readColors } from '../../../charts/chart-look.ts';
import type { PlotFrame } from '../../../charts/plot-frame.ts';
import type { Drawing } from '../../../charts/svg-context.ts';
import { plotScale, type PlotScale } from '../../compare/plot-scale.ts';
import { AXIS_ROOM, paintAxes } from '../../common/paint-axes.ts';
import { type AnsweredRow, type AnswersMode, certaintyShares } from './answers-view.ts';

/** Rows with their answers, and what of them is shown. */
export interface AnswersView {
  readonly rows: readonly AnsweredRow[];
  readonly mode: AnswersMode;
  /** The CSS variable of the run's colour. */
  readonly colorToken: string;
}

/** From 0 to 1, a twentieth each. */
const BINS = 20;
const RADIUS = 3;
const SMALL_RADIUS = 2;
const MANY = 500;
const PARTS = ['train', 'validation'] as const;

function areaOf(width: number, height: number): PlotFrame['area'] {
  return {
    left: AXIS_ROOM.left,
    right: Math.max(AXIS_ROOM.left + 40, width - AXIS_ROOM.right),
    top: AXIS_ROOM.top,
    bottom: Math.max(AXIS_ROOM.top + 40, height - AXIS_ROOM.bottom),
  };
}

export function paintAnswers(context: Drawing, view: AnswersView, width: number, height: number): void {
  const colors = readColors(view.colorToken);
  const area = areaOf(width, height);
  if (view.mode.kind === 'number') paintScatter(context, area, view, view.mode, colors);
  else paintCertainty(context, area, view.rows, colors);
}

/** What is true across, what is answered up: on the diagonal the network is right. */
function paintScatter(
  context: Drawing,
  area: PlotFrame['area'],
  { rows }: AnswersView,
  { low, high }: Extract<AnswersMode, { kind: 'number' }>,
  colors: ChartColors,
): void {
  const tight = { scale: 'linear', isTight: true } as const;
  const x = plotScale([low, high], { start: area.left, end: area.right }, tight);
  const y = plotScale([low, high], { start: area.bottom, end: area.top }, tight);
  paintAxes(context, { area, x, y, xTitle: 'true', yTitle: 'answer', hasGrid: true }, colors);
  context.save();
  context.strokeStyle = colors.faint;
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.beginPath();
  context.moveTo(x.place(low), y.place(low));
  context.lineTo(x.place(high), y.place(high));
  context.stroke();
  context.setLineDash([]);
  const radius = rows.length > MANY ? SMALL_RADIUS : RADIUS;
  for (const part of PARTS) {
    for (const row of rows) if (row.part === part) dot(context, row, { area, x, y }, radius, colors);
  }
  context.restore();
}

/** An answer beyond the axis stands at its end, as a dot cut in half. */
function dot(
  context: Drawing,
  { part, truth, answer }: AnsweredRow,
  { area, x, y }: { area: PlotFrame['area']; x: PlotScale; y: PlotScale },
  radius: number,
  colors: ChartColors,
): void {
  if (!Number.isFinite(answer) || !Number.isFinite(truth)) return;
  const [px, exact] = [x.place(truth), y.place(answer)];
  const py = Math.max(area.top, Math.min(area.bottom, exact));
  context.beginPath();
  if (py === exact) context.arc(px, py, radius, 0, 2 * Math.PI);
  else
    context.arc(px, py, radius + 1, py === area.top ? 0 : Math.PI, py === area.top ? Math.PI : 2 * Math.PI);
  if (part === 'train') {
    context.globalAlpha = 0.6;
    context.fillStyle = colors.line;
    context.fill();
  } else {
    context.globalAlpha = 1;
    context.strokeStyle = colors.text;
    context.lineWidth = 1.25;
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** How sure the network is of what is true: bars of the training rows, an outline of the validation rows. */
function paintCertainty(
  context: Drawing,
  area: PlotFrame['area'],
  rows: readonly AnsweredRow[],
  colors: ChartColors,
): void {
  const shares = PARTS.map((part) => {
    const own = rows.filter((row) => row.part === part);
    return own.length === 0 ? null : certaintyShares(own, BINS);
  });
  const most = Math.max(0.05, ...shares.flatMap((values) => [...(values ?? [])]));
  const tight = { scale: 'linear', isTight: true } as const;
  const x = plotScale([0, 1], { start: area.left, end: area.right }, tight);
  const y = plotScale([0, most], { start: area.bottom, end: area.top }, tight);
  const titles = { xTitle: 'probability given to the true class', yTitle: 'share of the rows' };
  paintAxes(context, { area, x, y, ...titles, hasGrid: true }, colors);
  const [train, validation] = shares;
  context.save();
  if (train != null) {
    context.fillStyle = colors.line;
    context.globalAlpha = 0.75;
    train.forEach((share, k) => {
      const [left, right] = [x.place(k / BINS), x.place((k + 1) / BINS)];
      context.fillRect(left + 1, y.place(share), right - left - 2, area.bottom - y.place(share));
    });
    context.globalAlpha = 1;
  }
  if (validation != null) {
    context.strokeStyle = colors.text;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(x.place(0), y.place(0));
    validation.forEach((share, k) => {
      context.lineTo(x.place(k / BINS), y.place(share));
      context.lineTo(x.place((k + 1) / BINS), y.place(share));
    });
    context.lineTo(x.place(1), y.place(0));
    context.stroke();
  }
  context.restore();
}
