import type { Entry } from '../../components/context-menu.ts';
import type { CanvasState } from './canvas/canvas-state.svelte.ts';
import { allChosen } from './canvas/selection.ts';
import type { LayerClipboard } from './layer-clipboard.svelte.ts';
import type { LayerEditing } from './layer-editing.svelte.ts';

/** What the menu acts upon. */
export interface MenuActors {
  readonly editing: LayerEditing;
  readonly canvas: CanvasState;
  readonly clipboard: LayerClipboard;
  readonly inspect: () => void;
}

/** Everything that can be done with the chosen layers, each with the key that does the same. */
export function layerMenu({ editing, canvas, clipboard, inspect }: MenuActors): Entry[] {
  const { hidden, selected, selection, shapes } = editing;
  const isNone = hidden.length === 0;
  const last = shapes.length - 1;
  return [
    { label: 'Add a layer before', keys: 'Shift+A', perform: () => editing.insert(selected[0] ?? 0) },
    { label: 'Add a layer after', keys: 'A', perform: () => editing.insert(null) },
    { label: 'Duplicate', keys: 'D', isDisabled: isNone, perform: () => editing.duplicate() },
    {
      label: 'Residual connection around',
      keys: 'R',
      isDisabled: isNone,
      perform: () => editing.joinAround(),
    },
    { label: 'Copy', keys: 'Ctrl+C', startsGroup: true, isDisabled: isNone, perform: () => clipboard.copy() },
    {
      label: 'Paste after',
      keys: 'Ctrl+V',
      isDisabled: !clipboard.canPaste,
      perform: () => clipboard.paste(),
    },
    {
      label: 'Move to the left',
      keys: 'Alt+←',
      startsGroup: true,
      isDisabled: isNone || hidden[0] === 0,
      perform: () => editing.moveBy(-1),
    },
    {
      label: 'Move to the right',
      keys: 'Alt+→',
      isDisabled: isNone || hidden.at(-1) === last - 1,
      perform: () => editing.moveBy(1),
    },
    {
      label: 'Select all layers',
      keys: 'Ctrl+A',
      startsGroup: true,
      perform: () => editing.select(allChosen(selection, shapes.length)),
    },
    { label: 'Settings', keys: 'Enter', isDisabled: selected.length === 0, perform: inspect },
    { label: 'Show all', keys: '0', perform: () => canvas.fit() },
    {
      label: 'Remove',
      keys: 'Delete',
      startsGroup: true,
      isDisabled: isNone,
      isDangerous: true,
      perform: () => editing.remove(),
    },
  ];
}
