import type { Drawing } from '../../../charts/svg-context.ts';
import { formatCount } from '@shared/core/text.ts';
import { divergingStep, type Palette } from './palette.ts';
import type { PlacedColumn, Scene } from './scene.ts';
import { shadeOf, type UnitValues } from './unit-values.ts';

/** A block too small on the screen for its count goes without. */
const LEAST_COUNT_WIDTH = 30;

/** Draws the units of a column: dots, a block, or a bar; in the colours of their values where those are known. */
export function paintColumn(context: Drawing, scene: Scene, drawn: PlacedColumn): void {
  const margin = 40 + drawn.halfWidth;
  if (drawn.x < -margin || drawn.x > scene.size.width + margin) return;
  const values = scene.values?.[drawn.column.index] ?? null;
  if (drawn.column.kind === 'dots') paintDots(context, scene, drawn, values);
  else paintBlock(context, scene, drawn, values);
}

function paintDots(
  context: Drawing,
  { palette, hovered }: Scene,
  drawn: PlacedColumn,
  values: UnitValues | null,
): void {
  const { x, radius, ports, column } = drawn;
  const ring = column.index === 0 ? palette.control : palette.accent;
  ports.forEach((y, unit) => {
    const isHovered = hovered?.column === column.index && hovered.unit === unit;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = palette.surface;
    context.fill();
    if (values !== null) fillStripes(context, palette, values, unit, x, y, radius);
    context.lineWidth = isHovered ? 3 : Math.max(1, Math.min(1.75, radius / 5));
    context.strokeStyle = ring;
    context.stroke();
  });
}

/** A unit in the colour of its value, or one stripe for each row that is looked at. */
function fillStripes(
  context: Drawing,
  { divergingText }: Palette,
  values: UnitValues,
  unit: number,
  x: number,
  y: number,
  radius: number,
): void {
  const colorOf = (row: number): string => divergingText[divergingStep(shadeOf(values, row, unit))]!;
  if (values.rows === 1) {
    context.fillStyle = colorOf(0);
    context.fill();
    return;
  }
  context.save();
  context.clip();
  const width = (2 * radius) / values.rows;
  for (let row = 0; row < values.rows; row++) {
    context.fillStyle = colorOf(row);
    context.fillRect(x - radius + row * width, y - radius, width + 0.5, 2 * radius);
  }
  context.restore();
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
}

function paintBlock(
  context: Drawing,
  { palette, view }: Scene,
  drawn: PlacedColumn,
  values: UnitValues | null,
): void {
  const { x, top, bottom, halfWidth, column } = drawn;
  const height = bottom - top;
  const isBar = column.kind === 'bar';
  outline(context, drawn, view.zoom);
  context.fillStyle = palette.surface;
  context.fill();
  if (values !== null) {
    context.save();
    context.clip();
    context.imageSmoothingEnabled = false;
    context.drawImage(textureOf(values, palette), x - halfWidth, top, 2 * halfWidth, height);
    context.restore();
  } else if (!isBar) paintHints(context, palette, drawn, view.zoom);
  context.lineWidth = Math.max(1, Math.min(1.75, 1.6 * view.zoom));
  context.strokeStyle = column.index === 0 ? palette.control : palette.accent;
  context.stroke();
  if (!isBar && 2 * halfWidth >= LEAST_COUNT_WIDTH) paintCount(context, palette, drawn);
}

/** Small dots that say: many units. */
function paintHints(context: Drawing, palette: Palette, drawn: PlacedColumn, zoom: number): void {
  const { x, ports, halfWidth } = drawn;
  const radius = Math.max(1, halfWidth * 0.13);
  context.fillStyle = palette.borderStrong;
  for (const y of ports) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
  }
  outline(context, drawn, zoom);
}

/** The outline of a block as the path that is stroked next. */
function outline(context: Drawing, { x, top, bottom, halfWidth }: PlacedColumn, zoom: number): void {
  context.beginPath();
  context.roundRect(x - halfWidth, top, 2 * halfWidth, bottom - top, Math.min(8 * zoom, halfWidth));
}

function paintCount(context: Drawing, palette: Palette, drawn: PlacedColumn): void {
  const { x, top, bottom, halfWidth, column } = drawn;
  const text = formatCount(column.units);
  context.font = `600 11px ${palette.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const width = Math.min(2 * halfWidth - 4, context.measureText(text).width + 10);
  const y = (top + bottom) / 2;
  context.beginPath();
  context.roundRect(x - width / 2, y - 9, width, 18, 5);
  context.fillStyle = palette.surface;
  context.fill();
  context.fillStyle = palette.text;
  context.fillText(text, x, y + 0.5);
}

const textures = new WeakMap<UnitValues, { palette: Palette; picture: HTMLCanvasElement }>();

/** The values of a block as a picture of one pixel each: a column for each row, a line for each unit. */
function textureOf(values: UnitValues, palette: Palette): HTMLCanvasElement {
  const known = textures.get(values);
  if (known?.palette === palette) return known.picture;
  const picture = document.createElement('canvas');
  picture.width = values.rows;
  picture.height = values.units;
  const image = new ImageData(values.rows, values.units);
  for (let row = 0; row < values.rows; row++) {
    for (let unit = 0; unit < values.units; unit++) {
      const [r, g, b] = palette.diverging[divergingStep(shadeOf(values, row, unit))]!;
      image.data.set([r, g, b, 255], 4 * (unit * values.rows + row));
    }
  }
  picture.getContext('2d')?.putImageData(image, 0, 0);
  textures.set(values, { palette, picture });
  return picture;
}
