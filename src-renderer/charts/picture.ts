import { BasicPlatform, Chart, type ChartConfiguration } from 'chart.js';
import { readColors } from './chart-look.ts';
import { type LegendEntry, Plate } from './plate.ts';
import { SvgContext } from './svg-context.ts';

/** A chart as it can be taken away, on the background of the theme. */
export interface Picture {
  /** A whole file. */
  readonly svg: () => string;
  /** A whole file, with `PIXEL_RATIO` times the pixels that the chart has on the screen. */
  readonly png: () => Promise<Uint8Array>;
}

/** What is drawn again when a picture of a chart is wanted. Sizes are CSS pixels. */
export interface ChartDrawing {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  /** Names below the chart, for what is not named in it. */
  readonly legend: readonly LegendEntry[];
  /** Made anew for each picture, as Chart.js writes into what it is given. */
  readonly configuration: () => ChartConfiguration;
}

/** Sharp on paper and on dense screens. */
export const PIXEL_RATIO = 2;

/** A picture of anything that Chart.js draws; lines of its own need `segment: {}`, as SVG has no `Path2D`. */
export function chartPicture(drawing: ChartDrawing): Picture {
  return { svg: () => drawSvg(drawing), png: () => drawPng(drawing) };
}

function drawSvg(drawing: ChartDrawing): string {
  const context = new SvgContext(rulerContext());
  const plate = new Plate(context, drawing, readColors('--text'));
  plate.draw();
  context.translate(0, plate.chartTop);
  drawOnce(context as unknown as CanvasRenderingContext2D, drawing, 1, () => undefined);
  return context.document(plate.width, plate.height);
}

async function drawPng(drawing: ChartDrawing): Promise<Uint8Array> {
  const plate = new Plate(rulerContext(), drawing, readColors('--text'));
  const canvas = makeCanvas(plate.width * PIXEL_RATIO, plate.height * PIXEL_RATIO);
  const context = contextOf(canvas);
  context.scale(PIXEL_RATIO, PIXEL_RATIO);
  new Plate(context, drawing, readColors('--text')).draw();
  const chart = contextOf(makeCanvas(drawing.width * PIXEL_RATIO, drawing.height * PIXEL_RATIO));
  drawOnce(chart, drawing, PIXEL_RATIO, () => {
    context.drawImage(chart.canvas, 0, plate.chartTop, drawing.width, drawing.height);
  });
  return pngBytes(canvas);
}

/** `ondrawn` is called before Chart.js clears what it has drawn. */
function drawOnce(
  context: CanvasRenderingContext2D,
  drawing: ChartDrawing,
  ratio: number,
  ondrawn: () => void,
): void {
  const { type, data, options, plugins } = drawing.configuration() as ChartConfiguration<'line'>;
  const canvas = { width: drawing.width, height: drawing.height, getContext: () => linked };
  // Chart.js asks a context for its canvas, and sets its size: a stand-in keeps it from the one that is drawn on.
  const linked = standIn(context, canvas, ratio);
  const chart = new Chart(canvas as unknown as HTMLCanvasElement, {
    type,
    data,
    ...(plugins === undefined ? {} : { plugins }),
    platform: BasicPlatform,
    options: { ...options, responsive: false, animation: false, devicePixelRatio: 1, events: [] },
  });
  ondrawn();
  chart.destroy();
}

/** The context, with another canvas, and in whose eyes a pixel is `ratio` pixels. */
function standIn(
  context: CanvasRenderingContext2D,
  canvas: unknown,
  ratio: number,
): CanvasRenderingContext2D {
  const own: Record<string | symbol, unknown> = {
    canvas,
    resetTransform: () => undefined,
    clearRect: () => undefined,
    setTransform: () => undefined,
  };
  if (ratio !== 1) context.scale(ratio, ratio);
  return new Proxy(context, {
    get: (target, name) => {
      if (name in own) return own[name];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
    set: (target, name, value) => Reflect.set(target, name, value, target),
  });
}

/** Text is measured by it, nothing is drawn on it. */
function rulerContext(): CanvasRenderingContext2D {
  return contextOf(makeCanvas(1, 1));
}

/** An empty canvas of so many pixels. */
export function makeCanvas(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width);
  canvas.height = Math.round(height);
  return canvas;
}

/** @throws Error where the window has no 2D canvas, which no browser is without. */
export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('There is no 2D canvas.');
  return context;
}

/** @throws Error where the picture is larger than the browser can write. */
export async function pngBytes(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (blob === null) throw new Error('The picture is too large for a PNG. Make the chart smaller.');
  return new Uint8Array(await blob.arrayBuffer());
}
