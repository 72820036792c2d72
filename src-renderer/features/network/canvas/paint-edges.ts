import type { Drawing } from '../../../charts/svg-context.ts';
import type { PlacedColumn, Scene } from './scene.ts';

/** Connections drawn as curves; more of them are straight lines, which are faster to draw. */
const MOST_CURVES = 2_400;
/** How far the ends of a curve run level, as a share of the way. */
const LEVEL = 0.45;

/** Draws the connections between neighbouring columns, weak ones first so that strong ones lie on top. */
export function paintEdges(context: Drawing, scene: Scene, columns: readonly PlacedColumn[]): void {
  const { order } = scene.arrangement;
  const pairs = order.slice(1).map((index, k) => ({ from: columns[order[k]!]!, to: columns[index]! }));
  const count = pairs.reduce((sum, { from, to }) => sum + from.ports.length * to.ports.length, 0);
  context.lineCap = 'butt';
  for (const { from, to } of pairs) {
    if (isOutOfSight(scene, from, to)) continue;
    if (from.column.kind === 'block' || to.column.kind === 'block') paintBand(context, scene, from, to);
    const isAlone = to.column.kind === 'bar' && from.ports.length === to.ports.length;
    if (isAlone) paintLevels(context, scene, from, to);
    else paintPair(context, scene, from, to, count <= MOST_CURVES);
  }
}

/** Behind the connections of a block, which stand for many: the outline of all of them. */
function paintBand(context: Drawing, { palette }: Scene, from: PlacedColumn, to: PlacedColumn): void {
  const [x1, x2] = ends(from, to);
  const bend = (x2 - x1) * LEVEL;
  context.fillStyle = palette.border;
  context.globalAlpha = 0.45;
  context.beginPath();
  context.moveTo(x1, from.top);
  context.bezierCurveTo(x1 + bend, from.top, x2 - bend, to.top, x2, to.top);
  context.lineTo(x2, to.bottom);
  context.bezierCurveTo(x2 - bend, to.bottom, x1 + bend, from.bottom, x1, from.bottom);
  context.fill();
  context.globalAlpha = 1;
}

/** A layer that works on each value as it comes: one line for each. */
function paintLevels(context: Drawing, { palette }: Scene, from: PlacedColumn, to: PlacedColumn): void {
  const [x1, x2] = ends(from, to);
  context.strokeStyle = palette.borderStrong;
  context.lineWidth = 1;
  context.beginPath();
  for (let k = 0; k < to.ports.length; k++) {
    context.moveTo(x1, from.ports[k]!);
    context.lineTo(x2, to.ports[k]!);
  }
  context.stroke();
}

function paintPair(
  context: Drawing,
  scene: Scene,
  from: PlacedColumn,
  to: PlacedColumn,
  isCurved: boolean,
): void {
  const strengths = strengthsBetween(scene, from, to);
  const { palette, hovered } = scene;
  const [x1, x2] = ends(from, to);
  const isPart = from.column.kind === 'block' || to.column.kind === 'block';
  // Of parts of blocks the strongest weights are drawn, nearly all of which are strong.
  const [widest, strongest] = isPart ? [1.3, 0.62] : [2.9, 0.82];
  const scale = Math.min(1.5, Math.max(0.7, scene.view.zoom));
  const columns = from.ports.length;
  const draw = isCurved ? curve : line;
  for (const k of inOrder(strengths, columns * to.ports.length)) {
    const unit = Math.floor(k / columns);
    const input = k - unit * columns;
    const strength = strengths?.[k] ?? 0;
    const size = Math.abs(strength);
    const isDim = hovered !== null && !touches(hovered, from, input, to, unit);
    context.strokeStyle =
      strengths === null ? palette.borderStrong : strength < 0 ? palette.negative : palette.positive;
    context.lineWidth = strengths === null ? 1 : scale * (0.6 + widest * size);
    context.globalAlpha =
      (strengths === null ? 0.8 : 0.1 + strongest * size ** (isPart ? 2 : 0.8)) * (isDim ? 0.18 : 1);
    draw(context, x1, from.ports[input]!, x2, to.ports[unit]!);
  }
  context.globalAlpha = 1;
}

/** While layers are dragged only those that keep their neighbour keep their weights. */
function strengthsBetween(scene: Scene, from: PlacedColumn, to: PlacedColumn): Float32Array | null {
  const layer = to.column.index - 1;
  if (from.column.index !== layer) return null;
  const strengths = scene.strengths?.[layer] ?? null;
  return strengths?.length === from.ports.length * to.ports.length ? strengths : null;
}

const orders = new WeakMap<Float32Array, Uint16Array>();

/** Places of connections, the weakest first; found once for each set of weights. */
function inOrder(strengths: Float32Array | null, count: number): Iterable<number> {
  if (strengths === null) return Array(count).keys();
  let order = orders.get(strengths);
  if (order === undefined) {
    order = Uint16Array.from(strengths.keys()).sort(
      (a, b) => Math.abs(strengths[a]!) - Math.abs(strengths[b]!),
    );
    orders.set(strengths, order);
  }
  return order;
}

function touches(
  hovered: NonNullable<Scene['hovered']>,
  from: PlacedColumn,
  input: number,
  to: PlacedColumn,
  unit: number,
): boolean {
  const { column } = hovered;
  return (
    (column === from.column.index && hovered.unit === input) ||
    (column === to.column.index && hovered.unit === unit)
  );
}

function line(context: Drawing, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

function curve(context: Drawing, x1: number, y1: number, x2: number, y2: number): void {
  const bend = (x2 - x1) * LEVEL;
  context.beginPath();
  context.moveTo(x1, y1);
  context.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
  context.stroke();
}

/** From the right side of one column to the left side of the other. */
function ends(from: PlacedColumn, to: PlacedColumn): [number, number] {
  return [from.x + from.halfWidth, to.x - to.halfWidth];
}

function isOutOfSight({ size }: Scene, from: PlacedColumn, to: PlacedColumn): boolean {
  return Math.max(from.x, to.x) < 0 || Math.min(from.x, to.x) > size.width;
}
