import { drawnPicture } from '../../../charts/drawn-picture.ts';
import type { Picture as PictureFile } from '../../../charts/picture.ts';
import type { CanvasState } from './canvas-state.svelte.ts';
import { layOut } from './layout.ts';
import { paintScene } from './paint.ts';
import { readPalette } from './palette.ts';
import { atRest } from './reorder.ts';
import { type Painted, sceneOf } from './scene-of.ts';

/** Room for a column with its caption in full, and for the units. */
const WIDE_SLOT = 150;
const HEIGHT = 340;

/** All of the network at its natural size, however it is looked at now, for a file or the clipboard. */
export function canvasPicture(canvas: CanvasState, painted: Painted, title: string): PictureFile {
  const { margins } = canvas;
  const picture = layOut(painted.shapes, {
    width: canvas.picture.columns.length * WIDE_SLOT,
    height: HEIGHT,
  });
  const width = picture.width + margins.left + margins.right;
  const height = picture.height + margins.top + margins.bottom;
  const scene = {
    ...sceneOf(canvas, { ...painted, hovered: null, join: null }, readPalette()),
    picture,
    view: { zoom: 1, x: margins.left, y: margins.top },
    size: { width, height },
    arrangement: atRest(picture.columns),
    dragged: [],
  };
  return drawnPicture({ title, width, height, legend: [], paint: (context) => paintScene(context, scene) });
}
