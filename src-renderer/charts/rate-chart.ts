import {
  Chart,
  type ChartDataset,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
} from 'chart.js';
import { axis, baseOptions, type ChartColors, readColors, verticalLine } from './chart-look.ts';
import { type AxisScale, visible, type XY } from './loss-series.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

/** The loss of one step at one rate, by itself and smoothed over the steps before. */
export interface RatePoint {
  readonly rate: number;
  readonly loss: number;
  readonly smoothed: number;
}

export interface RateChartView {
  readonly curve: readonly RatePoint[];
  /** Marked by a line. */
  readonly suggestion: number | null;
  /** Colours are read from the style sheet, so another theme is a reason to draw again. */
  readonly theme: string;
}

const LINE_TOKEN = '--accent';
const ROOM_AT_RIGHT = 12;
const MOST_DECADES = 6;
/** Single losses stand behind the smoothed ones. */
const FAINT = '55';

/** The loss against the learning rate. */
export class RateChart {
  private readonly chart: Chart<'line', XY[]>;
  private view: RateChartView | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.chart = new Chart<'line', XY[]>(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: baseOptions(ROOM_AT_RIGHT),
      plugins: [{ id: 'ninestep-suggestion', afterDatasetsDraw: (chart) => this.drawSuggestion(chart) }],
    });
  }

  update(view: RateChartView): void {
    this.view = view;
    const colors = readColors(LINE_TOKEN);
    const yScale: AxisScale = view.curve.every(({ smoothed }) => smoothed > 0) ? 'log' : 'linear';
    this.chart.options.scales = {
      x: decadeAxis(view.curve, colors),
      y: { ...axis(yScale, colors, 'loss'), ...limits(view.curve) },
    };
    const line = (value: 'loss' | 'smoothed'): XY[] =>
      visible(
        view.curve.map((point) => ({ x: point.rate, y: point[value] })),
        { x: 'log', y: yScale },
      );
    this.chart.data.datasets = [
      dataset('smoothed', line('smoothed'), colors),
      dataset('each step', line('loss'), colors),
    ];
    this.chart.update('none');
  }

  destroy(): void {
    this.chart.destroy();
  }

  private drawSuggestion(chart: Chart): void {
    const { x } = chart.scales;
    const suggestion = this.view?.suggestion;
    if (suggestion === undefined || suggestion === null || x === undefined) return;
    const { ctx, chartArea } = chart;
    ctx.save();
    verticalLine(ctx, chartArea, x.getPixelForValue(suggestion), readColors(LINE_TOKEN).text, [3, 3]);
    ctx.restore();
  }
}

/** A narrow chart over many powers of ten: some of them are labelled, whatever fits. */
function decadeAxis(curve: readonly RatePoint[], colors: ChartColors) {
  const common = axis('log', colors, 'learning rate');
  const first = Math.ceil(Math.log10(curve[0]?.rate ?? 1));
  const last = Math.floor(Math.log10(curve.at(-1)?.rate ?? 1));
  const every = Math.ceil((last - first + 1) / MOST_DECADES);
  return {
    ...common,
    ticks: { ...common.ticks, autoSkip: false },
    afterBuildTicks: (scale: { ticks: { value: number }[] }) => {
      if (last - first < 1) return;
      const count = Math.floor((last - first) / every) + 1;
      scale.ticks = Array.from({ length: count }, (_, k) => ({ value: Number(`1e${first + k * every}`) }));
    },
  };
}

/** What falls fills the plot; what flies up afterwards leaves it at the top. */
function limits(curve: readonly RatePoint[]): { min?: number; max?: number } {
  if (curve.length === 0) return {};
  const values = curve.map(({ smoothed }) => smoothed);
  const lowest = Math.min(...values);
  const fallen = values.slice(0, values.indexOf(lowest) + 1);
  const highest = Math.max(...(fallen.length > 1 ? fallen : values));
  return { min: 0.8 * lowest, max: 2 * highest };
}

function dataset(label: string, data: XY[], colors: ChartColors): ChartDataset<'line', XY[]> {
  const isSmooth = label === 'smoothed';
  return {
    label,
    data,
    borderColor: isSmooth ? colors.line : colors.line + FAINT,
    borderWidth: isSmooth ? 2 : 1,
    pointRadius: 0,
    pointHitRadius: 0,
    pointHoverRadius: 0,
  };
}
