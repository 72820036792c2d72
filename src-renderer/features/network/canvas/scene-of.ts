import type { LayerShape } from '@shared/model/network.ts';
import type { CanvasState } from './canvas-state.svelte.ts';
import { inputCaption, layerCaption } from './captions.ts';
import type { Palette } from './palette.ts';
import type { JoinDraft, Scene, UnitPlace } from './scene.ts';
import type { UnitValues } from './unit-values.ts';

/** What of a network is painted beside where it stands. */
export interface Painted {
  readonly shapes: readonly LayerShape[];
  readonly inputs: readonly string[];
  readonly targets: readonly string[];
  readonly strengths: Scene['strengths'];
  readonly values: readonly UnitValues[] | null;
  readonly join: JoinDraft | null;
  readonly hovered: UnitPlace | null;
}

/** The picture as it now is. */
export function sceneOf(canvas: CanvasState, painted: Painted, palette: Palette): Scene {
  const { picture, arrangement, view, size, dragging } = canvas;
  const { shapes, ...rest } = painted;
  return {
    ...rest,
    picture,
    arrangement,
    view,
    size,
    palette,
    captions: [
      inputCaption(painted.inputs.length),
      ...shapes.map((shape, k) => layerCaption(shape, k === shapes.length - 1)),
    ],
    dragged: dragging?.layers.map((layer) => layer + 1) ?? [],
  };
}
