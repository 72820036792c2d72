import type { LayerEditing } from '../layer-editing.svelte.ts';
import type { CanvasAct } from './canvas-keys.ts';
import type { CanvasState } from './canvas-state.svelte.ts';
import type { CanvasGestures } from './gestures.svelte.ts';
import { allChosen, chosen, moved, NOTHING } from './selection.ts';
import { ZOOM_STEP } from './view.ts';

/** What keys on the canvas act upon. */
export interface CanvasActors {
  readonly editing: LayerEditing;
  readonly canvas: CanvasState;
  readonly gestures: CanvasGestures;
  readonly inspect: () => void;
  readonly openMenu: () => void;
}

type Modifiers = Parameters<typeof moved>[2];

export function performCanvasAct(act: CanvasAct, keys: Modifiers, actors: CanvasActors): void {
  const { editing, canvas, gestures } = actors;
  const { selection, shapes } = editing;
  switch (act.kind) {
    case 'focus':
      editing.select(moved(selection, placeOf(act.to, editing), keys));
      return;
    case 'move':
      editing.moveBy(act.by);
      return;
    case 'units':
      editing.changeUnits(act.change);
      return;
    case 'zoom':
      zoom(act.to, canvas);
      return;
    case 'choose':
      editing.select(chosen(selection, selection.focus, keys.ctrlKey || keys.metaKey ? 'toggle' : 'alone'));
      return;
    case 'all':
      editing.select(allChosen(selection, shapes.length));
      return;
    case 'nothing':
      if (gestures.gesture.kind === 'none') editing.select({ ...NOTHING, focus: selection.focus });
      else gestures.cancel();
      return;
    case 'inspect':
      if (editing.selected.length === 0) editing.select(chosen(selection, selection.focus, 'alone'));
      // The settings of what was just chosen have to be there first.
      requestAnimationFrame(actors.inspect);
      return;
    case 'menu':
      actors.openMenu();
      return;
    case 'hand':
      gestures.isHand = !gestures.isHand;
      return;
  }
}

/** With nothing chosen the first arrow chooses where the keyboard is. */
function placeOf(
  to: Extract<CanvasAct, { kind: 'focus' }>['to'],
  { selection, selected, shapes }: LayerEditing,
): number {
  const last = shapes.length - 1;
  const isFresh = selected.length === 0;
  switch (to) {
    case 'first':
      return 0;
    case 'last':
      return last;
    case 'before':
      return isFresh ? selection.focus : Math.max(0, selection.focus - 1);
    case 'after':
      return isFresh ? selection.focus : Math.min(last, selection.focus + 1);
  }
}

function zoom(to: Extract<CanvasAct, { kind: 'zoom' }>['to'], canvas: CanvasState): void {
  if (to === 'fit') canvas.fit();
  else if (to === 'natural') canvas.zoomTo(1);
  else canvas.zoomBy(to === 'in' ? ZOOM_STEP : 1 / ZOOM_STEP);
}
