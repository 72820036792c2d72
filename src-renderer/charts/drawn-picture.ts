import { readColors } from './chart-look.ts';
import { contextOf, makeCanvas, type Picture, PIXEL_RATIO, pngBytes } from './picture.ts';
import { type LegendEntry, Plate } from './plate.ts';
import { type Drawing, SvgContext } from './svg-context.ts';

/** A chart that draws itself. Sizes are CSS pixels. */
interface SelfDrawn {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly legend: readonly LegendEntry[];
  readonly paint: (context: Drawing, width: number, height: number) => void;
}

/** A picture of anything that is drawn without Chart.js, with its title above and its legend below. */
export function drawnPicture(drawing: SelfDrawn): Picture {
  return { svg: () => drawSvg(drawing), png: () => drawPng(drawing) };
}

function drawSvg(drawing: SelfDrawn): string {
  const context = new SvgContext(contextOf(makeCanvas(1, 1)));
  const plate = drawAll(context, drawing);
  return context.document(plate.width, plate.height);
}

function drawPng(drawing: SelfDrawn): Promise<Uint8Array> {
  const { width, height } = new Plate(contextOf(makeCanvas(1, 1)), drawing, readColors('--text'));
  const canvas = makeCanvas(width * PIXEL_RATIO, height * PIXEL_RATIO);
  const context = contextOf(canvas);
  context.scale(PIXEL_RATIO, PIXEL_RATIO);
  drawAll(context, drawing);
  return pngBytes(canvas);
}

function drawAll(context: Drawing, drawing: SelfDrawn): Plate {
  const plate = new Plate(context, drawing, readColors('--text'));
  plate.draw();
  context.save();
  context.translate(0, plate.chartTop);
  drawing.paint(context, drawing.width, drawing.height);
  context.restore();
  return plate;
}
