import { csvText } from '@shared/core/csv-text.ts';
import {
  Chart,
  type ChartConfiguration,
  type ChartDataset,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
} from 'chart.js';
import { axis, baseOptions, type ChartColors, readColors, verticalLine } from './chart-look.ts';
import { type AxisScale, isShown } from './curve.ts';
import { chartPicture, type Picture } from './picture.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

interface XY {
  x: number;
  y: number;
}

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
  private readonly plugin = {
    id: 'ninestep-suggestion',
    afterDatasetsDraw: (chart: Chart) => {
      this.drawSuggestion(chart);
    },
  };

  constructor(canvas: HTMLCanvasElement) {
    this.chart = new Chart<'line', XY[]>(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: baseOptions(ROOM_AT_RIGHT),
      plugins: [this.plugin],
    });
  }

  update(view: RateChartView): void {
    this.view = view;
    const { options, data } = this.configurationOf(view);
    this.chart.options.scales = options.scales;
    this.chart.data.datasets = data.datasets;
    this.chart.update('none');
  }

  /** What is shown, to be taken away. Null before anything was drawn. */
  picture(title: string): Picture | null {
    const { view } = this;
    if (view === null) return null;
    const { width, height } = this.chart;
    const configuration = (): ChartConfiguration => this.configurationOf(view);
    return chartPicture({ title, width, height, legend: [], configuration });
  }

  private configurationOf(view: RateChartView) {
    const colors = readColors(LINE_TOKEN);
    const yScale: AxisScale = view.curve.every(({ smoothed }) => smoothed > 0) ? 'log' : 'linear';
    const line = (value: 'loss' | 'smoothed'): XY[] =>
      view.curve
        .filter(({ rate }) => rate > 0)
        .map((point) => ({ x: point.rate, y: isShown(point[value], yScale) ? point[value] : NaN }));
    return {
      type: 'line' as const,
      data: {
        datasets: [dataset('smoothed', line('smoothed'), colors), dataset('each step', line('loss'), colors)],
      },
      options: {
        ...baseOptions(ROOM_AT_RIGHT),
        scales: {
          x: decadeAxis(view.curve, colors),
          y: { ...axis(yScale, colors, 'loss'), ...limits(view.curve) },
        },
      },
      plugins: [this.plugin],
    };
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
    // Without it lines are drawn as Path2D, which a picture in SVG cannot hold.
    segment: {},
    pointRadius: 0,
    pointHitRadius: 0,
    pointHoverRadius: 0,
  };
}

/** The numbers of the curve as CSV, every one with all of its digits. */
export function rateCsv(curve: readonly RatePoint[]): string {
  const lines = curve.map(({ rate, loss, smoothed }) => [rate, loss, smoothed].join(','));
  return [['learning rate', 'loss of the step', 'smoothed loss'].map(csvText).join(','), ...lines, ''].join(
    '\n',
  );
}
