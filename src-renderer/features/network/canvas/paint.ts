import type { Drawing } from '../../../charts/svg-context.ts';
import { paintArcs } from './paint-arcs.ts';
import { paintColumn } from './paint-columns.ts';
import { paintEdges } from './paint-edges.ts';
import { paintCaptions, paintNames } from './paint-text.ts';
import { placed, type Scene } from './scene.ts';

/** Draws the whole picture: connections, units, residual connections, texts; what is dragged lies on top. */
export function paintScene(context: Drawing, scene: Scene): void {
  const { picture, dragged } = scene;
  const columns = picture.columns.map((column) => placed(scene, column));
  paintEdges(context, scene, columns);
  paintArcs(context, scene, columns);
  const [resting, moving] = [columns.filter(isResting), columns.filter((drawn) => !isResting(drawn))];
  for (const drawn of [...resting, ...moving]) paintColumn(context, scene, drawn);
  paintNames(context, scene, columns);
  paintCaptions(context, scene, columns);

  function isResting({ column }: { column: { index: number } }): boolean {
    return !dragged.includes(column.index);
  }
}

/** Paints anew onto a canvas that is as large as its place, in the pixels of the screen. */
export function repaint(element: HTMLCanvasElement, context: CanvasRenderingContext2D, scene: Scene): void {
  const ratio = window.devicePixelRatio;
  const { width, height } = scene.size;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (element.width !== wide) element.width = wide;
  if (element.height !== high) element.height = high;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  paintScene(context, scene);
}
