/** What a key does on the canvas. */
export type CanvasAct =
  | { readonly kind: 'focus'; readonly to: 'before' | 'after' | 'first' | 'last' }
  | { readonly kind: 'move'; readonly by: -1 | 1 }
  | { readonly kind: 'units'; readonly change: 'more' | 'fewer' | 'double' | 'half' }
  | { readonly kind: 'zoom'; readonly to: 'in' | 'out' | 'fit' | 'natural' }
  | { readonly kind: 'choose' | 'all' | 'nothing' | 'inspect' | 'menu' | 'hand' };

interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const PLAIN: Readonly<Record<string, CanvasAct>> = {
  ArrowLeft: { kind: 'focus', to: 'before' },
  ArrowRight: { kind: 'focus', to: 'after' },
  Home: { kind: 'focus', to: 'first' },
  End: { kind: 'focus', to: 'last' },
  ArrowUp: { kind: 'units', change: 'more' },
  ArrowDown: { kind: 'units', change: 'fewer' },
  PageUp: { kind: 'units', change: 'double' },
  PageDown: { kind: 'units', change: 'half' },
  '+': { kind: 'zoom', to: 'in' },
  '=': { kind: 'zoom', to: 'in' },
  '-': { kind: 'zoom', to: 'out' },
  '0': { kind: 'zoom', to: 'fit' },
  '1': { kind: 'zoom', to: 'natural' },
  Enter: { kind: 'inspect' },
  ' ': { kind: 'choose' },
  Escape: { kind: 'nothing' },
  ContextMenu: { kind: 'menu' },
  h: { kind: 'hand' },
};

/** The act of a key press; undefined where the key means nothing here. */
export function canvasAct({ key, ctrlKey, metaKey, altKey, shiftKey }: Press): CanvasAct | undefined {
  const isCommand = ctrlKey || metaKey;
  if (altKey && !isCommand) {
    if (key === 'ArrowLeft') return { kind: 'move', by: -1 };
    return key === 'ArrowRight' ? { kind: 'move', by: 1 } : undefined;
  }
  if (shiftKey && key === 'F10') return { kind: 'menu' };
  if (isCommand && key.toLowerCase() === 'a') return { kind: 'all' };
  const act = PLAIN[key.length === 1 ? key.toLowerCase() : key];
  // With Ctrl the keyboard travels without choosing; other keys with Ctrl belong to the window.
  const isTravel = act?.kind === 'focus' || act?.kind === 'choose';
  return isCommand && !isTravel ? undefined : act;
}
