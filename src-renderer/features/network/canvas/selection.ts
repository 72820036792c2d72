/** Which layers are chosen, by their places; the output layer counts as the last one. */
export interface Selection {
  /** In rising order. */
  readonly selected: readonly number[];
  /** Where a range begins that Shift goes on with. */
  readonly anchor: number;
  /** Which of them has the keyboard. */
  readonly focus: number;
}

export const NOTHING: Selection = { selected: [], anchor: 0, focus: 0 };

/** How a layer is chosen: alone, all from the anchor to it, or beside those that are. */
export type Choice = 'alone' | 'range' | 'toggle';

export function choiceOf(event: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }): Choice {
  if (event.shiftKey) return 'range';
  return event.ctrlKey || event.metaKey ? 'toggle' : 'alone';
}

export function chosen(selection: Selection, layer: number, how: Choice): Selection {
  switch (how) {
    case 'alone':
      return { selected: [layer], anchor: layer, focus: layer };
    case 'range':
      return { ...selection, selected: rangeOf(selection.anchor, layer), focus: layer };
    case 'toggle':
      return { selected: toggledIn(selection.selected, layer), anchor: layer, focus: layer };
  }
}

/** With a layer that was not among them, or without one that was. */
export function toggledIn(selected: readonly number[], layer: number): number[] {
  return selected.includes(layer)
    ? selected.filter((known) => known !== layer)
    : [...selected, layer].sort((a, b) => a - b);
}

/** All layers; the one that has the keyboard keeps it. */
export function allChosen({ focus }: Selection, count: number): Selection {
  return { selected: rangeOf(0, count - 1), anchor: 0, focus };
}

/** The keyboard goes elsewhere, and the choice with it unless Ctrl is held. */
export function moved(selection: Selection, to: number, event: Parameters<typeof choiceOf>[0]): Selection {
  const how = choiceOf(event);
  return how === 'toggle' ? { ...selection, focus: to } : chosen(selection, to, how);
}

/** What others chose, such as the list beside the picture, or an edit. */
export function selecting(before: Selection, selected: readonly number[]): Selection {
  const [first = before.focus] = selected;
  const focus = selected.includes(before.focus) ? before.focus : (selected.at(-1) ?? before.focus);
  const anchor = selected.includes(before.anchor) ? before.anchor : first;
  return { selected: [...selected].sort((a, b) => a - b), anchor, focus };
}

/** Layers that are gone are chosen no longer. */
export function within({ selected, anchor, focus }: Selection, count: number): Selection {
  const last = Math.max(0, count - 1);
  return {
    selected: selected.filter((layer) => layer < count),
    anchor: Math.min(anchor, last),
    focus: Math.min(focus, last),
  };
}

function rangeOf(a: number, b: number): number[] {
  const from = Math.min(a, b);
  return Array.from({ length: Math.abs(b - a) + 1 }, (_, k) => from + k);
}
