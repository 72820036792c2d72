import type { Drawing } from '../../../charts/svg-context.ts';
import type { Arc } from './layout.ts';
import type { PlacedColumn, Scene } from './scene.ts';

/** Draws the residual connections above the columns, and the one that is being drawn. */
export function paintArcs(context: Drawing, scene: Scene, columns: readonly PlacedColumn[]): void {
  const { palette, join } = scene;
  context.lineWidth = 2;
  for (const arc of scene.picture.arcs) {
    const peak = peakOf(scene, columns, arc);
    context.strokeStyle = palette.accent;
    paintArc(context, columns[arc.from]!, columns[arc.to]!, peak);
    paintPlus(context, scene, columns[arc.to]!);
  }
  if (join !== null) paintJoin(context, scene, columns, join);
}

/** Wider connections rise higher, so that those inside them stay free. */
function peakOf({ view }: Scene, columns: readonly PlacedColumn[], { from, to }: Arc): number {
  const [a, b] = [Math.min(from, to), Math.max(from, to)];
  const tops = columns.filter(({ column }) => column.index >= a && column.index <= b).map(({ top }) => top);
  const zoom = Math.min(1, Math.max(0.5, view.zoom));
  return Math.min(...tops) - zoom * (20 + 9 * Math.min(6, b - a));
}

function paintArc(context: Drawing, from: PlacedColumn, to: PlacedColumn, peak: number): void {
  // A cubic reaches three quarters of the way to its level control points.
  const rise = (y: number): number => y + (peak - y) / 0.75;
  context.beginPath();
  context.moveTo(from.x, from.top);
  const control = Math.min(rise(from.top), rise(to.top));
  context.bezierCurveTo(from.x, control, to.x, control, to.x, to.top - 4);
  context.stroke();
}

/** Where it is added: a plus in a circle. */
function paintPlus(context: Drawing, { palette }: Scene, { x, top }: PlacedColumn): void {
  const y = top - 4;
  context.beginPath();
  context.arc(x, y, 7, 0, 2 * Math.PI);
  context.fillStyle = palette.surface;
  context.fill();
  context.lineWidth = 1.5;
  context.stroke();
  context.beginPath();
  context.moveTo(x - 3.5, y);
  context.lineTo(x + 3.5, y);
  context.moveTo(x, y - 3.5);
  context.lineTo(x, y + 3.5);
  context.stroke();
  context.lineWidth = 2;
}

function paintJoin(
  context: Drawing,
  scene: Scene,
  columns: readonly PlacedColumn[],
  join: NonNullable<Scene['join']>,
): void {
  const from = columns[join.from]!;
  context.strokeStyle = join.to !== null && !join.isAllowed ? scene.palette.bad : scene.palette.accent;
  context.setLineDash([5, 4]);
  if (join.to === null) {
    context.beginPath();
    context.moveTo(from.x, from.top);
    const control = Math.min(from.top, join.at.y) - 50;
    context.bezierCurveTo(from.x, control, join.at.x, control, join.at.x, join.at.y);
    context.stroke();
  } else {
    paintArc(context, from, columns[join.to]!, peakOf(scene, columns, { from: join.from, to: join.to }));
  }
  context.setLineDash([]);
}
