import {
  Chart,
  type ChartConfiguration,
  LinearScale,
  LineController,
  LogarithmicScale,
  type Plugin,
} from 'chart.js';
import { xRange, yRange } from './axis-range.ts';
import { axis, baseOptions, layoutWith, readColors } from './chart-look.ts';
import { type AxisScale, type ChartWindow, type Curve, isShown, type Range, type XAxis } from './curve.ts';
import { CurvePainter } from './curve-painter.ts';
import { endLabelOf, fitted } from './curve-labels.ts';
import { chartPicture, type Picture } from './picture.ts';
import type { PlotFrame } from './plot-frame.ts';
import { LineCache } from './prepared-lines.ts';

Chart.register(LineController, LinearScale, LogarithmicScale);

export interface CurveView {
  readonly curves: readonly Curve[];
  readonly xAxis: XAxis;
  readonly xScale: AxisScale;
  readonly yScale: AxisScale;
  /** 0: as measured; below 1: see `smoothed`. */
  readonly smoothing: number;
  readonly window: ChartWindow;
  /** The run that stands out. */
  readonly highlighted: string | null;
  /** Marked by dashed lines, such as the best epoch. */
  readonly guides: readonly number[];
  /** Shaded from side to side, such as the values that are healthy; always in sight. `low` = `high`: a dashed line. */
  readonly zones?: readonly Range[];
  /** False where the names of the lines stand beside the chart. */
  readonly isLabelled?: boolean;
  /** True for a small chart among others: few labels, and the x axis needs no title. */
  readonly isSmall?: boolean;
  /** Colours are read from the style sheet, so another theme is a reason to draw again. */
  readonly theme: string;
}

/** Working out the ranges looks at every point, so it is done once for a view. */
interface Shown {
  readonly view: CurveView;
  readonly ranges: { readonly x: Range; readonly y: Range };
}

/** With more lines their names would cover them: they stand in a legend instead. */
const MOST_END_LABELS = 6;
const WIDEST_LABEL = 140;
const SMALL_TICKS = 4;
const X_TITLES: Record<XAxis, string> = { epoch: 'epoch', step: 'step', seconds: 'seconds of training' };

/**
 * Curves over a common axis. Chart.js lays out and draws the axes; the lines are drawn straight from typed arrays,
 * because an object per point would cost more than the picture. Knows Chart.js so that nothing else must.
 */
export class CurveChart {
  private readonly chart: Chart<'line'>;
  private readonly cache = new LineCache();
  private shown: Shown | null = null;

  /** `onframe` is told where everything stands whenever the chart has been drawn. */
  constructor(canvas: HTMLCanvasElement, onframe: (frame: PlotFrame) => void) {
    this.chart = new Chart<'line'>(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: baseOptions(0),
      plugins: [
        this.plugin((frame) => {
          onframe(frame);
        }, false),
      ],
    });
  }

  update(view: CurveView): void {
    this.shown = { view, ranges: rangesOf(view) };
    const { layout, scales } = this.optionsOf(this.shown);
    this.chart.options.layout = layout;
    this.chart.options.scales = scales;
    this.chart.update('none');
  }

  destroy(): void {
    this.chart.destroy();
  }

  /** What is shown, to be taken away. Null before anything was drawn. */
  picture(title: string): Picture | null {
    const { shown } = this;
    if (shown === null) return null;
    const { view } = shown;
    const { width, height } = this.chart;
    const isNamed = view.curves.length <= 1 || hasEndLabels(view);
    const legend = view.curves.map((curve) => ({
      label: endLabelOf(curve, view.curves),
      color: readColors(curve.style.colorToken).line,
      dash: curve.style.dash,
    }));
    return chartPicture({
      title,
      width,
      height,
      legend: isNamed ? [] : legend,
      configuration: () =>
        ({
          type: 'line',
          data: { datasets: [] },
          options: this.optionsOf(shown),
          plugins: [this.plugin(() => undefined, true)],
        }) satisfies ChartConfiguration<'line'> as unknown as ChartConfiguration,
    });
  }

  private optionsOf({ view, ranges }: Shown) {
    const colors = readColors('--text');
    const { isSmall = false } = view;
    const most = isSmall ? SMALL_TICKS : undefined;
    return {
      ...baseOptions(0),
      layout: layoutWith(this.roomForLabels(view)),
      scales: {
        x: axis(view.xScale, colors, isSmall ? '' : X_TITLES[view.xAxis], ranges.x, most),
        y: axis(view.yScale, colors, '', ranges.y, most),
      },
    };
  }

  private roomForLabels(view: CurveView): number {
    if (!hasEndLabels(view)) return 16;
    const { ctx } = this.chart;
    ctx.font = `11px ${readColors('--text').font}`;
    const widths = view.curves.map((curve) => ctx.measureText(endLabelOf(curve, view.curves)).width);
    return 16 + Math.min(WIDEST_LABEL, Math.max(0, ...widths));
  }

  private plugin(ondrawn: (frame: PlotFrame) => void, isExact: boolean): Plugin<'line'> {
    return {
      id: 'ninestep-curves',
      afterDatasetsDraw: (chart) => {
        if (this.shown === null) return;
        const { view, ranges } = this.shown;
        const { left, right, top, bottom } = chart.chartArea;
        const frame: PlotFrame = {
          area: { left, right, top, bottom },
          ...ranges,
          xScale: view.xScale,
          yScale: view.yScale,
        };
        this.paint(new CurvePainter(chart.ctx, frame, this.cache, isExact), chart.ctx, view);
        ondrawn(frame);
      },
    };
  }

  private paint(painter: CurvePainter, context: CanvasRenderingContext2D, view: CurveView): void {
    const { curves, smoothing, highlighted, guides, zones = [] } = view;
    const tokens = new Map<string, string>();
    const colorOf = (token: string): string => {
      const color = tokens.get(token) ?? readColors(token).line;
      tokens.set(token, color);
      return color;
    };
    const endLabel = (curve: Curve): string =>
      fitted(endLabelOf(curve, curves), WIDEST_LABEL, (text) => context.measureText(text).width);
    painter.paint({
      lines: this.cache.prepare(curves, smoothing),
      highlighted,
      guides,
      zones,
      endLabel: hasEndLabels(view) ? endLabel : null,
      colorOf,
      colors: readColors('--text'),
    });
  }
}

/** What a view shows, wherever nothing was zoomed. */
export function rangesOf(view: CurveView): { x: Range; y: Range } {
  const x = view.window.x ?? xRange(view.curves, view.xScale);
  return { x, y: view.window.y ?? withZones(yRange(view.curves, x, view.yScale), view) };
}

function withZones({ low, high }: Range, { zones = [], yScale }: CurveView): Range {
  const ends = zones.flatMap((zone) => [zone.low, zone.high]).filter((value) => isShown(value, yScale));
  return { low: Math.min(low, ...ends), high: Math.max(high, ...ends) };
}

function hasEndLabels({ curves, isLabelled = true }: CurveView): boolean {
  return isLabelled && curves.length <= MOST_END_LABELS;
}
