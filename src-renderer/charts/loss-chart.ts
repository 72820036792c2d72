import {
  Chart,
  type ChartDataset,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
} from 'chart.js';
import { axis, baseOptions, readColors, verticalLine } from './chart-look.ts';
import { endLabels, gapMarks, type LineLabel } from './chart-marks.ts';
import type { AxisScale, Series, XY } from './loss-series.ts';
import { PART_STYLE } from './run-style.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

export interface LossChartView {
  readonly series: readonly Series[];
  readonly xScale: AxisScale;
  readonly yScale: AxisScale;
  /** Colours are read from the style sheet, so another theme is a reason to draw again. */
  readonly theme: string;
  /** Name of the CSS variable that holds the run's colour. */
  readonly colorToken: string;
  /** Where the crosshair stands. */
  readonly markedEpoch: number | null;
  /** The best evaluation, whose weights the model keeps. */
  readonly bestEpoch: number | null;
}

/** Room at the right for the names of the lines. */
const LABEL_ROOM = 84;

/** A line chart of a run. Knows chart.js so that nothing else must. */
export class LossChart {
  private readonly chart: Chart<'line', XY[]>;
  private view: LossChartView | null = null;

  constructor(canvas: HTMLCanvasElement, onhover: (epoch: number | null) => void) {
    this.chart = new Chart<'line', XY[]>(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: baseOptions(LABEL_ROOM),
      plugins: [{ id: 'ninestep-marks', afterDatasetsDraw: (chart) => this.drawMarks(chart) }],
    });
    canvas.addEventListener('pointermove', (event) => {
      const { left, right } = this.chart.chartArea;
      const isInside = event.offsetX >= left && event.offsetX <= right;
      onhover(isInside ? (this.chart.scales.x?.getValueForPixel(event.offsetX) ?? null) : null);
    });
    canvas.addEventListener('pointerleave', () => {
      onhover(null);
    });
  }

  update(view: LossChartView): void {
    const colors = readColors(view.colorToken);
    this.view = view;
    this.chart.options.scales = {
      x: axis(view.xScale, colors, 'epoch'),
      y: axis(view.yScale, colors, ''),
    };
    this.chart.data.datasets = view.series.map((series) => dataset(series, colors.line));
    this.chart.update('none');
  }

  destroy(): void {
    this.chart.destroy();
  }

  private drawMarks(chart: Chart): void {
    const { view } = this;
    const x = chart.scales.x;
    const y = chart.scales.y;
    if (view === null || x === undefined || y === undefined) return;
    const colors = readColors(view.colorToken);
    const pixel = (epoch: number): number => x.getPixelForValue(epoch);
    const { ctx, chartArea: area } = chart;
    ctx.save();
    ctx.font = `11px ${colors.font}`;
    if (view.bestEpoch !== null) verticalLine(ctx, area, pixel(view.bestEpoch), colors.faint, [3, 3]);
    if (view.markedEpoch !== null) verticalLine(ctx, area, pixel(view.markedEpoch), colors.text, []);
    gapMarks(
      ctx,
      area,
      view.series.flatMap((series) => series.gaps.map(pixel)),
      colors.bad,
    );
    const labels: LineLabel[] = view.series.flatMap(({ part, drawn }) => {
      const end = drawn.findLast((point) => !Number.isNaN(point.y));
      if (end === undefined) return [];
      return [{ x: pixel(end.x), y: y.getPixelForValue(end.y), text: PART_STYLE[part].label }];
    });
    endLabels(ctx, area, labels, colors.text);
    ctx.restore();
  }
}

function dataset(series: Series, color: string): ChartDataset<'line', XY[]> {
  const style = PART_STYLE[series.part];
  const points = [...series.drawn];
  const isGap = (k: number): boolean => Number.isNaN(points[k]?.y ?? NaN);
  return {
    label: style.label,
    data: points,
    borderColor: color + style.alpha,
    backgroundColor: color + style.alpha,
    borderDash: style.dash,
    borderWidth: series.part === 'test' ? 2 : 1.75,
    // A lone value between two gaps has no line to show it.
    pointRadius: ({ dataIndex }) => (isGap(dataIndex - 1) && isGap(dataIndex + 1) ? 2.5 : 0),
    pointHitRadius: 0,
    pointHoverRadius: 0,
  };
}
